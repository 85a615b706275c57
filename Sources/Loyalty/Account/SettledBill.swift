package import Vocabulary

/// A bill as it was settled, with all that a refund needs.
package struct SettledBill: Hashable, Sendable {
    package var bill: Bill
    /// The entry that settled it; its lots have this source.
    package var entry: String
    package var policy: String
    package var edition: Edition
    package var quote: Quote
    /// Ids of the offers that a refund may apply to what is left of the bill. If refunds evaluate offers again and the
    /// bill took the best combination, these are the offers it took and all others that the member was entitled to at
    /// the sale without a coupon; otherwise only those it took.
    package var reevaluatedOffers: [String] = []
    /// The circumstances it earned under, so that a refund can tell what the rest would have earned.
    package var earning: EarningContext
    package var earned: Earned
    /// What it counted for towards tiers.
    package var qualifying: Qualifying
    /// Points used as money off.
    package var pointParts: [LotPart]
    /// Stored value used.
    package var valueParts: [LotPart]
    /// How it was paid, adding up to the quote's `payable`.
    package var tenders: [Tender]
    /// The sessions among them, by line and in the order of its units.
    package var sessions: [PaidSession] = []
    /// Its lines that paid in, and the top-up that each is.
    package var topUps: [Int: String] = [:]
    /// What was credited because something cheaper was permitted, with its lot.
    package var credit: LotPart?
    /// What visit rules compare with their minimum, after refunds; `nil` if no line earns.
    package internal(set) var amountForVisitRules: Money?
    /// What came back so far.
    package private(set) var refunded = Refunded()

    package init(
        bill: Bill, entry: String, policy: String, edition: Edition = .current, quote: Quote, earning: EarningContext,
        earned: Earned = Earned(), qualifying: Qualifying = Qualifying(), pointParts: [LotPart] = [],
        valueParts: [LotPart] = [], tenders: [Tender]
    ) {
        self.bill = bill
        self.entry = entry
        self.policy = policy
        self.edition = edition
        self.quote = quote
        self.earning = earning
        self.earned = earned
        self.qualifying = qualifying
        self.pointParts = pointParts
        self.valueParts = valueParts
        self.tenders = tenders
        refunded.units = Array(repeating: 0, count: bill.lines.count)
        refunded.reductions = Array(repeating: .zero, count: bill.lines.count)
    }

    /// Records a refund: the new sums over all refunds, and what visit rules compare from now on.
    mutating func note(_ sums: Refunded, amountForVisitRules amount: Money?) {
        refunded = sums
        amountForVisitRules = amount
    }

    /// Counts points as taken back that stayed when this bill was refunded, because another bill of the day was left
    /// then.
    mutating func takeEarned(_ points: Points) { refunded.earnedTaken += points }
}

/// What came back of a bill so far, always as sums over all its refunds: each new one is the difference to them.
package struct Refunded: Hashable, Sendable {
    /// Units by line.
    package var units: [Int64] = []
    /// Price reductions by line.
    package var reductions: [Money] = []
    /// Of what was to be paid.
    package var payable: Money = .zero
    package var tenders: [Tender.Kind: Money] = [:]
    package var pointsBack: Points = .zero
    package var earnedTaken: Points = .zero
    /// Applied offers whose coupon or gift came back, by their place in the quote.
    package var offersReturned: Set<Int> = []
    /// Bonus coupons that are no longer earned, by their place among those earned.
    package var bonusCouponsTaken: Set<Int> = []
    /// Of what was credited because something cheaper was permitted, in the unit of its lot.
    package var creditTaken: Int64 = 0
    /// Visit rules by which it had earned and no longer does; what they gave may have stayed for another bill.
    package var visitsLost: Set<String> = []
    package var qualifying = Qualifying()
    package var isWhole = false

    package init() {}
}
