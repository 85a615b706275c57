import CardProtocol
import HubAPI
import Vocabulary

extension IssuingStation {
    /// Ends the card's id in the register, with its last odometers, and then makes it blank.
    ///
    /// - Parameter confirm: asked before anything is changed.
    /// - Returns: the id that was ended; `nil` when the card never said whose it is, or is blank already.
    func erase(
        reason: String, retryAfterRefusal: Bool, confirm: (CardSurvey) throws -> Void
    ) async throws -> CardID? {
        let survey = try await survey()
        if survey.stage == .factory { return nil }
        guard survey.card.keysAreAES, survey.stage != .foreign else { throw survey.strangeness }
        try confirm(survey)
        let ended = try await close(survey, reason: reason, retry: retryAfterRefusal)
        try await makeBlank(survey, retry: retryAfterRefusal, looks: 2)
        let after = try await pad.withCard { try CardSurvey($0) }
        guard after.uid == survey.uid else { throw IssuingError.otherCard(after.uid) }
        guard !after.applications.contains(.peony), after.card.keysAreDES else {
            throw IssuingError.unfit("it is not blank after erasing")
        }
        report(.erased)
        return ended
    }

    /// - Parameter looks: how many attempts may leave it unknown whether the card was formatted. Each surveys the card
    ///   again.
    private func makeBlank(_ survey: CardSurvey, retry: Bool, looks: Int) async throws {
        do {
            try await withCard(survey, retry: retry) { card, survey in
                var erasing = CardErasing(card: card)
                try erasing.run(survey)
            }
        } catch let unknown as CardErasing.FormatUnknown {
            guard looks > 1 else { throw unknown.cause }
            try await makeBlank(survey, retry: retry, looks: looks - 1)
        }
    }

    /// Ends the card's id in the register before the card is erased.
    private func close(_ survey: CardSurvey, reason: String, retry: Bool) async throws -> CardID? {
        guard let ours = survey.ours, ours.canTellWhoseItIs else { return nil }
        let content = try await withCard(survey, retry: retry) { card, _ in
            var card = card
            let (member, odometers) = try CardAudit.content(&card)
            return (issueNumber: member?.issueNumber, odometers: odometers)
        }
        guard let number = content.issueNumber else { return nil }
        let id = CardID(uid: survey.uid, issueNumber: number)
        guard try await register.card(id).status != .closed else { return id }
        _ = try await register.close(id, reason: reason, odometers: content.odometers)
        report(.closed(id))
        return id
    }
}

extension CardSurvey.OurApplication {
    /// Whether the kiosk's key is set and the files that it reads exist.
    fileprivate var canTellWhoseItIs: Bool {
        guard keyVersions.count > 1, keyVersions[1] != 0 else { return false }
        return [MemberCardV1.memberFile, MemberCardV1.fenFile, MemberCardV1.pointsFile].allSatisfy { number in
            files[number].map { MemberCardV1.accepts($0, as: number) } ?? false
        }
    }
}
