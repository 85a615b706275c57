package import Vocabulary

extension PackageLot {
    /// Sessions of an item that are left, under the item or under the shared number.
    package func count(of item: String) -> Int64 {
        item == Self.anyItem || (terms.shared != nil && terms.sessions[item] == nil) ? 0 : left[key(of: item)] ?? 0
    }

    package func hasExpired(atMs now: Int64) -> Bool { expiresAtMs.map { $0 <= now } ?? false }

    /// Sessions that can still be booked.
    package func usable(atMs now: Int64) -> Int64 { hasExpired(atMs: now) ? 0 : leftInAll }

    /// Had, or booked and not cancelled in time.
    package var used: Int64 { Int64(sessions.count { $0.isUsed }) }

    /// Its sessions and its end, in words.
    package func standing(atMs now: Int64, _ zone: StoreZone) -> Step {
        let figures: [Value] = [
            .name(terms.name), .count(usable(atMs: now)), .count(Int64(open.count)), .count(used),
            .count(lost(atMs: now)),
        ]
        guard let end = expiresAtMs else { return Step(rule: kind, phrase: .packageStanding, values: figures) }
        let phrase: Phrase = hasExpired(atMs: now) ? .packageStandingOver : .packageStandingUntil
        return Step(rule: kind, phrase: phrase, values: figures + [.day(zone.day(atMs: end - 1))])
    }

    /// Sessions that are lost, even if no job has booked them as forfeited yet.
    package func lost(atMs now: Int64) -> Int64 { forfeited + (hasExpired(atMs: now) ? leftInAll : 0) }

    package func isFrozen(on day: Day) -> Bool { frozen.contains { $0.contains(day) } }

    /// Earliest expiry first, then earliest bought, then by id.
    static func isUsedEarlier(_ one: PackageLot, _ other: PackageLot) -> Bool {
        if one.expiresAtMs != other.expiresAtMs { return one.expiresAtMs ?? .max < other.expiresAtMs ?? .max }
        if one.boughtAtMs != other.boughtAtMs { return one.boughtAtMs < other.boughtAtMs }
        return one.id < other.id
    }

    /// Why a session of it cannot be used at a moment; `nil` if one can. The day of the service decides, not the day of
    /// booking (E24).
    func refusal(_ item: String, forMs: Int64, _ policy: Policy) -> Step? {
        let zone = policy.zone
        let day = zone.day(atMs: forMs)
        if count(of: item) < 1 { return step(.packageUsedUp, .name(terms.name), policy.sessionName(item)) }
        if forMs < boughtAtMs { return step(.packageNotYet, .name(terms.name), .day(zone.day(atMs: boughtAtMs))) }
        if let end = expiresAtMs, end <= forMs {
            return step(.packageEndsBefore, .name(terms.name), .day(zone.day(atMs: end - 1)), .day(day))
        }
        if isFrozen(on: day) { return step(.packageFrozenThen, .name(terms.name), .day(day)) }
        return nil
    }

    func step(_ phrase: Phrase, _ values: Value...) -> Step { Step(rule: terms.id, phrase: phrase, values: values) }
}

extension MemberAccount {
    /// The lot whose session is used for a service at a moment, and why that one.
    ///
    /// Chooses, of the lots valid then, the one that ends first; of those with the same end, the oldest.
    package func packageChoice(
        _ item: String, forMs: Int64, _ policy: Policy
    ) -> (lot: String?, derivation: Derivation) {
        var derivation = Derivation()
        var best: PackageLot?
        for lot in packages.all where lot.count(of: item) > 0 {
            if lot.refusal(item, forMs: forMs, policy) == nil,
                best.map({ PackageLot.isUsedEarlier(lot, $0) }) ?? true
            {
                best = lot
            }
        }
        let others = packages.all.filter { $0.count(of: item) > 0 && $0.id != best?.id }
        for lot in others.sorted(by: PackageLot.isUsedEarlier) {
            if let reason = lot.refusal(item, forMs: forMs, policy) { derivation.nearly.append(reason) }
        }
        if let best {
            let day = policy.zone.day(atMs: forMs)
            if let end = best.expiresAtMs {
                let last = policy.zone.day(atMs: end - 1)
                derivation.note(best.kind, .packageChosen, .name(best.terms.name), .day(last), .day(day), .id(best.id))
            } else {
                derivation.note(best.kind, .packageChosenForever, .name(best.terms.name), .id(best.id))
            }
        }
        return (best?.id, derivation)
    }

    /// The lot that a session was taken from, unless the session has gone back to it. After a merge two lots may hold a
    /// session of one id; then the lot with the lower id is chosen, so that every process chooses the same.
    package func packageLot(ofSession id: String) -> PackageLot? {
        packages.all.filter { $0.sessions.contains { $0.id == id && $0.state != .cancelled } }.min { $0.id < $1.id }
    }
}
