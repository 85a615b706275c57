import Loyalty
import Vocabulary

/// Random policies and random histories under them, each from a seed.
struct RandomSalon {
    var random: SeededGenerator
    private(set) var policy: Policy
    private var now: Int64
    private var number = 0
    /// What refunds, claims and packages may refer to.
    private var bills: [Bill] = []
    private var redemptions: [String] = []
    private var topUps: [String] = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        now = Moment.ms("2026-01-05", hour: 10)
        policy = Policy(
            version: "random-\(seed)", name: Bilingual(both: "random"), effectiveFromMs: Moment.ms("2025-01-01"),
            zone: .shanghai)
        makeItems()
        makeRules()
        makeOffers()
    }

    // The policy.

    private mutating func makeItems() {
        for (id, kind, price) in [
            ("facial", Item.Kind.service, Int64(38_000)), ("massage", .service, 26_800), ("nails", .service, 9900),
            ("serum", .product, 12_950), ("mask", .product, 1999),
        ] {
            policy.items[id] = Item(
                id: id, name: Bilingual(both: id), kind: kind, category: kind.rawValue, price: Money(fen: price))
        }
    }

    private mutating func makeRules() {
        policy.points.validity = pick([
            .months(12, toMonthEnd: true), .days(30), .months(1, toMonthEnd: false), .forever, .years(0),
        ])
        policy.points.pendingDays = pick([0, 0, 7])
        policy.earning.mode = pick(EarningRules.Mode.allCases)
        policy.earning.perFen = pick([100, 1000, 10_000])
        policy.earning.amounts = [AmountRule(id: "spend", points: number(1...10))]
        policy.earning.basis = pick(EarningRules.Basis.allCases)
        policy.earning.tierUsed = pick(EarningRules.TierUsed.allCases)
        policy.earning.bonuses = [
            BonusRule(id: "bonus", name: Bilingual(both: "bonus"), fromFen: 50_000, points: number(0...60))
        ]
        policy.earning.actions = [
            ActionRule(id: "feedback", action: "feedback", name: Bilingual(both: "feedback"), points: number(1...30))
        ]
        policy.earning.visits = [VisitRule(id: "visit", points: number(0...5))]
        policy.tiers.tiers = [tier("basic", 0), tier("silver", 100_000), tier("gold", 300_000)]
        policy.tiers.window = pick([.rollingMonths(12), .calendarYear, .rollingDays(90), .lifetime])
        policy.tiers.upgrade = pick(TierRules.Upgrade.allCases)
        policy.tiers.downgrade = pick(TierRules.Downgrade.allCases)
        policy.reversal.discount = pick(ReversalRules.Discount.allCases)
        policy.reversal.shortfall = .debt
        policy.reversal.graceDays = pick([0, 30])
        policy.storedValue.order = pick(StoredValueRules.Order.allCases)
        policy.storedValue.topUps = [
            TopUpRule(id: "top", name: Bilingual(both: "top"), fromFen: 50_000, giftFen: number(0...10_000))
        ]
        var rule = MoneyOffRule(points: 100, fen: number(50...200))
        rule.step = pick([1, 1, 5])
        rule.maximumShare = pick([10_000, 3000])
        policy.moneyOff = rule
        policy.rewards = [
            RewardRule(
                id: "gift", name: Bilingual(both: "gift"), kind: .other, price: .init(points: number(1...60)))
        ]
    }

    private mutating func tier(_ id: String, _ fen: Int64) -> Tier {
        var tier = Tier(id: id, name: Bilingual(both: id))
        if fen > 0 { tier.reach = [Threshold(.spend, atLeast: fen)] }
        tier.earningBasisPoints = 10_000 + fen / 30
        return tier
    }

    private mutating func makeOffers() {
        let layers: [Offer.Layer] = [.item, .bill, .bill, .tier]
        for index in 0..<Int.random(in: 0...5, using: &random) {
            var offer = Offer(
                id: "offer\(index)", name: Bilingual(both: "offer\(index)"), layer: pick(layers), priority: index,
                effect: effect())
            if chance(3) { offer.group = "g" }
            if chance(2) {
                offer.threshold = OfferThreshold(fen: number(0...60_000), base: pick([.list, .running]))
            }
            if chance(4) { offer.conditions.tiers = ["silver", "gold"] }
            if chance(3) { offer.scope.kinds = [.service] }
            if chance(5) { offer.conditions.perMember = Limit(count: 2, period: .month) }
            policy.offers.append(offer)
        }
    }

    private mutating func effect() -> Offer.Effect {
        switch number(0...6) {
        case 0: .percentOff(basisPoints: number(1...60) * 100, cap: chance(2) ? number(100...9000) : nil)
        case 1: .amountOff(number(1...9000))
        case 2: .amountOffEvery(every: number(100...30_000), off: number(1...3000), times: chance(2) ? 2 : nil)
        case 3: .fixedPrice(number(0...30_000))
        case 4: .buyGet(buy: number(1...2), free: 1, basisPoints: 10_000, times: nil)
        case 5: .cheapestOff(basisPoints: 5000, cap: nil)
        default: .gift(Gift(kind: .points(number(1...40)), value: 100))
        }
    }

    /// Everything else that a bill may give: coupons, also as gift or bonus, and a credit for who chose dearer.
    mutating func giveAndCredit() {
        var ticket = Offer(
            id: "ticket", name: Bilingual(both: "ticket"), layer: .coupon, priority: 50, effect: .amountOff(800))
        ticket.coupon = CouponRule()
        let gift = Offer(
            id: "gift-ticket", name: Bilingual(both: "gift-ticket"), layer: .bill, priority: 51,
            effect: .gift(Gift(kind: .coupon("ticket"))))
        policy.offers += [ticket, gift]
        policy.earning.bonuses[0].coupon = "ticket"
        policy.stacking.credit = pick([.points, .storedValueGift])
    }

    /// A bill of which the member chose the offers, with what the best would have come to.
    mutating func chosenBill(_ id: String, atMs now: Int64, _ account: MemberAccount) throws -> Bill {
        var bill = bill()
        bill.id = id
        bill.atMs = now
        if chance(2) { bill.coupons = ["k"] }
        if chance(2) { bill.choice = .these(policy.offers.map(\.id).filter { _ in chance(2) }) }
        return bill.settled(by: try Quote.of(bill, account, policy))
    }

    // The history.

    mutating func history(_ count: Int) -> [MemberEntry] {
        var person = Person(joinedAtMs: now)
        person.birthday = Birthday(year: 1990, month: 3, day: 8)
        var entries = [entry(.joined(person))]
        while entries.count < count {
            now += number(1...40) * 3_600_000
            if let fact = fact() { entries.append(entry(fact)) }
        }
        return entries
    }

    private mutating func entry(_ fact: MemberFact) -> MemberEntry {
        number += 1
        return MemberEntry(id: "e\(number)", atMs: now, policy: policy.version, fact: fact)
    }

    private mutating func fact() -> MemberFact? {
        switch number(0...13) {
        case 0...4: return .bill(bill())
        case 5: return bills.isEmpty ? nil : .refund(refund(of: pick(bills)))
        case 6: return .action("feedback")
        case 7:
            topUps.append("e\(number + 1)")
            return .topUp(paid: Money(fen: number(1...80_000)))
        case 8:
            redemptions.append("e\(number + 1)")
            return .redeem(reward: "gift")
        case 9: return redemptions.isEmpty ? nil : .claim(redemption: pick(redemptions), pick(ClaimStep.allCases))
        case 10: return .spend(Amount(points: Points(number(0...30)), money: Money(fen: number(0...3000))))
        case 11:
            return .adjust(
                Adjustment(currency: .points, amount: pick([-15, 25, 40]), reason: "recount"))
        default: return .night(policy.zone.day(atMs: now))
        }
    }

    mutating func bill() -> Bill {
        let lines = (0..<Int(number(1...4))).map { _ in
            let item = pick(policy.items.keys.sorted())
            return Bill.Line(item: item, quantity: number(1...3), unitPrice: policy.items[item]?.price ?? .zero)
        }
        var bill = Bill(id: "b\(number + 1)", atMs: now, store: "xuhui", lines: lines)
        bill.points = pick([.none, .all, .atMost(Points(number(0...300)))])
        if chance(5) { bill.tenders = [Tender(pick([.storedValue, .principal, .gift]), Money(fen: number(0...9000)))] }
        bills.append(bill)
        return bill
    }

    mutating func refund(of bill: Bill) -> Refund {
        guard !chance(4) else { return Refund(bill: bill.id) }
        let line = Int(number(0...Int64(bill.lines.count - 1)))
        let what: Refund.Part.What = chance(2) ? .units(1) : .fen(number(1...2000))
        return Refund(bill: bill.id, parts: [Refund.Part(line: line, what)])
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
    mutating func chance(_ of: Int64) -> Bool { number(1...of) == 1 }
    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(number(0...Int64(values.count - 1)))]
    }
}
