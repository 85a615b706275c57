import CardProtocol
import HubAPI
import Vocabulary

/// Which card is wanted, and what the staff member allowed.
struct IssueOrder: Sendable {
    var member: MemberID?
    var memberNumber: String?
    /// The card that the new one takes over from; the register blocks it at once.
    var replaces: CardID?
    /// The factory's key may be used, if the card proves to be fresh.
    var fromFactory = false
    /// Refuse anything but a fresh card, a half-finished one of ours too.
    var assertBlank = false
    var retryAfterRefusal = false
}

extension IssuingStation {
    /// Makes the card a member's card, or finishes what was begun.
    ///
    /// - Parameter confirm: asked before anything is changed, on the card or in the register.
    /// - Returns: the register's view of the finished card.
    func issue(
        _ order: IssueOrder, confirm: (CardSurvey, IssuePlan) throws -> Void
    ) async throws -> CardView {
        let survey = try await survey()
        try check(survey, order)
        let plan = IssuePlan(survey)
        try plan.refuseWithoutMemory(survey)
        try confirm(survey, plan)
        if survey.stage == .issued { try await refuseFinished(survey, order) }
        let view = try await register.begin(
            IssueRequest(
                uid: survey.uid, member: order.member, memberNumber: order.memberNumber, replaces: order.replaces))
        guard view.id.uid == survey.uid else { throw IssuingError.hubRefused("the hub answered for another card") }
        guard view.status == .issuing else { throw IssuingError.alreadyIssued(view.id) }
        report(.granted(view.id))
        let member = MemberFile(view, generation: survey.generation)
        try await write(survey, member, retry: order.retryAfterRefusal)
        try await readBack(survey, member)
        return try await register.confirmIssued(view.id)
    }

    private func check(_ survey: CardSurvey, _ order: IssueOrder) throws {
        if order.assertBlank, survey.stage != .factory { throw IssuingError.notBlank(survey.stage) }
        if survey.stage == .foreign { throw survey.strangeness }
        if survey.card.keysAreDES, !order.fromFactory { throw IssuingError.factoryKeyNotAllowed }
    }

    /// Refuses a card that was issued before. A complete card may still wait for its confirmation at the register.
    private func refuseFinished(_ survey: CardSurvey, _ order: IssueOrder) async throws {
        let id = try await withCard(survey, retry: order.retryAfterRefusal) { card, survey -> CardID in
            var card = card
            guard let member = try CardAudit.content(&card).member else {
                throw IssuingError.unfit("file 01 is unreadable; erase it")
            }
            return CardID(uid: survey.uid, issueNumber: member.issueNumber)
        }
        let view = try await register.card(id)
        guard view.status == .issuing else { throw IssuingError.alreadyIssued(id) }
        if let wanted = order.member, wanted != view.member { throw IssuingError.begunForAnother }
    }

    private func write(_ survey: CardSurvey, _ member: MemberFile, retry: Bool) async throws {
        let report = report
        try await withCard(survey, retry: retry) { card, survey in
            var issuing = CardIssuing(card: card, survey: survey, member: member) { report(.stepDone($0)) }
            try issuing.run(IssuePlan(survey))
        }
    }

    /// Reads the card back in a session of its own, so that nothing is assumed from what was sent.
    private func readBack(_ survey: CardSurvey, _ member: MemberFile) async throws {
        let findings = try await withCard(survey, retry: false) { card, survey in
            var audit = CardAudit(card: card)
            try audit.run(survey, member: member, isNew: true)
            return audit.findings
        }
        guard findings.isEmpty else { throw IssuingError.auditFailed(findings) }
        report(.readBack)
    }
}

extension MemberFile {
    /// What the register says of a card, in the card's own words.
    init(_ view: CardView, generation: CardGeneration) {
        let tiers = ["silver", "gold", "platinum", "diamond"]
        let tier = tiers.firstIndex(of: view.tier).map { UInt8($0 + 1) } ?? 0
        self.init(
            member: view.member, issueNumber: view.id.issueNumber, expiryDay: view.expiryDay, tierHint: tier,
            language: view.language == .known(.en) ? 1 : 0, generation: generation)
    }
}
