package import Vocabulary

/// What a report on fairness looks at: the price of one unit of an item at one moment.
package struct FairnessQuestion: Hashable, Sendable {
    package var item: String
    package var day: Day
    /// Of the clock on the wall, 0 to 1439; matters to happy hours.
    package var minuteOfDay: Int
    package var store: String

    package init(item: String, day: Day, minuteOfDay: Int = 720, store: String) {
        self.item = item
        self.day = day
        self.minuteOfDay = minuteOfDay
        self.store = store
    }

    /// What the price of a question takes for granted; `bill` does it.
    package static let assumption = Bilingual(
        zh: "假设：账户中可用的券全部出示，不用积分抵扣；同样提问时，explain 得出同样的价格",
        en: "assumed: all coupons of the account that count are put forward, and no points are used; "
            + "explain, asked so, gives the same price")

    /// The bill that a member would get: one unit at the list price, every coupon of the account put forward that
    /// counts then, no points.
    /// - Throws: `unknown` for an item that is not on the price list, `senseless` for a minute no day has.
    package func bill(for account: MemberAccount, _ policy: Policy) throws(RuleError) -> Bill {
        guard let listed = policy.items[item] else { throw .unknown(kind: "item", id: item) }
        guard (0...1439).contains(minuteOfDay) else {
            throw .senseless("minuteOfDay", Int64(minuteOfDay), 0...1439)
        }
        let now = atMs(policy.zone)
        var bill = Bill(
            id: "fairness", atMs: now, store: store, lines: [Bill.Line(item: item, unitPrice: listed.price)])
        bill.coupons = account.coupons.all.filter { $0.counts(atMs: now) }.map(\.id).sorted()
        return bill
    }

    /// What a member would pay, and by which offers: the cheapest permitted combination.
    /// - Parameter account: as it stands at the moment of the question.
    /// - Throws: what `bill` throws, and `beforePolicy` for a day on which the policy was not in force yet.
    package func quote(for account: MemberAccount, _ policy: Policy) throws(RuleError) -> Quote {
        try Quote.of(try bill(for: account, policy), account, policy, detail: .figures)
    }

    /// The moment of the question. Where clocks change that day, the minute by the clock after the change.
    package func atMs(_ zone: StoreZone) -> Int64 {
        let guess = zone.startMs(of: day) + Int64(minuteOfDay) * 60_000
        let corrected = guess + Int64(minuteOfDay - zone.minuteOfDay(atMs: guess)) * 60_000
        return zone.day(atMs: corrected) == day ? corrected : guess
    }
}
