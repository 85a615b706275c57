internal import Vocabulary

/// Points as money off one bill, and the rounding of the bill, as figures.
struct MoneyOff {
    /// Points and fen of one step.
    private(set) var stepPoints: Int64 = 1
    private(set) var stepFen: Int64 = 1
    /// Steps that the wish, the balance and the maximum allow.
    private(set) var most: Int64 = 0
    /// Steps below which no points are used.
    private(set) var least: Int64 = 0
    private(set) var share: Int64 = 10_000
    /// The lines that points may pay, as a range of `BillSheet.members`.
    private(set) var scope: Range<Int>
    private(set) var available: Int64 = 0
    let roundTo: Int64
    /// Lines that the rounding of the bill is taken off: all but those that pay in.
    let purchases: Range<Int>
    private let hasTopUps: Bool

    /// No points and no rounding of the bill.
    static let none = MoneyOff()

    private init() {
        roundTo = 1
        scope = 0..<0
        purchases = 0..<0
        hasTopUps = false
    }

    init(_ bill: Bill, _ account: borrowing MemberAccount, _ policy: borrowing Policy, _ sheet: inout BillSheet) {
        roundTo = policy.stacking.roundBillToFen
        purchases = sheet.lines(in: ItemScope())
        hasTopUps = !sheet.topUps.isEmpty
        scope = purchases
        guard let rule = policy.moneyOff, bill.points != .none else { return }
        scope = sheet.lines(in: rule.scope)
        share = rule.maximumShare
        stepPoints = rule.points * rule.step
        stepFen = rule.fen * rule.step
        let balance = max(0, account.pointsBalance(atMs: bill.atMs))
        available = min(balance, rule.maximumPoints ?? .max)
        if case .atMost(let wish) = bill.points { available = min(available, wish.count) }
        most = available / stepPoints
        least = max(1, (rule.minimumPoints + stepPoints - 1) / stepPoints)
        if most < least { most = 0 }
    }

    /// The most that points may pay of what offers left, in fen, if the member had enough of them.
    func most(of bill: BillRest) -> Int64 { min(shared(bill.all - bill.paidIn), bill.forPoints) }

    /// Fen of the fewest points that are used at all.
    var leastFen: Int64 { least * stepFen }

    /// The amount to be paid after points and rounding, and the steps of points used.
    ///
    /// - Parameter bill: what is left of the bill after offers.
    func settle(_ bill: BillRest) -> (steps: Int64, payable: Int64) {
        let rest = bill.all - bill.paidIn
        guard most > 0 else { return (0, bill.all - rest % roundTo) }
        var steps = min(most, most(of: bill) / stepFen)
        if steps < least { steps = 0 }
        let left = rest - steps * stepFen
        let payable = left - left % roundTo
        // Uses no points for what rounding takes off anyway: as few steps as give the same amount to be paid.
        let needed = max(0, rest - payable - (roundTo - 1))
        if steps > 0 { steps = needed == 0 ? 0 : max(least, (needed + stepFen - 1) / stepFen) }
        return (steps, payable + bill.paidIn)
    }

    /// A lower bound on what is to be paid of any bill of which at least `rest` is left. Points take at most their
    /// share and at most `most` steps, and `rest - min(most, share of rest)` does not fall when `rest` grows.
    func bound(rest: Int64) -> Int64 {
        guard rest > 0 else { return 0 }
        guard most > 0 else { return rounded(rest) }
        let (value, overflow) = most.multipliedReportingOverflow(by: stepFen)
        let left = rest - min(overflow ? rest : value, shared(rest))
        return rounded(left)
    }

    /// A lower bound on the rounded rest. If the bill has lines that pay in, it is unknown how much of the rest is
    /// rounded, so the bound is less by up to `roundTo`.
    private func rounded(_ rest: Int64) -> Int64 {
        hasTopUps ? max(0, rest - roundTo + 1) : rest - rest % roundTo
    }

    /// A lower bound on the points used where at least `rest` is left and `payable` of it is to be paid.
    func leastPoints(rest: Int64, payable: Int64) -> Int64 {
        guard most > 0 else { return 0 }
        let needed = max(0, rest - payable - (roundTo - 1))
        return (needed + stepFen - 1) / stepFen * stepPoints
    }

    /// Whether the amount to be paid depends on more than the sum of what is left.
    var dependsOnWholeBill: Bool { most > 0 || roundTo > 1 }

    private func shared(_ rest: Int64) -> Int64 { share == 10_000 ? rest : Rounding.down.share(share, of: rest) }
}
