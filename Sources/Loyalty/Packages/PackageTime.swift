internal import Vocabulary

/// Changes to the time of a package, and its transfer to another member.
extension PackageLot {
    /// Stops it for some days and moves its end by as many. All freezes together stay within the kind's bounds.
    mutating func freeze(
        from: Day, days: Int, atMs now: Int64, _ zone: StoreZone, _ edition: Edition = .current
    ) -> Answer {
        // There is nothing to move, and bookings would be blocked for nothing. The first edition allowed it.
        guard expiresAtMs != nil || edition == .first else {
            return .refused(terms.id, .packageNoEnd, .name(terms.name))
        }
        guard days > 0, days <= terms.freezeMaxDays else {
            return .refused(terms.id, .packageFreezeDays, .count(Int64(days)), .count(Int64(terms.freezeMaxDays)))
        }
        let range = from..<from.adding(days: days)
        if frozen.contains(range) { return .done(terms.id, .doneBefore, .day(from)) }
        let before = frozen.reduce(0) { $0 + $1.upperBound.number - $1.lowerBound.number }
        if let reason = standStillRefusal(atMs: now) { return .refused(reason, Derivation()) }
        guard frozen.count < terms.freezes, before + days <= terms.freezeMaxDays else {
            return .refused(
                terms.id, .packageFreezesUsed, .count(Int64(frozen.count)), .count(Int64(terms.freezes)),
                .count(Int64(before)), .count(Int64(terms.freezeMaxDays)))
        }
        guard from >= zone.day(atMs: now) else { return .refused(terms.id, .packageInThePast, .day(from)) }
        if let end = expiresAtMs, end <= zone.startMs(of: from) {
            return .refused(
                step(.packageEndsBefore, .name(terms.name), .day(zone.day(atMs: end - 1)), .day(from)), Derivation())
        }
        guard !frozen.contains(where: { $0.overlaps(range) }) else {
            return .refused(terms.id, .packageFreezeOverlaps, .day(from))
        }
        if let session = open.first(where: { range.contains(zone.day(atMs: $0.forMs)) }) {
            return .refused(terms.id, .packageFreezeBooked, .day(zone.day(atMs: session.forMs)))
        }
        freeze(range, endMs: end(movedBy: days, zone))
        return .done(Derivation(steps: moved(.packageFrozen, .packageFrozenForever, days, from, zone)))
    }

    mutating func extend(days: Int, atMs now: Int64, _ zone: StoreZone) -> Answer {
        guard let end = expiresAtMs else { return .refused(terms.id, .packageNoEnd, .name(terms.name)) }
        if let reason = standStillRefusal(atMs: now) { return .refused(reason, Derivation()) }
        guard days > 0, days <= terms.extendMaxDays - extendedDays else {
            return .refused(
                terms.id, .packageExtendBound, .count(Int64(days)), .count(Int64(extendedDays)),
                .count(Int64(terms.extendMaxDays)))
        }
        let last = zone.day(atMs: end - 1)
        extend(days: days, endMs: self.end(movedBy: days, zone))
        return .done(Derivation(steps: moved(.packageExtended, .packageExtended, days, last, zone)))
    }

    /// Empties the lot for a transfer. Call `packageTransfer` before: it says what the other member receives.
    mutating func transferAway(atMs now: Int64, _ zone: StoreZone) -> Answer {
        guard terms.isTransferable else { return .refused(terms.id, .packageNotTransferable, .name(terms.name)) }
        if transferred > 0, leftInAll == 0, open.isEmpty { return .done(terms.id, .doneBefore, .id(id)) }
        if let reason = standStillRefusal(atMs: now) { return .refused(reason, Derivation()) }
        guard open.isEmpty else { return .refused(terms.id, .packageTransferBooked, .count(Int64(open.count))) }
        let today = zone.day(atMs: now)
        // The end that the other member receives already includes all days of each freeze, so each freeze must be over.
        if let freeze = frozen.filter({ $0.upperBound > today }).min(by: { $0.lowerBound < $1.lowerBound }) {
            return .refused(
                terms.id, .packageFreezeFirst, .name(terms.name), .day(freeze.lowerBound),
                .day(freeze.upperBound.adding(days: -1)))
        }
        let count = leftInAll
        transferRest()
        return .done(terms.id, .packageTransferred, .name(terms.name), .count(count))
    }

    /// Why nothing can be changed any more: the package has ended, or nothing is left of it.
    private func standStillRefusal(atMs now: Int64) -> Step? {
        if hasExpired(atMs: now) { return step(.packageOver, .name(terms.name)) }
        if leftInAll == 0, open.isEmpty { return step(.packageEmpty, .name(terms.name)) }
        return nil
    }

    /// By days of the store, so that the last day stays a whole one over a change of clocks.
    private func end(movedBy days: Int, _ zone: StoreZone) -> Int64? {
        guard let end = expiresAtMs else { return nil }
        let day = zone.day(atMs: end)
        return zone.startMs(of: day.adding(days: days)) + (end - zone.startMs(of: day))
    }

    private func moved(
        _ phrase: Phrase, _ forever: Phrase, _ days: Int, _ from: Day, _ zone: StoreZone
    ) -> [Step] {
        guard let end = expiresAtMs else { return [step(forever, .day(from), .count(Int64(days)))] }
        return [step(phrase, .day(from), .count(Int64(days)), .day(zone.day(atMs: end - 1)))]
    }
}

extension MemberAccount {
    /// The step to enter for the member who receives a package. Call it before `transferredAway` is entered.
    ///
    /// - Returns: `nil` where nothing is left to give.
    package func packageTransfer(_ id: String) throws(RuleError) -> PackageStep? {
        guard let lot = packages[id] else { throw .missing(kind: "package", id: id) }
        guard lot.leftInAll > 0 else { return nil }
        return .transferredHere(
            kind: lot.kind, sessions: lot.left.filter { $0.value > 0 }, paid: lot.worth(of: lot.leftInAll),
            expiresAtMs: lot.expiresAtMs)
    }
}
