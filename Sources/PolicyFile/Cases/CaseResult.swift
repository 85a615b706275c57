internal import Loyalty
internal import Vocabulary

/// What a case was asked for, in sentences: first what comes of it, then why.
struct CaseResult {
    private(set) var lines: [Bilingual] = []
    var derivation = Derivation()

    /// The reasons, with offers of one name told apart by their ids.
    func why(_ policy: Policy) -> [Bilingual] {
        let shared = policy.sharedNames
        return (derivation.steps + derivation.nearly).map { $0.toldApart(policy, shared).words }
    }

    private mutating func say(_ zh: String, _ en: String) { lines.append(Bilingual(zh: zh, en: en)) }

    /// What one more entry does.
    mutating func tell(_ outcome: Outcome) {
        if let refusal = outcome.refusal {
            return say("不能这样做：\(refusal.words.zh)", "refused: \(refusal.words.en)")
        }
        if let quote = outcome.quote { tell(quote) }
        if let plan = outcome.refund { return tell(plan) }
        let value = outcome.postings.filter { $0.currency != .points && outcome.quote != nil }
            .reduce(0) { $0 + $1.amount }
        if value < 0 {
            let taken = Figures.money(fen: -value)
            say("其中从储值扣 \(taken)", "of it from stored value: \(taken)")
        }
        if let earned = outcome.earned, earned.points > .zero {
            say("得 \(Figures.zh.points(earned.points.count))", "earns \(Figures.en.points(earned.points.count))")
        }
        if outcome.quote == nil { tell(outcome.postings) }
    }

    private mutating func tell(_ quote: Quote) {
        let parts: [(money: Money, zh: String, en: String)] = [
            (quote.discount, "优惠", "offers"), (quote.pointsOff, "积分抵", "points"), (quote.roundedOff, "抹零", "rounding"),
        ]
        let less = parts.filter { $0.money > .zero }.map {
            (figure: Figures.money(fen: $0.money.fen), zh: $0.zh, en: $0.en)
        }
        let (payable, list) = (Figures.money(fen: quote.payable.fen), Figures.money(fen: quote.list.fen))
        guard !less.isEmpty else { return say("应付 \(payable)", "to pay: \(payable)") }
        say(
            "应付 \(payable)：原价 \(list)，" + less.map { "\($0.zh) \($0.figure)" }.joined(separator: "，"),
            "to pay: \(payable) of \(list): " + less.map { "\($0.en) \($0.figure)" }.joined(separator: ", ") + " less")
    }

    /// What came to the account and went from it.
    private mutating func tell(_ postings: [Posting]) {
        for currency in LotCurrency.allCases {
            let sum = postings.filter { $0.currency == currency }.reduce(0) { $0 + $1.amount }
            guard sum != 0 else { continue }
            let change = (sum > 0 ? "+" : "") + currency.figure(sum)
            say("\(currency.words.zh) \(change)", "\(currency.words.en): \(change)")
        }
    }

    mutating func tell(_ plan: RefundPlan) {
        if let refusal = plan.refusal {
            return say("不能退：\(refusal.words.zh)", "refused: \(refusal.words.en)")
        }
        tell(back: plan.payable)
        let back = plan.pointsBack.count
        if back > 0 {
            say("退回 \(Figures.zh.points(back))", "\(Figures.en.points(back)) given back")
        }
        let taken = plan.pointsTakenInAll.count
        if taken > 0 {
            say("收回 \(Figures.zh.points(taken))", "\(Figures.en.points(taken)) taken back")
        }
    }

    mutating func tell(back money: Money) {
        let back = Figures.money(fen: money.fen)
        say("退 \(back)", "to pay back: \(back)")
    }

    mutating func tell(_ shelf: RewardShelf) {
        if shelf.now.isEmpty { say("现在没有可换的礼品", "nothing can be redeemed now") }
        for entry in shelf.now {
            say(
                "可换：\(entry.name.zh)，\(entry.price.words.zh)",
                "can be had: \(entry.name.en) for \(entry.price.words.en)")
        }
        for entry in shelf.nearly {
            say(
                "还差 \(Figures.zh.points(entry.missing))：\(entry.name.zh)，\(entry.price.words.zh)",
                "\(Figures.en.points(entry.missing)) short: \(entry.name.en) for \(entry.price.words.en)")
        }
        for (_, reason) in shelf.refused.sorted(by: { $0.key < $1.key }) {
            say("不能换：\(reason.words.zh)", "not to be had: \(reason.words.en)")
        }
    }

    mutating func tell(_ account: MemberAccount, atMs now: Int64, _ policy: Policy) {
        var account = account
        account.purse.advance(toMs: now, entry: DerivedID.timePassing)
        if let tier = account.tier(atMs: now, policy) { say("等级：\(tier.name.zh)", "tier: \(tier.name.en)") }
        for currency in LotCurrency.allCases {
            let value = currency.figure(account.purse.balance(currency, atMs: now))
            say("\(currency.words.zh)：\(value)", "\(currency.words.en): \(value)")
        }
    }
}

extension LotCurrency {
    fileprivate var words: Bilingual {
        switch self {
        case .points: Bilingual(zh: "积分", en: "points")
        case .principal: Bilingual(zh: "储值本金", en: "stored value paid in")
        case .gift: Bilingual(zh: "储值赠金", en: "stored value given")
        }
    }

    fileprivate func figure(_ amount: Int64) -> String {
        self == .points ? Figures.count(amount) : Figures.money(fen: amount)
    }
}

extension Amount {
    fileprivate var words: Bilingual {
        let (points, money) = (Value.points(points.count).words, Value.fen(money.fen).words)
        switch (self.points, self.money) {
        case (.zero, .zero): return Bilingual(zh: "免费", en: "nothing")
        case (_, .zero): return points
        case (.zero, _): return money
        default: return Bilingual(zh: "\(points.zh)加 \(money.zh)", en: "\(points.en) and \(money.en)")
        }
    }
}

extension Policy {
    /// Names that several offers have, in either language.
    fileprivate var sharedNames: Set<String> {
        var (seen, shared): (Set<String>, Set<String>) = ([], [])
        for offer in offers {
            for name in Set([offer.name.zh, offer.name.en]) where !seen.insert(name).inserted { shared.insert(name) }
        }
        return shared
    }

    /// Lines whose price is not the one of the price list.
    func unlistedPrices(of entry: MemberEntry) -> [Step] {
        guard case .bill(let bill) = entry.fact else { return [] }
        return bill.lines.compactMap { line in
            guard let item = items[line.item], item.price != line.unitPrice else { return nil }
            return Step(
                rule: item.id, phrase: .priceNotListed,
                values: [.name(item.name), .fen(line.unitPrice), .fen(item.price)])
        }
    }
}

extension Step {
    /// With the offer's id behind a name that another offer has too.
    fileprivate func toldApart(_ policy: Policy, _ shared: Set<String>) -> Step {
        guard !shared.isEmpty, let name = policy.offers.first(where: { $0.id == rule })?.name else { return self }
        let told = Bilingual(
            zh: shared.contains(name.zh) ? "\(name.zh)（\(rule)）" : name.zh,
            en: shared.contains(name.en) ? "\(name.en) (\(rule))" : name.en)
        return Step(rule: rule, phrase: phrase, values: values.map { $0 == .name(name) ? .name(told) : $0 })
    }
}

extension Phrase {
    static let priceNotListed = Phrase(
        "bill.price.not-listed", zh: "{0} 按 {1} 计，而价目表是 {2}", en: "{0} is charged at {1}; the price list says {2}")
}
