package import Vocabulary

/// Money that a member paid in, with what the salon gave for it.
package struct TopUp: Hashable, Sendable {
    package var id: String
    package var atMs: Int64
    package var principal: Money
    package var gift: Money
    package var principalLot: String
    package var giftLot: String?
    /// The rule that gave the gift and the points.
    package var rule: String?
    package var points: Points = .zero
    package var pointsLot: String?
    /// Points earned by paying in, where top-ups earn.
    package private(set) var earned: Points = .zero
    /// What counted towards tiers.
    package private(set) var qualifying: Money = .zero
    /// What came back of it so far, as sums over all the entries that gave some of it up.
    package private(set) var returned = Returned()
    /// What happened to it in the account it was merged from.
    package var carried = Carried()

    package struct Carried: Hashable, Sendable {
        /// Amount spent of it, including what was emptied when some of it was given up.
        package var consumed: Money = .zero
        /// Bills before the top-up.
        package var bills = 0
        /// Points of it that nobody spent in time.
        package var pointsExpired: Points = .zero

        package init() {}
    }

    package struct Returned: Hashable, Sendable {
        /// Paid back.
        package var paid: Money = .zero
        /// Principal and gift that the card lost with it.
        package var emptied: Money = .zero
        package var points: Points = .zero
        package var entries: [String] = []

        package init() {}
    }

    package var isReturned: Bool { !returned.entries.isEmpty }

    package init(id: String, atMs: Int64, principal: Money, gift: Money, principalLot: String, giftLot: String?) {
        self.id = id
        self.atMs = atMs
        self.principal = principal
        self.gift = gift
        self.principalLot = principalLot
        self.giftLot = giftLot
    }

    /// As another account left it.
    init(_ paid: Handover.PaidIn, id: String, principalLot: String, pointsLot: String?) {
        self.init(
            id: id, atMs: paid.atMs, principal: paid.principal, gift: paid.gift, principalLot: principalLot,
            giftLot: nil)
        rule = paid.rule
        points = paid.points
        self.pointsLot = pointsLot
        earned = paid.earned
        qualifying = paid.qualifying
        returned = paid.returned
        carried = paid.carried
    }

    /// Records what the payment earned and what it counted towards tiers.
    mutating func note(earned points: Points, qualifying money: Money) {
        earned = points
        qualifying = money
    }

    /// Adds what one entry gave up of it.
    mutating func giveUp(_ part: Returned) {
        returned.paid += part.paid
        returned.emptied += part.emptied
        returned.points += part.points
        returned.entries += part.entries
    }
}
