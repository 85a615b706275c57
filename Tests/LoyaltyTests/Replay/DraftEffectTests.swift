import Loyalty
import Testing
import Vocabulary

/// What the time machine makes of single changes, counted by hand.
@Suite struct DraftEffectTests {
    private static let now = Sample.t0

    /// Care at ¥300; a coupon of ¥30 for every bill of ¥300; the draft has another name.
    private static func policy(_ version: String, _ change: (inout Policy) -> Void = { _ in }) -> Policy {
        var policy = Sample.policy {
            $0.items["care"] = Item(
                id: "care", name: Bilingual(both: "care"), kind: .service, category: "care", price: 30_000)
            $0.earning.perFen = 1000
            $0.earning.amounts = []
            var coupon = Offer(
                id: "thirty", name: Bilingual(both: "thirty"), layer: .coupon, priority: 1, effect: .amountOff(3000))
            coupon.coupon = CouponRule()
            $0.offers = [coupon]
            var bonus = BonusRule(id: "bonus", name: Bilingual(both: "bonus"), fromFen: 30_000, points: 0)
            bonus.coupon = "thirty"
            $0.earning.bonuses = [bonus]
            change(&$0)
        }
        policy.version = version
        return policy
    }

    private static func bill(_ number: Int64, quantity: Int64 = 1, _ change: (inout Bill) -> Void = { _ in })
        -> MemberEntry
    {
        let atMs = now + number * StoreZone.dayMs
        var bill = Bill(
            id: "b\(number)", atMs: atMs, store: "s",
            lines: [.init(item: "care", quantity: quantity, unitPrice: 30_000)])
        change(&bill)
        return MemberEntry(id: "b\(number)", atMs: atMs, policy: "old", fact: .bill(bill))
    }

    private static func report(_ entries: [MemberEntry], _ old: Policy, _ draft: Policy) -> TimeMachine.Report {
        var machine = TimeMachine(draft: draft, book: PolicyBook([old]), fromMs: 0, untilMs: 0)
        machine.add(entries)
        return machine.report
    }

    @Test func `Who loses a coupon pays more, and the bill is rung up all the same`() throws {
        let old = Self.policy("old")
        let coupon = try #require(
            try History.replayed([Self.bill(1)], under: PolicyBook([old])).account.coupons.ids.first)
        let entries = [Self.bill(1), Self.bill(2) { $0.coupons = [coupon] }]
        let report = Self.report(entries, old, Self.policy("draft") { $0.earning.bonuses = [] })
        #expect(report.impossible == 0 && report.broken == 0)
        #expect(report.recorded.paid == 57_000 && report.underDraft.paid == 60_000)
        #expect(report.recorded.discounts == 3000 && report.underDraft.discounts == 0)
        #expect(report.segments["all"]?.losers == 1 && report.segments["all"]?.gain == -3000)
    }

    /// A third of it back, then the rest: ¥90 off ¥900, then ¥60, then nothing.
    static let returns: [(units: [Int64], discounts: Int64)] = [([], 9000), ([1], 6000), ([1, 2], 0), ([3], 0)]

    @Test(arguments: returns.indices) func `Discounts on what was returned are no cost`(index: Int) {
        let (returned, discounts) = Self.returns[index]
        let policy = Self.policy("old") {
            $0.earning.bonuses = []
            $0.offers = [
                Offer(
                    id: "tenth", name: Bilingual(both: "tenth"), layer: .bill, priority: 1,
                    effect: .percentOff(basisPoints: 1000, cap: nil))
            ]
        }
        var draft = policy
        draft.version = "draft"
        let refunds = returned.enumerated().map { index, units in
            MemberEntry(
                id: "r\(index)", atMs: Self.now + (Int64(index) + 3) * StoreZone.dayMs, policy: "old",
                fact: .refund(Refund(bill: "b1", parts: [.init(line: 0, .units(units))])))
        }
        let report = Self.report([Self.bill(1, quantity: 3)] + refunds, policy, draft)
        #expect(report.recorded.discounts == discounts && report.underDraft.discounts == discounts)
        let units = returned.reduce(Int64(0), +)
        let paid: Int64 = 81_000 - 27_000 * units
        #expect(report.recorded.paid == paid)
    }

    @Test func `What was given back of a dearer bill is given back of the cheaper one as far as it goes`() {
        let old = Self.policy("old") {
            $0.earning.bonuses = []
            $0.offers = []
        }
        let draft = Self.policy("draft") {
            $0.earning.bonuses = []
            $0.offers = [
                Offer(id: "off", name: Bilingual(both: "off"), layer: .bill, priority: 1, effect: .amountOff(2000))
            ]
        }
        let refund = MemberEntry(
            id: "r", atMs: Self.now + 2 * StoreZone.dayMs, policy: "old",
            fact: .refund(Refund(bill: "b1", parts: [.init(line: 0, .fen(30_000))])))
        let report = Self.report([Self.bill(1), refund], old, draft)
        #expect(report.impossible == 0 && report.recorded.paid == 0 && report.underDraft.paid == 0)
        #expect(report.segments["all"]?.gain == 0)
    }

    @Test func `Stored value counts also where points are no money off`() {
        let topUp = MemberEntry(id: "t", atMs: Self.now, policy: "old", fact: .topUp(paid: 50_000))
        let draft = Self.policy("draft") {
            $0.storedValue.topUps = [
                TopUpRule(id: "top", name: Bilingual(both: "top"), fromFen: 50_000, giftFen: 4000)
            ]
        }
        let report = Self.report([topUp], Self.policy("old"), draft)
        #expect(report.segments["all"]?.winners == 1 && report.segments["all"]?.gain == 4000)
    }

    @Test func `Offers taken on purpose stay, those taken as the best give way to better ones`() {
        func offer(_ id: String, _ fen: Int64) -> Offer {
            var offer = Offer(
                id: id, name: Bilingual(both: id), layer: .bill, priority: Int(fen), effect: .amountOff(fen))
            offer.group = "one"
            return offer
        }
        let old = Self.policy("old") {
            $0.earning.bonuses = []
            $0.offers = [offer("ten", 1000), offer("five", 500)]
        }
        let draft = Self.policy("draft") {
            $0.earning.bonuses = []
            $0.offers = [offer("ten", 1000), offer("five", 500), offer("twenty", 2000)]
        }
        let cases: [(choice: [String], best: Money?, discount: Int64)] = [
            (["five"], 29_000, 500), (["ten"], 29_000, 2000), (["five"], nil, 500),
        ]
        for (choice, best, discount) in cases {
            let bill = Self.bill(1) {
                $0.choice = .these(choice)
                $0.best = best
            }
            let report = Self.report([bill], old, draft)
            #expect(report.underDraft.discounts == discount, "\(choice)")
        }
    }
}
