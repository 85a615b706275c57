import Loyalty
import Vocabulary

/// A bill to be quoted, of a given size, for a member with a history of a given length.
struct OfferCase {
    var lines: Int
    /// Active offers, the candidates among them.
    var offers: Int
    /// Offers that can be combined on this bill.
    var candidates: Int
    /// Candidates with a threshold on what is left; they have a place ahead of their layer too.
    var ahead = 0
    /// Only percentages of what is left, of all lines or of a category.
    var onlyPercentages = false
    /// Each candidate excludes three others, so that no bound of the search sees what can be taken.
    var hasRivals = false
    /// Points that could pay everything: offers only save points then.
    var hasPoints = false
    /// Entries of the member's history.
    var entries = 1000

    static let atMs: Int64 = 1_772_596_800_000

    func policy() -> Policy {
        var policy = Policy(
            version: "bench", name: Bilingual(zh: "测量", en: "bench"), effectiveFromMs: 0, zone: .shanghai)
        for number in 0..<max(20, lines) { policy.items["item-\(number)"] = item(number) }
        policy.offers = (0..<offers).map { $0 < candidates ? candidate($0) : bystander($0) }
        policy.moneyOff = MoneyOffRule(points: 1, fen: 1)
        // A point for each fen: the member's points could pay the whole bill.
        policy.earning.amounts = [AmountRule(id: "spend", points: 10_000)]
        policy.earning.actions = [
            ActionRule(id: "feedback", action: "feedback", name: Bilingual(zh: "评价", en: "Feedback"), points: 10)
        ]
        policy.rewards = [
            RewardRule(id: "tea", name: Bilingual(zh: "茶", en: "Tea"), kind: .other, price: .init(points: 100))
        ]
        var gold = Tier(id: "gold", name: Bilingual(zh: "金卡", en: "Gold"))
        gold.reach = [Threshold(.spend, atLeast: 500_000)]
        var diamond = Tier(id: "diamond", name: Bilingual(zh: "钻石卡", en: "Diamond"))
        diamond.reach = [Threshold(.spend, atLeast: Bounds.amount)]
        policy.tiers.tiers = [Tier(id: "basic", name: Bilingual(zh: "普通", en: "Basic")), gold, diamond]
        return policy
    }

    func bill() -> Bill {
        var bill = Bill(id: "bill", atMs: Self.atMs, store: "west", lines: [])
        for number in 0..<lines {
            let price = Money(fen: Int64(9_900 + number * 1_733))
            bill.lines.append(Bill.Line(item: "item-\(number)", quantity: Int64(1 + number % 3), unitPrice: price))
        }
        bill.points = hasPoints ? .all : .none
        return bill
    }

    private func item(_ number: Int) -> Item {
        Item(
            id: "item-\(number)", name: Bilingual(zh: "项目\(number)", en: "Item \(number)"), kind: .service,
            category: ["hair", "skin", "nails"][number % 3], price: Money(fen: Int64(9_900 + number * 1_733)))
    }

    /// Small percentages and amounts that all combine, on all lines or on a category.
    private func candidate(_ number: Int) -> Offer {
        let effect: Offer.Effect =
            switch onlyPercentages ? 0 : number % 3 {
            case 0: .percentOff(basisPoints: Int64(300 + number * 10), cap: nil)
            case 1: .amountOff(Int64(500 + number))
            default: .percentOff(basisPoints: Int64(200 + number * 10), cap: 90_000)
            }
        var offer = Offer(
            id: "offer-\(number)", name: Bilingual(zh: "优惠\(number)", en: "Offer \(number)"),
            layer: Offer.Layer.allCases[number % 2], priority: number, effect: effect)
        // Never reached, but the member's uses are counted for it each time.
        if number % 2 == 0 { offer.conditions.perMember = Limit(count: 1_000_000, period: .year) }
        if number < ahead { offer.threshold = OfferThreshold(fen: Int64(100 + number), base: .running) }
        if number % 4 == 3 { offer.scope.categories = ["skin"] }
        if hasRivals {
            let others = [7, 11, 13].map { (number * $0 + $0 / 2) % candidates }.filter { $0 != number }
            offer.excludes = Set(others.map { "offer-\($0)" })
        }
        return offer
    }

    /// Active, and not for this bill: for a tier, a segment, a weekday, a greater amount, a first bill, a coupon.
    private func bystander(_ number: Int) -> Offer {
        var offer = Offer(
            id: "offer-\(number)", name: Bilingual(zh: "优惠\(number)", en: "Offer \(number)"),
            layer: Offer.Layer.allCases[number % 4], priority: number, effect: .percentOff(basisPoints: 1000, cap: nil))
        switch number % 6 {
        case 0: offer.conditions.tiers = ["diamond"]
        case 1: offer.conditions.segments = ["student"]
        case 2: offer.conditions.when.weekdays = [6, 7]
        case 3: offer.threshold = OfferThreshold(fen: Bounds.amount)
        case 4: offer.conditions.firstPurchase = true
        default: offer.coupon = CouponRule()
        }
        return offer
    }
}
