package import Vocabulary

extension MemberAccount {
    /// Books money paid in: a lot of principal, a lot of what is given on top, and the rule's points.
    ///
    /// The same entry twice counts once. More on the card than the region allows is refused.
    /// - Throws: `outOfBounds`, `momentOutOfBounds`; `conflict` when the id was used for another top-up.
    package mutating func topUp(
        entry id: String, paid: Money, atMs now: Int64, _ policy: Policy
    ) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        try RuleError.require("topUp.paid", paid, from: 1)
        if let known = topUps[id] {
            guard known.principal == paid, known.atMs == now else { throw .conflict(kind: "topUp", id: id) }
            return .done("storedValue", .doneBefore, .id(id))
        }
        let rule = policy.topUpRule(paid: paid, atMs: now, person)
        let gift = Money(fen: rule?.giftFen ?? 0)
        if let refusal = cardLimitRefusal(adding: paid, gift: gift, atMs: now, policy) { return refusal }
        let topUp = TopUp(id: id, atMs: now, principal: paid, gift: gift, rule)
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
                id: topUp.principalLot, currency: .principal, source: source, granted: topUp.principal.fen,
                gainedAtMs: now, expiresAtMs: end.endMs(fromMs: now, policy.zone)))
        if let lot = topUp.giftLot {
            purse.grant(
                PurseLot(
                    id: lot, currency: .gift, source: source, granted: topUp.gift.fen, gainedAtMs: now,
                    expiresAtMs: policy.storedValue.giftValidity.endMs(fromMs: now, policy.zone)))
        }
        if let lot = topUp.pointsLot {
            let wait = policy.points.pendingDays
            let active =
                wait > 0 ? policy.zone.startMs(of: policy.zone.day(atMs: now).adding(days: wait)) : now
            purse.grant(
                PurseLot(
                    id: lot, currency: .points, source: source, granted: topUp.points.count, gainedAtMs: now,
                    activeFromMs: active, expiresAtMs: policy.points.validity.endMs(fromMs: now, policy.zone)))
        }
    }

    /// What is on the card and counts towards the region's bound, whether active yet or not; a debt makes it less.
    package func valueTowardsLimit(atMs now: Int64, _ policy: borrowing Policy) -> Money {
        var sum = -(purse.debt[.principal] ?? 0)
        for lot in purse.lots where !lot.hasExpired(atMs: now) {
            if lot.currency == .principal || (lot.currency == .gift && policy.region.maximumCountsGifts) {
                sum += lot.remaining
            }
        }
        return Money(fen: sum)
    }

    /// - Parameter leaving: what the same bill takes from the card before.
    func cardLimitRefusal(
        adding paid: Money, gift: Money, leaving: Money = .zero, atMs now: Int64, _ policy: borrowing Policy
    ) -> Answer? {
        guard let most = policy.region.maximumPerCard.map({ Money(fen: $0) }) else { return nil }
        let held = valueTowardsLimit(atMs: now, policy) - leaving
        let added = paid + (policy.region.maximumCountsGifts ? gift : .zero)
        guard held + added > most else { return nil }
        return .refused(
            "region.maximumPerCard", .topUpLimit, .fen(held), .fen(added), .fen(held + added), .fen(most),
            .fen(max(.zero, most - held)))
    }
}

extension TopUp {
    /// A new top-up, with the ids of the lots that `book` will create.
    init(id: String, atMs: Int64, principal: Money, gift: Money, _ rule: TopUpRule?) {
        self.init(
            id: id, atMs: atMs, principal: principal, gift: gift, principalLot: "\(DerivedID.principal(topUp: id))",
            giftLot: gift > .zero ? "\(DerivedID.gift(topUp: id))" : nil)
        self.rule = rule?.id
        points = Points(rule?.points ?? 0)
        pointsLot = points > .zero ? "\(id)-points" : nil
    }
}

extension Policy {
    /// Of the rules that hold, the one with the highest amount; at the same amount the larger gift, then the id.
    func topUpRule(paid: Money, atMs now: Int64, _ person: Person?) -> TopUpRule? {
        storedValue.topUps
            .filter {
                $0.fromFen <= paid.fen && (0...Bounds.amount).contains($0.giftFen)
                    && (0...Bounds.amount).contains($0.points) && $0.when.holds(atMs: now, self, person)
            }
            .min { ($1.fromFen, $1.giftFen, $0.id) < ($0.fromFen, $0.giftFen, $1.id) }
    }

    func topUpDerivation(_ topUp: TopUp, _ rule: TopUpRule?, _ person: Person?) -> Derivation {
        var derivation = Derivation()
        derivation.note("storedValue", .topUpPaid, .fen(topUp.principal))
        if let rule {
            derivation.note(rule.id, .topUpGift, .name(rule.name), .fen(rule.fromFen), .fen(rule.giftFen))
            if topUp.points > .zero { derivation.note(rule.id, .topUpPoints, .points(topUp.points)) }
            if topUp.gift > .zero, let last = storedValue.giftValidity.lastDay(from: zone.day(atMs: topUp.atMs)) {
                derivation.note("storedValue.giftValidity", .giftLastDay, .day(last))
            }
        }
        if !region.principalExpires { derivation.note("region.principalExpires", .principalStays) }
        let next = storedValue.topUps
            .filter {
                $0.fromFen > topUp.principal.fen && $0.giftFen > topUp.gift.fen
                    && $0.when.holds(atMs: topUp.atMs, self, person)
            }
            .min { ($0.fromFen, $0.id) < ($1.fromFen, $1.id) }
        if let next {
            derivation.noteNearly(
                next.id, .topUpNearly, .fen(next.fromFen - topUp.principal.fen), .fen(next.giftFen), .fen(next.fromFen))
        }
        return derivation
    }
}
