import Loyalty
import Vocabulary

/// A small bill, policy and member from a seed: dense in ties, exclusions and thresholds, so that rules meet.
struct RandomOfferCase {
    let bill: Bill
    let account: MemberAccount
    let policy: Policy

    init(seed: UInt64, offers: ClosedRange<Int> = 1...6) {
        var random = SeededGenerator(seed: seed)
        let items = [
            item("a", 0, category: "hair"), item("b", 0, category: "hair"), item("c", 0, category: "skin"),
            item("d", 0, category: "skin"),
        ]
        let count = Int.random(in: offers, using: &random)
        var policy = offerPolicy(
            items, (0..<count).map { Self.offer(Character(UnicodeScalar(UInt8(112 + $0))), &random) })
        policy.stacking.order = Offer.Layer.allCases.shuffled(using: &random)
        policy.stacking.rounding = Rounding.allCases.randomElement(using: &random) ?? .half
        policy.stacking.roundBillToFen = [1, 1, 1, 10, 100].randomElement(using: &random) ?? 1
        policy.stacking.aheadLimit = 6
        policy.stacking.lineGroups = [[], ["x"], ["x", "y"]].randomElement(using: &random) ?? []
        var account = MemberAccount()
        if Bool.random(using: &random) { account.standing.tier = "gold" }
        if Int.random(in: 0..<3, using: &random) == 0 {
            policy.moneyOff = Self.moneyOff(&random)
            account.purse = LoyaltyTests.account(points: Int64.random(in: 0...150, using: &random)).purse
        }
        self.policy = policy
        self.account = account
        bill = Self.bill(policy, &random)
    }

    private static func bill(_ policy: Policy, _ random: inout SeededGenerator) -> Bill {
        let ids = ["a", "b", "c", "d"]
        let prices: [Int64] = [0, 1, 99, 333, 1000, 1999, 5000, 10_000]
        var bill = Bill(id: "bill", atMs: offerNoonMs, store: "west", lines: [])
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let price =
                Bool.random(using: &random)
                ? prices.randomElement(using: &random) ?? 0 : Int64.random(in: 1...12_000, using: &random)
            bill.lines.append(
                Bill.Line(
                    item: ids.randomElement(using: &random) ?? "a", quantity: Int64.random(in: 1...4, using: &random),
                    unitPrice: Money(fen: price)))
        }
        bill.coupons = policy.offers.filter { $0.coupon != nil }.map(\.id)
        if policy.moneyOff != nil {
            bill.points =
                Bool.random(using: &random) ? .all : .atMost(Points(Int64.random(in: 0...120, using: &random)))
        }
        return bill
    }

    private static func moneyOff(_ random: inout SeededGenerator) -> MoneyOffRule {
        var rule = MoneyOffRule(
            points: Int64.random(in: 1...10, using: &random), fen: Int64.random(in: 1...500, using: &random))
        rule.step = Int64.random(in: 1...4, using: &random)
        rule.minimumPoints = [0, 0, 10, 40].randomElement(using: &random) ?? 0
        rule.maximumPoints = [nil, 60, 100].randomElement(using: &random) ?? nil
        rule.maximumShare = [10_000, 5000, 3333].randomElement(using: &random) ?? 10_000
        rule.scope = scope(&random)
        return rule
    }

    private static func scope(_ random: inout SeededGenerator) -> ItemScope {
        var scope = ItemScope()
        switch Int.random(in: 0..<6, using: &random) {
        case 0: scope.items = ["a"]
        case 1: scope.items = ["b", "c"]
        case 2: scope.categories = ["hair"]
        case 3: scope.except = ["d"]
        default: break
        }
        return scope
    }

    private static func offer(_ letter: Character, _ random: inout SeededGenerator) -> Offer {
        var offer = LoyaltyTests.offer(
            String(letter), effect(&random), layer: Offer.Layer.allCases.randomElement(using: &random) ?? .bill,
            priority: Int.random(in: 0...2, using: &random))
        offer.scope = scope(&random)
        if Int.random(in: 0..<3, using: &random) == 0 { offer.base = .list }
        if Int.random(in: 0..<3, using: &random) == 0 { offer.group = ["x", "y"].randomElement(using: &random) }
        if Int.random(in: 0..<5, using: &random) == 0 {
            offer.excludes = [["p", "q", "x"].randomElement(using: &random) ?? "p"]
        }
        if Int.random(in: 0..<2, using: &random) == 0 { offer.threshold = threshold(&random) }
        if Int.random(in: 0..<4, using: &random) == 0 {
            offer.coupon = CouponRule()
            offer.coupon?.isPersonal = false
        }
        if Int.random(in: 0..<6, using: &random) == 0 { offer.conditions.tiers = ["gold"] }
        return offer
    }

    private static func threshold(_ random: inout SeededGenerator) -> OfferThreshold {
        var threshold = OfferThreshold(
            fen: [0, 1000, 5000, 10_000, 15_000].randomElement(using: &random) ?? 0,
            quantity: Int64.random(in: 0...2, using: &random),
            base: Int.random(in: 0..<3, using: &random) == 0 ? .list : .running)
        if Int.random(in: 0..<4, using: &random) == 0 { threshold.scope = scope(&random) }
        return threshold
    }

    private static func effect(_ random: inout SeededGenerator) -> Offer.Effect {
        let rate = [1000, 2000, 3333, 5000, 10_000].randomElement(using: &random) ?? 1000
        let fen = [1, 100, 555, 1000, 5000].randomElement(using: &random) ?? 100
        let cap: Int64? = Bool.random(using: &random) ? nil : Int64.random(in: 1...3000, using: &random)
        let times: Int64? = Bool.random(using: &random) ? nil : Int64.random(in: 1...2, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1, 2: return .percentOff(basisPoints: Int64(rate), cap: cap)
        case 3, 4: return .amountOff(Int64(fen))
        case 5:
            return .amountOffEvery(
                every: [1000, 3000, 10_000].randomElement(using: &random) ?? 1, off: 300, times: times)
        case 6: return .fixedPrice(Int64(fen))
        case 7:
            return .buyGet(
                buy: Int64.random(in: 0...3, using: &random), free: Int64.random(in: 1...2, using: &random),
                basisPoints: Int64(rate), times: times)
        case 8: return .cheapestOff(basisPoints: Int64(rate), cap: cap)
        default:
            let value = Int64.random(in: 0...1, using: &random)
            let points = Int64.random(in: 0...20, using: &random)
            return .gift(Gift(kind: points < 10 ? .item("thing") : .points(points), value: value))
        }
    }
}
