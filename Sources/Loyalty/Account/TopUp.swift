/// Money that a member paid in, with what the salon gave for it.
package struct TopUp: Hashable, Sendable {
    package var id: String
    package var atMs: Int64
    package var principal: Int64
    package var gift: Int64
    package var principalLot: String
    package var giftLot: String?
    /// The rule that gave the gift and the points.
    package var rule: String?
    package var points: Int64 = 0
    package var pointsLot: String?
    /// Points earned by paying in, where top-ups earn.
    package private(set) var earned: Int64 = 0
    /// Fen that counted towards tiers.
    package private(set) var qualifying: Int64 = 0
    /// What came back of it so far, as sums over all the entries that gave some of it up.
    package private(set) var returned = Returned()
    /// What happened before it came along with a merge.
    package var carried = Carried()

    package struct Carried: Hashable, Sendable {
        /// Fen spent of it, those that went back with it included.
        package var consumed: Int64 = 0
        /// Before the top-up.
        package var bills = 0
        /// Points of it that nobody spent in time.
        package var pointsExpired: Int64 = 0

        package init() {}
    }

    package struct Returned: Hashable, Sendable {
        /// Fen paid back.
        package var paid: Int64 = 0
        /// Fen of principal and gift that the card lost with it.
        package var emptied: Int64 = 0
        package var points: Int64 = 0
        package var entries: [String] = []

        package init() {}
    }

    package var isReturned: Bool { !returned.entries.isEmpty }

    package init(id: String, atMs: Int64, principal: Int64, gift: Int64, principalLot: String, giftLot: String?) {
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

    /// Notes what paying it in earned and counted for.
    mutating func note(earned points: Int64, qualifying fen: Int64) {
        earned = points
        qualifying = fen
    }

    /// Gives some of it up, as an entry has it.
    mutating func giveUp(_ part: Returned) {
        returned.paid += part.paid
        returned.emptied += part.emptied
        returned.points += part.points
        returned.entries += part.entries
    }
}
