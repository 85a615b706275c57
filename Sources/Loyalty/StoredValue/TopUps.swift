internal import Vocabulary

extension MemberAccount {
    /// Books money paid in: a lot of principal, a lot of what is given on top, and the rule's points.
    ///
    /// The same entry twice counts once. More on the card than the region allows is refused.
    /// - Throws: `outOfBounds`, `momentOutOfBounds`; `conflict` when the id was used for another top-up.
    package mutating func topUp(
        entry id: String, paid fen: Int64, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        try RuleError.require("topUp.paid", fen, in: 1...Bounds.amount)
        if let known = topUps[id] {
            guard known.principal == fen, known.atMs == now else { throw .conflict(kind: "topUp", id: id) }
            return .done("storedValue", .doneBefore, .id(id))
        }
        let rule = policy.topUpRule(paid: fen, atMs: now, person)
        if let refusal = cardLimitRefusal(adding: fen, gift: rule?.giftFen ?? 0, atMs: now, policy) { return refusal }
        let topUp = TopUp(id: id, atMs: now, principal: fen, gift: rule?.giftFen ?? 0, rule)
        book(topUp, source: id, policy)
        return .done(policy.topUpDerivation(topUp, rule, person))
    }

    /// - Parameter source: the entry that paid it in.
    mutating func book(_ topUp: TopUp, source: String, _ policy: Policy) {
        topUps.add(topUp, id: topUp.id)
        let now = topUp.atMs
        let end = policy.region.principalExpires ? policy.storedValue.principalValidity : .forever
        purse.grant(
            PurseLot(
                id: topUp.principalLot, currency: .principal, source: source, granted: topUp.principal,
                gainedAtMs: now, expiresAtMs: end.endMs(fromMs: now, policy.zone)))
        if let lot = topUp.giftLot {
            purse.grant(
                PurseLot(
                    id: lot, currency: .gift, source: source, granted: topUp.gift, gainedAtMs: now,
                    expiresAtMs: policy.storedValue.giftValidity.endMs(fromMs: now, policy.zone)))
        }
        if let lot = topUp.pointsLot {
            let wait = policy.points.pendingDays
            let active =
                wait > 0 ? policy.zone.startMs(of: policy.zone.day(atMs: now).adding(days: wait)) : now
            purse.grant(
                PurseLot(
                    id: lot, currency: .points, source: source, granted: topUp.points, gainedAtMs: now,
                    activeFromMs: active, expiresAtMs: policy.points.validity.endMs(fromMs: now, policy.zone)))
        }
    }

    /// Fen on the card that count towards the region's bound, whether active yet or not; a debt makes it less.
    package func valueTowardsLimit(atMs now: Int64, _ policy: borrowing Policy) -> Int64 {
        var sum = -(purse.debt[.principal] ?? 0)
        for lot in purse.lots where !lot.hasExpired(atMs: now) {
            if lot.currency == .principal || (lot.currency == .gift && policy.region.maximumCountsGifts) {
                sum += lot.remaining
            }
        }
        return sum
    }

    /// - Parameter leaving: fen that are taken from the card before.
    func cardLimitRefusal(
        adding fen: Int64, gift: Int64, leaving: Int64 = 0, atMs now: Int64, _ policy: borrowing Policy
    ) -> Answer? {
        guard let most = policy.region.maximumPerCard else { return nil }
        let held = valueTowardsLimit(atMs: now, policy) - leaving
        let added = fen + (policy.region.maximumCountsGifts ? gift : 0)
        guard held + added > most else { return nil }
        return .refused(
            "region.maximumPerCard", .topUpLimit, .fen(held), .fen(added), .fen(held + added), .fen(most),
            .fen(max(0, most - held)))
    }
}

extension TopUp {
    /// With the lots that it is going to have.
    init(id: String, atMs: Int64, principal: Int64, gift: Int64, _ rule: TopUpRule?) {
        self.init(
            id: id, atMs: atMs, principal: principal, gift: gift, principalLot: "\(DerivedID.principal(topUp: id))",
            giftLot: gift > 0 ? "\(DerivedID.gift(topUp: id))" : nil)
        self.rule = rule?.id
        points = rule?.points ?? 0
        pointsLot = points > 0 ? "\(id)-points" : nil
    }
}

extension Policy {
    /// Of the rules that hold, the one with the highest amount; at the same amount the larger gift, then the id.
    func topUpRule(paid fen: Int64, atMs now: Int64, _ person: Person?) -> TopUpRule? {
        storedValue.topUps
            .filter {
                $0.fromFen <= fen && (0...Bounds.amount).contains($0.giftFen)
                    && (0...Bounds.amount).contains($0.points) && $0.when.holds(atMs: now, self, person)
            }
            .min { ($1.fromFen, $1.giftFen, $0.id) < ($0.fromFen, $0.giftFen, $1.id) }
    }

    func topUpDerivation(_ topUp: TopUp, _ rule: TopUpRule?, _ person: Person?) -> Derivation {
        var derivation = Derivation()
        derivation.note("storedValue", .topUpPaid, .fen(topUp.principal))
        if let rule {
            derivation.note(rule.id, .topUpGift, .name(rule.name), .fen(rule.fromFen), .fen(rule.giftFen))
            if topUp.points > 0 { derivation.note(rule.id, .topUpPoints, .points(topUp.points)) }
            if topUp.gift > 0, let last = storedValue.giftValidity.lastDay(from: zone.day(atMs: topUp.atMs)) {
                derivation.note("storedValue.giftValidity", .giftLastDay, .day(last))
            }
        }
        if !region.principalExpires { derivation.note("region.principalExpires", .principalStays) }
        let next = storedValue.topUps
            .filter {
                $0.fromFen > topUp.principal && $0.giftFen > topUp.gift && $0.when.holds(atMs: topUp.atMs, self, person)
            }
            .min { ($0.fromFen, $0.id) < ($1.fromFen, $1.id) }
        if let next {
            derivation.noteNearly(
                next.id, .topUpNearly, .fen(next.fromFen - topUp.principal), .fen(next.giftFen), .fen(next.fromFen))
        }
        return derivation
    }
}
