package import Vocabulary

/// What moves from one account to another when two members turn out to be the same person (E12).
///
/// Lots move unchanged, with their expiry: a merge earns nothing. The counters of tiers and limits, coupons, debts,
/// packages, open claims, and the history that a refund of stored value needs move too. Bills do not move: they are
/// refunded in the old account, which stays, empty, with its history.
package struct Handover: Hashable, Sendable {
    /// The member that it came from, where it was recorded.
    package var from: String?
    package var lots: [PurseLot]
    package var debts: [LotPart]
    package var days: [Qualification.Count]
    package var coupons: [Coupon]
    package var purchases: Int
    package var packages: [PackageLot] = []
    package var claims: [Claim] = []
    package var topUps: [PaidIn] = []
    package var uses: [Use] = []
    /// Points earned, for caps.
    package var earned: [Use] = []

    package init(
        lots: [PurseLot], debts: [LotPart], days: [Qualification.Count], coupons: [Coupon], purchases: Int
    ) {
        self.lots = lots
        self.debts = debts
        self.days = days
        self.coupons = coupons
        self.purchases = purchases
    }

    /// A reward that was paid for and waits to be fetched.
    package struct Claim: Hashable, Sendable {
        package var id: String
        package var reward: String
        package var atMs: Int64
        package var price: Amount
        /// The lots that paid for it; the amounts go back there if nobody fetches the reward.
        package var parts: [Part]

        package struct Part: Hashable, Sendable {
            package var lot: String
            package var currency: LotCurrency
            package var amount: Int64
            package var gainedAtMs: Int64
            package var expiresAtMs: Int64?

            package init(lot: String, currency: LotCurrency, amount: Int64, gainedAtMs: Int64, expiresAtMs: Int64?) {
                self.lot = lot
                self.currency = currency
                self.amount = amount
                self.gainedAtMs = gainedAtMs
                self.expiresAtMs = expiresAtMs
            }
        }

        package init(id: String, reward: String, atMs: Int64, price: Amount, parts: [Part]) {
            self.id = id
            self.reward = reward
            self.atMs = atMs
            self.price = price
            self.parts = parts
        }
    }

    /// A top-up, for the day on which the card is given up (E23).
    package struct PaidIn: Hashable, Sendable {
        package var id: String
        package var atMs: Int64
        package var principal: Money
        package var gift: Money
        package var rule: String?
        package var points: Points = .zero
        package var pointsLot: String?
        /// Those of the lots that are of it.
        package var lots: [String] = []
        /// Fen paid back, fen that the card lost with it, and points taken back so far.
        package var returned = TopUp.Returned()
        package var carried = TopUp.Carried()
        /// Points earned by it, and fen of it that counted towards tiers.
        package var earned: Points = .zero
        package var qualifying: Money = .zero

        package init(id: String, atMs: Int64, principal: Money, gift: Money) {
            self.id = id
            self.atMs = atMs
            self.principal = principal
            self.gift = gift
        }
    }

    /// How often something was used on a day, by the id that limits ask for.
    package struct Use: Hashable, Sendable {
        package var rule: String
        package var day: Day
        package var count: Int64

        package init(rule: String, day: Day, count: Int64) {
            self.rule = rule
            self.day = day
            self.count = count
        }
    }

    /// What came along, for "why?".
    var derivation: Derivation {
        var derivation = Derivation()
        func sum(_ currency: LotCurrency) -> Int64 {
            lots.reduce(0) { $1.currency == currency ? $0 + $1.remaining : $0 }
        }
        derivation.note("merge", .mergedHere, .points(sum(.points)))
        if sum(.principal) + sum(.gift) > 0 {
            derivation.note("merge", .mergedMoney, .fen(sum(.principal)), .fen(sum(.gift)))
        }
        let sessions = packages.reduce(0) { $0 + $1.leftInAll + Int64($1.open.count) }
        if sessions > 0 { derivation.note("merge", .mergedSessions, .count(sessions)) }
        if !claims.isEmpty { derivation.note("merge", .mergedClaims, .count(Int64(claims.count))) }
        return derivation
    }
}

extension Phrase {
    static let mergedHere = Phrase(
        "merge.here", zh: "合并另一账户：{0} 随原到期日转入", en: "another account was merged: {0} came along, expiry kept")
    static let mergedMoney = Phrase(
        "merge.money", zh: "储值一并转入：本金 {0}，赠金 {1}",
        en: "stored value came along: {0} of principal, {1} of gift")
    static let mergedSessions = Phrase(
        "merge.sessions", zh: "次卡剩余 {0} 次一并转入，到期日不变",
        en: "{0} {0|session|sessions} of packages came along, with their expiry")
    static let mergedClaims = Phrase(
        "merge.claims", zh: "待领取的兑换 {0} 项一并转入", en: "{0} {0|reward|rewards} to be fetched came along")
}
