import Vocabulary

extension MemberAccount {
    /// Applies an entry. If a rule refuses it, the outcome holds the refusal and the entry has changed nothing.
    ///
    /// Works in place, because copying a long history for each entry would cost more than all rules together. Therefore
    /// everything that can be refused is checked before the first change. Time passes even if the entry is refused:
    /// debts are repaid and tiers move.
    ///
    /// - Parameters:
    ///   - sale: for refunds, the policy that the bill was made under, if it differs from `policy`: `PolicyBook.sale`.
    ///   - detail: with `proof` a bill's search for the cheapest combination is made. A settled bill carries its
    ///     choice, so a replay under the recorded policy need not search again.
    /// - Throws: for an invalid entry: one earlier than the last, an id that was used before, a reference to something
    ///   that is not there, or a figure out of bounds. Nothing was changed then either.
    package mutating func apply(
        _ entry: MemberEntry, under policy: borrowing Policy, sale: Policy? = nil, detail: ReasonDetail = .reasons
    ) throws(RuleError) -> Outcome {
        try check(entry, policy)
        var outcome = Outcome(entry: entry.id)
        try performAndReview(entry, policy, sale, detail, &outcome)
        return outcome
    }

    /// What a bill comes to at its moment, with the search for the cheapest combination and its proof. Nothing is
    /// settled.
    ///
    /// - Parameter entry: the bill's.
    /// - Returns: `nil` if it cannot be paid this way; `apply` then refuses it and says why.
    /// - Throws: for an invalid entry, as `apply` does.
    package func quote(
        _ entry: MemberEntry, _ bill: Bill, under policy: borrowing Policy
    ) throws(RuleError) -> Quote? {
        try check(entry, policy)
        var account = self
        account.purse.advance(toMs: entry.atMs, entry: entry.id)
        _ = account.passTierTime(toMs: entry.atMs, policy)
        let quote = try Quote.of(bill, account, policy, detail: .proof, edition: entry.edition)
        return Payment(bill, entry, quote, account, policy).refusal == nil ? quote : nil
    }

    private mutating func performAndReview(
        _ entry: MemberEntry, _ policy: borrowing Policy, _ sale: Policy?, _ detail: ReasonDetail,
        _ outcome: inout Outcome
    ) throws(RuleError) {
        let tierBefore = standing.tier
        purse.advance(toMs: entry.atMs, entry: entry.id)
        // A night lets time pass by itself, in its own order (E16), and tells what came with it.
        if !entry.fact.isNight { outcome.derivation.append(passTierTime(toMs: entry.atMs, policy)) }
        try perform(entry, policy, sale, detail, &outcome)
        guard outcome.refusal == nil else { return }
        outcome.derivation.append(reviewTier(atMs: entry.atMs, policy, entry.fact.isRefund ? .refund : .entry))
        if standing.tier != tierBefore {
            outcome.tierChange = Outcome.TierChange(from: tierBefore, to: standing.tier)
        }
        outcome.postings = purse.takePostings()
        lastAtMs = entry.atMs
        entries.insert(entry.id)
    }

    private func check(_ entry: MemberEntry, _ policy: borrowing Policy) throws(RuleError) {
        guard Bounds.momentsMs.contains(entry.atMs) else { throw .momentOutOfBounds(atMs: entry.atMs) }
        guard entry.atMs >= lastAtMs else {
            throw .senseless(
                path: "entry \(entry.id)",
                reason: Bilingual(
                    zh: "它早于该会员的上一条记录；请更正时间，或按时间顺序录入",
                    en: "it is earlier than the entry before it; correct its moment, or enter things in their order"))
        }
        guard !entries.contains(entry.id) else { throw .conflict(kind: "entry", id: entry.id) }
        guard entry.atMs >= policy.effectiveFromMs || !entry.fact.isDecidedByPolicy else {
            throw .beforePolicy(atMs: entry.atMs, zone: policy.zone)
        }
        switch entry.fact {
        case .night(let day):
            let today = policy.zone.day(atMs: entry.atMs)
            guard day != today else { return }
            throw .senseless(
                path: "night \(day)",
                reason: Bilingual(
                    zh: "记录时间属于 \(today.words.zh)，不是这一天；请更正日期或时间",
                    en: "its moment belongs to \(today.words.en), another day of the store; correct one of them"))
        case .joined(let person): if let birthday = person.birthday { try birthday.requirePossible() }
        default: return
        }
    }

    private mutating func perform(
        _ entry: MemberEntry, _ policy: borrowing Policy, _ sale: Policy?, _ detail: ReasonDetail,
        _ outcome: inout Outcome
    ) throws(RuleError) {
        switch entry.fact {
        case .joined(let person): self.person = person
        case .personChanged(let change): outcome.derivation.append(try self.change(change))
        case .bill(let bill): try settle(bill, entry, policy, detail, &outcome)
        case .refund(let refund):
            if let sale {
                try self.refund(refund, entry, sale, &outcome)
            } else {
                try self.refund(refund, entry, policy, &outcome)
            }
        case .action(let action): try reward(action, entry, policy, &outcome)
        case .topUp(let paid): try topUp(paid, entry, policy, &outcome)
        case .prepaidRefund(let topUp):
            take(try refundPrepaid(entry: entry.id, topUp: topUp, atMs: entry.atMs, policy), &outcome)
        case .redeem(let reward, let store):
            take(try redeem(entry: entry.id, reward: reward, atMs: entry.atMs, policy, store: store), &outcome)
        case .redeemed(let reward, let price, let store):
            outcome.derivation.append(try acceptRedemption(of: reward, at: price, store: store, entry, policy))
        case .claim(let redemption, let step):
            take(try claim(redemption, step, entry: entry.id, atMs: entry.atMs, policy), &outcome)
        case .spend(let amount): try spend(amount, entry, policy, &outcome)
        case .adjust(let adjustment): try adjust(adjustment, entry, &outcome)
        case .couponIssued(let offer, let coupon): try issue(coupon, of: offer, entry, policy, &outcome)
        case .package(let lot, let step): try package(lot, step, entry, sale ?? copy policy, &outcome)
        case .mergedAway(let other):
            leave(entry)
            outcome.derivation.note("merge", .mergedAway, .id(other))
        case .mergedHere(let handover):
            try receive(handover, entry)
            outcome.derivation.append(handover.derivation)
        case .tierSet(let tier, let through):
            outcome.derivation.append(try setTier(tier, through: through, atMs: entry.atMs, policy))
        case .night(let day): try night(day, entry, policy, &outcome)
        case .privilege(let id): take(try usePrivilege(id, atMs: entry.atMs, policy), &outcome)
        }
    }

    func take(_ answer: Answer, _ outcome: inout Outcome) {
        outcome.refusal = answer.refusal
        outcome.derivation.append(answer.derivation)
    }
}

extension MemberFact {
    fileprivate var isNight: Bool { if case .night = self { true } else { false } }

    /// Whether a policy decides the entry's effect, so that one must be in force. Entries that bring facts from before
    /// the first policy (balances, tiers, other accounts), spends by card and handed-over claims need none: they have
    /// happened already.
    var isDecidedByPolicy: Bool {
        switch self {
        case .joined, .personChanged, .adjust, .tierSet, .mergedAway, .mergedHere, .spend, .redeemed,
            .claim(_, .handedOver):
            false
        default: true
        }
    }

    /// Whether it takes back what had counted.
    var isRefund: Bool {
        switch self {
        case .refund, .prepaidRefund, .package(_, .refund): true
        default: false
        }
    }
}
