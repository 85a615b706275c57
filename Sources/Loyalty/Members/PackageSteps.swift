import Vocabulary

extension MemberAccount {
    /// What an entry does with a package; the outcome names which one.
    ///
    /// - Parameter named: the lot; `nil` for a booking, which then takes the lot to be used first (E24), and for using
    ///   or cancelling a session, whose lot is found by the session's id.
    mutating func package(
        _ named: String?, _ step: PackageStep, _ entry: MemberEntry, _ policy: Policy, _ outcome: inout Outcome
    ) throws(RuleError) {
        if named == nil, case .book(let session, let item, let forMs) = step {
            let answer = try bookSession(
                session, item, forMs: forMs, entry: entry.id, atMs: entry.atMs, policy)
            take(answer, &outcome)
            outcome.lot = outcome.refusal == nil ? packageLot(ofSession: session)?.id : nil
            return
        }
        let lot = if let named { named } else { try packageLot(knowing: step) }
        outcome.lot = lot
        if case .refund(let sessions) = step {
            return try refundPackage(lot, sessions, entry, policy, &outcome)
        }
        var transfer: PackageStep?
        if case .transferredAway = step { transfer = try packageTransfer(lot) }
        take(try package(lot, step, entry: entry.id, atMs: entry.atMs, policy, entry.edition), &outcome)
        if outcome.refusal == nil { outcome.transfer = transfer }
    }

    /// The lot that a step's session was taken from, even if the session has gone back to it since.
    private func packageLot(knowing step: PackageStep) throws(RuleError) -> String {
        switch step {
        case .used(let session), .cancelled(let session):
            let lot =
                packageLot(ofSession: session)
                ?? packages.all.filter { $0.sessions.contains { $0.id == session } }.min { $0.id < $1.id }
            guard let lot else { throw .missing(kind: "session", id: session) }
            return lot.id
        default:
            throw .senseless(
                path: "lot",
                reason: Bilingual(
                    zh: "没有写明是哪一张次卡；只有预约及其使用、取消可以不写",
                    en: "it does not say which package; only booking, having and cancelling a session can do without"))
        }
    }

    /// Applies a step to one package. Applying the same step twice changes nothing the second time. An extension is the
    /// exception: it has no id to recognise it by, so each one counts.
    ///
    /// - Throws: `missing` for a lot or session that is not there, `conflict` for a session's id used for another one.
    package mutating func package(
        _ id: String, _ step: PackageStep, entry: String, atMs now: Int64, _ policy: Policy,
        _ edition: Edition = .current
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        if case .transferredHere(let kind, let sessions, let paid, let end) = step {
            try Policy.requireSessions(Array(sessions.values), "package.sessions")
            return try receivePackage(
                lot: id, kind: kind, sessions: sessions, paid: paid, expiresAtMs: end, source: entry, atMs: now, policy)
        }
        if case .refund(let sessions) = step {
            var outcome = Outcome(entry: entry)
            let fact = MemberFact.package(lot: id, step)
            let entry = MemberEntry(id: entry, atMs: now, policy: policy.version, fact: fact)
            try refundPackage(id, sessions, entry, policy, &outcome)
            return outcome.refusal.map { .refused($0, outcome.derivation) } ?? .done(outcome.derivation)
        }
        guard var lot = packages[id] else { throw .missing(kind: "package", id: id) }
        if case .book(let session, _, _) = step, let other = packageLot(ofSession: session), other.id != id {
            throw .conflict(kind: "session", id: session)
        }
        let answer: Answer
        switch step {
        case .book(let session, let item, let forMs):
            answer = try lot.book(session, item, forMs: forMs, atMs: now, policy)
        case .used(let session): answer = try lot.use(session, policy)
        case .cancelled(let session): answer = try lot.cancel(session, atMs: now, policy)
        case .freeze(let from, let days):
            try RuleError.requireDay(from)
            answer = lot.freeze(from: from, days: days, atMs: now, policy.zone, edition)
        case .extend(let days): answer = lot.extend(days: days, atMs: now, policy.zone)
        case .transferredAway: answer = lot.transferAway(atMs: now, policy.zone)
        case .transferredHere, .refund: return .done(Derivation())
        }
        let had = packages[id]?.booked(by: step)
        if answer.isDone { packages.add(lot, id: id) }
        if answer.isDone, let had { countVisit(had, atMs: now, policy) }
        return answer
    }

    /// Counts a used session as a visit of its day, as a bill is, and as a service if its item counts towards tiers. A
    /// session that is entered later counts on the day it was booked for.
    private mutating func countVisit(_ session: PackageLot.Session, atMs now: Int64, _ policy: Policy) {
        let day = min(policy.zone.day(atMs: session.forMs), policy.zone.day(atMs: now))
        let isService = policy.items[session.item].map { $0.kind == .service && policy.tiers.counts($0) } ?? false
        qualification.change(on: day) {
            $0.sessions += 1
            if isService { $0.services += 1 }
        }
        lastVisit = qualification.lastVisit
    }

    /// Books a session from the lot that `packageChoice` names.
    package mutating func bookSession(
        _ session: String, _ item: String, forMs: Int64, entry: String, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(forMs)
        let step = PackageStep.book(session: session, item: item, forMs: forMs)
        if let lot = packageLot(ofSession: session) {
            return try package(lot.id, step, entry: entry, atMs: now, policy)
        }
        let (choice, derivation) = packageChoice(item, forMs: forMs, policy)
        guard let choice else {
            let reason =
                derivation.nearly.first
                ?? Step(rule: "packages", phrase: .packageNone, values: [policy.sessionName(item)])
            return .refused(reason, derivation)
        }
        switch try package(choice, step, entry: entry, atMs: now, policy) {
        case .done(let booked):
            var whole = derivation
            whole.append(booked)
            return .done(whole)
        case .refused(let reason, _): return .refused(reason, derivation)
        }
    }

    /// Books what is left in packages that have ended as forfeited, for everybody to see. Harmless to run twice.
    package mutating func expirePackages(atMs now: Int64, _ policy: Policy) -> Derivation {
        var derivation = Derivation()
        let ended = packages.all.filter { $0.hasExpired(atMs: now) && $0.leftInAll > 0 }
        for lot in ended.sorted(by: PackageLot.isUsedEarlier) {
            guard let end = lot.expiresAtMs else { continue }
            derivation.note(
                lot.kind, .packageForfeited, .name(lot.terms.name), .day(policy.zone.day(atMs: end - 1)),
                .count(lot.leftInAll))
            packages.change(lot.id) { $0.forfeitRest() }
        }
        return derivation
    }
}
