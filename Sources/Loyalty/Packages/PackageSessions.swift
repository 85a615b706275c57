internal import Vocabulary

extension PackageLot {
    /// The session that a step uses, as long as it is only booked.
    func booked(by step: PackageStep) -> Session? {
        guard case .used(let session) = step else { return nil }
        return sessions.first { $0.id == session && $0.state == .booked }
    }

    mutating func book(
        _ session: String, _ item: String, forMs: Int64, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(forMs)
        let zone = policy.zone
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
        if let reason = refusal(item, forMs: forMs, policy) { return .refused(reason, Derivation()) }
        take(Session(id: session, item: item, forMs: forMs))
        return .done(
            terms.id, .packageBooked, .name(terms.name), policy.sessionName(item), .day(zone.day(atMs: forMs)),
            .count(count(of: item)))
    }

    mutating func use(_ session: String, _ policy: Policy) throws(RuleError) -> Answer {
        guard let index = sessions.firstIndex(where: { $0.id == session }) else {
            throw .missing(kind: "session", id: session)
        }
        switch sessions[index].state {
        case .used: return .done(terms.id, .doneBefore, .id(session))
        case .booked:
            set(.used, ofSessionAt: index)
            let item = policy.sessionName(sessions[index].item)
            return .done(terms.id, .packageUsed, .name(terms.name), item, .count(leftInAll))
        case .consumed, .cancelled: return .refused(terms.id, .packageSessionOver, .id(session))
        }
    }

    /// Cancels a session: in time it goes back to this lot, late it is consumed.
    mutating func cancel(_ session: String, atMs now: Int64, _ policy: Policy) throws(RuleError) -> Answer {
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
            set(.consumed, ofSessionAt: index)
            return .done(terms.id, .packageCancelledLate, .count(minutes / 60), .count(minutes % 60))
        }
        set(.cancelled, ofSessionAt: index)
        return .done(
            terms.id, .packageCancelled, .name(terms.name), policy.sessionName(item), .count(count(of: item)))
    }
}
