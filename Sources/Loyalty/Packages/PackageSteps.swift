extension MemberAccount {
    /// What happens to one package. The same step twice changes nothing the second time; only an extension has
    /// nothing to be told by, and counts as often as it comes.
    ///
    /// - Throws: `missing` for a lot or session that is not there, `conflict` for a session's id used for another one.
    package mutating func package(
        _ id: String, _ step: PackageStep, entry: String, atMs now: Int64, _ policy: Policy
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
            answer = try lot.book(session, item, forMs: forMs, atMs: now, policy.zone)
        case .used(let session): answer = try lot.use(session)
        case .cancelled(let session): answer = try lot.cancel(session, atMs: now)
        case .freeze(let from, let days):
            try RuleError.requireDay(from)
            answer = lot.freeze(from: from, days: days, atMs: now, policy.zone)
        case .extend(let days): answer = lot.extend(days: days, atMs: now, policy.zone)
        case .transferredAway: answer = lot.transferAway(atMs: now, policy.zone)
        case .transferredHere, .refund: return .done(Derivation())
        }
        let had = packages[id]?.booked(by: step)
        if answer.isDone { packages[id] = lot }
        if answer.isDone, let had { countVisit(had, atMs: now, policy) }
        return answer
    }

    /// A session used is a visit of its day as a bill is, and a service had where its item is one that counts towards
    /// tiers. Entered later, it counts on the day it was booked for.
    private mutating func countVisit(_ session: PackageLot.Session, atMs now: Int64, _ policy: Policy) {
        let day = min(policy.zone.day(atMs: session.forMs), policy.zone.day(atMs: now))
        let isService = policy.items[session.item].map { $0.kind == .service && policy.tiers.counts($0) } ?? false
        qualification.change(on: day) {
            $0.sessions += 1
            if isService { $0.services += 1 }
        }
        lastVisit = max(lastVisit ?? day, day)
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
            let reason = derivation.nearly.first ?? Step(rule: "packages", phrase: .packageNone, values: [.id(item)])
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
        let ended = packages.values.filter { $0.hasExpired(atMs: now) && $0.leftInAll > 0 }
        for lot in ended.sorted(by: PackageLot.isUsedEarlier) {
            guard let end = lot.expiresAtMs else { continue }
            derivation.note(
                lot.kind, .packageForfeited, .name(lot.terms.name), .day(policy.zone.day(atMs: end - 1)),
                .count(lot.leftInAll))
            packages[lot.id]?.forfeited += lot.leftInAll
            packages[lot.id]?.left = [:]
        }
        return derivation
    }
}

extension PackageLot {
    /// The session that a step uses, as long as it is only booked.
    func booked(by step: PackageStep) -> Session? {
        guard case .used(let session) = step else { return nil }
        return sessions.first { $0.id == session && $0.state == .booked }
    }

    mutating func book(
        _ session: String, _ item: String, forMs: Int64, atMs now: Int64, _ zone: StoreZone
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(forMs)
        let known = sessions.firstIndex { $0.id == session }
        if let known, sessions[known].state != .cancelled {
            guard sessions[known].item == item, sessions[known].forMs == forMs else {
                throw .conflict(kind: "session", id: session)
            }
            return .done(terms.id, .doneBefore, .id(session))
        }
        // A visit of today may be entered after it began; earlier days are over.
        guard zone.day(atMs: forMs) >= zone.day(atMs: now) else {
            return .refused(terms.id, .packageInThePast, .day(zone.day(atMs: forMs)))
        }
        if let reason = refusal(item, forMs: forMs, zone) { return .refused(reason, Derivation()) }
        if let known { sessions.remove(at: known) }
        sessions.append(Session(id: session, item: item, forMs: forMs))
        left[key(of: item), default: 0] -= 1
        return .done(
            terms.id, .packageBooked, .name(terms.name), .id(item), .day(zone.day(atMs: forMs)), .count(count(of: item))
        )
    }

    mutating func use(_ session: String) throws(RuleError) -> Answer {
        guard let index = sessions.firstIndex(where: { $0.id == session }) else {
            throw .missing(kind: "session", id: session)
        }
        switch sessions[index].state {
        case .used: return .done(terms.id, .doneBefore, .id(session))
        case .booked:
            sessions[index].state = .used
            return .done(terms.id, .packageUsed, .name(terms.name), .id(sessions[index].item), .count(leftInAll))
        case .consumed, .cancelled: return .refused(terms.id, .packageSessionOver, .id(session))
        }
    }

    /// In time it goes back to this same lot, late it is gone.
    mutating func cancel(_ session: String, atMs now: Int64) throws(RuleError) -> Answer {
        guard let index = sessions.firstIndex(where: { $0.id == session }) else {
            throw .missing(kind: "session", id: session)
        }
        switch sessions[index].state {
        case .cancelled, .consumed: return .done(terms.id, .doneBefore, .id(session))
        case .used: return .refused(terms.id, .packageSessionOver, .id(session))
        case .booked: break
        }
        let item = sessions[index].item
        let minutes = Int64(min(max(0, terms.cancelMinutes), 1_000_000))
        guard now <= sessions[index].forMs - minutes * 60_000 else {
            sessions[index].state = .consumed
            return .done(terms.id, .packageCancelledLate, .count(minutes / 60), .count(minutes % 60))
        }
        sessions[index].state = .cancelled
        left[key(of: item), default: 0] += 1
        return .done(terms.id, .packageCancelled, .name(terms.name), .id(item), .count(count(of: item)))
    }
}
