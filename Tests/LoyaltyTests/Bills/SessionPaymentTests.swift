import Seeds
import Testing
import Vocabulary

@testable import Loyalty

/// Sessions of a package as a way of paying: the bill uses them up, and its refund gives them back.
@Suite struct SessionPaymentTests {
    private static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        Sample.policy {
            $0.sell("face", .service, 30_000)
            $0.sell("hair", .service, 20_000)
            $0.sell("mask", .product, 10_000)
            $0.sell("course", .package, 250_000)
            var course = PackageKind(
                id: "course", name: Sample.name("course"), sessions: ["face": 10], price: 250_000)
            course.partialCredit = true
            $0.packages = [course]
            $0.earning.perFen = 100
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
            change(&$0)
        }
    }

    private static let bought = MemberEntry.sampleBill("p", "2026-01-05", [("course", 250_000)])

    private static func visit(
        _ lines: [(String, Int64)], _ tenders: [Tender], day: String = "2026-01-10", _ id: String = "b",
        _ change: (inout Bill) -> Void = { _ in }
    ) -> MemberEntry {
        .sampleBill(id, day, lines) {
            $0.tenders = tenders
            change(&$0)
        }
    }

    private static func run(_ entries: [MemberEntry], _ policy: Policy = policy()) throws -> (MemberAccount, Outcome) {
        let history = try History.replayed([bought] + entries, under: PolicyBook([policy]))
        return (history.account, try #require(history.outcomes.last))
    }

    private static func left(_ account: MemberAccount) -> Int64? { account.packages["p/0.0"]?.leftInAll }

    private static let face = [("face", 30_000 as Int64)]
    private static let bySession = [Tender(.package, 30_000, lot: "p/0.0")]

    @Test func `A bill paid by a session uses it up, earns nothing by it, and its refund gives it back`() throws {
        let (account, outcome) = try Self.run([Self.visit(Self.face, Self.bySession)])
        #expect(outcome.refusal == nil && outcome.earned?.points == 0)
        #expect(Self.left(account) == 9 && account.packages["p/0.0"]?.used == 1)
        #expect(words(outcome.derivation).contains("course 用 1 次抵 ¥300：face"))
        let counters = account.qualification.counters(from: Day(0), through: Day(40_000))
        #expect(counters.services == 1 && counters.visits == 2 && counters.spend == 250_000)
        let back = MemberEntry.sample("r", "2026-01-11", .refund(Refund(bill: "b")))
        let (after, refund) = try Self.run([Self.visit(Self.face, Self.bySession), back])
        #expect(refund.refund?.tenders == [.package: 30_000] && refund.refund?.sessions.count == 1)
        #expect(words(refund.derivation).contains("付款用的 course 退回 1 次"))
        #expect(Self.left(after) == 10 && after.packages["p/0.0"]?.used == 0)
        let counted = after.qualification.counters(from: Day(0), through: Day(40_000))
        #expect(counted.services == 0 && counted.visits == 1)
    }

    @Test(
        arguments: [
            ([Tender(.package, 30_000)], "要用次卡付 ¥300，但没有写明用哪一张次卡；请填写次卡编号（lot）"),
            ([Tender(.package, 30_000, lot: "p/0.1")], "该会员没有次卡 p/0.1；请核对会员和次卡编号"),
            ([Tender(.package, 25_000, lot: "p/0.0")], "course 的一次抵 ¥300，不能只抵 ¥250；请按整次填写金额"),
            ([Tender(.package, 60_000, lot: "p/0.0")], "要用 course 付 ¥600，本单可用它付的项目只有 ¥300；请更正金额"),
        ] as [([Tender], String)])
    func `A package that is not named, not the member's, or not for so much is refused`(
        tenders: [Tender], words: String
    ) throws {
        let (account, outcome) = try Self.run([Self.visit(Self.face, tenders)])
        #expect(outcome.refusal?.words.zh == words)
        #expect(account.bills["b"] == nil && Self.left(account) == 10)
    }

    @Test func `A session of another service, of a package that has ended, is used up or frozen does not pay`() throws {
        let other = try Self.run([Self.visit([("hair", 20_000)], [Tender(.package, 20_000, lot: "p/0.0")])]).1
        #expect(other.refusal?.phrase == .tenderBeyondSessions)
        let ended = try Self.run([Self.visit(Self.face, Self.bySession, day: "2027-01-06")]).1
        #expect(ended.refusal?.phrase == .packageEndsBefore)
        let freeze = PackageStep.freeze(from: Day("2026-01-10") ?? Day(0), days: 3)
        let frozen = try Self.run([
            .sample("f", "2026-01-06", .package(lot: "p/0.0", freeze)), Self.visit(Self.face, Self.bySession),
        ]).1
        #expect(frozen.refusal?.phrase == .packageFrozenThen)
        let ten = [Tender(.package, 300_000, lot: "p/0.0")]
        let all = Self.visit(Self.face, ten) { $0.lines[0].quantity = 10 }
        let one = Self.visit(Self.face, Self.bySession, day: "2026-01-12", "c")
        let (account, none) = try Self.run([all, one])
        #expect(none.refusal?.phrase == .packageUsedUp && Self.left(account) == 0)
    }

    @Test func `A session booked for the day is the one that pays`() throws {
        let book = PackageStep.book(session: "s", item: "face", forMs: Sample.at("2026-01-10", 15))
        let booked = MemberEntry.sample("k", "2026-01-09", .package(lot: "p/0.0", book))
        let (account, _) = try Self.run([booked, Self.visit(Self.face, Self.bySession)])
        #expect(Self.left(account) == 9 && account.packages["p/0.0"]?.open.isEmpty == true)
        let (other, _) = try Self.run([booked, Self.visit(Self.face, Self.bySession, day: "2026-01-11")])
        #expect(Self.left(other) == 8 && other.packages["p/0.0"]?.open.count == 1)
    }

    @Test func `Of several units those that sessions paid come back first, as sessions, and money for money`() throws {
        let visit = Self.visit([("face", 30_000), ("mask", 10_000)], [Tender(.package, 60_000, lot: "p/0.0")]) {
            $0.lines[0].quantity = 3
        }
        func unit(_ id: String) -> MemberEntry {
            .sample(id, "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
        }
        let entries = [visit, unit("r1"), unit("r2"), unit("r3")]
        let history = try History.replayed([Self.bought] + entries, under: PolicyBook([Self.policy()]))
        #expect(
            history.outcomes.compactMap(\.refund?.tenders) == [[.package: 30_000], [.package: 30_000], [.cash: 30_000]])
        #expect(Self.left(history.account) == 10)
        // A reduction is of what money paid: ¥300 of one unit, whatever sessions paid for the others.
        let reduction = MemberEntry.sample(
            "g", "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 0, .fen(30_001))])))
        #expect(throws: RuleError.self) { try Self.run([visit, reduction]) }
        let fitting = MemberEntry.sample(
            "g", "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 0, .fen(30_000))])))
        #expect(try Self.run([visit, fitting]).1.refund?.tenders == [.cash: 30_000])
        #expect(try Self.run([visit, fitting, unit("r1")]).1.refund?.tenders == [.package: 30_000])
    }

    @Test func `What a session pays for one line takes nothing from what another line earns`() throws {
        let policy = Self.policy { $0.earning.amounts[0].scope.kinds = [.product] }
        let visit = Self.visit([("face", 30_000), ("mask", 10_000)], Self.bySession)
        #expect(try Self.run([visit], policy).1.earned?.points == 100)
    }

    @Test func `Judged anew, a session given back is a session, and money never pays for it`() throws {
        let policy = Self.policy {
            $0.reversal.discount = .reevaluate
            var offer = Offer(
                id: "full", name: Sample.name("full"), layer: .bill, priority: 0, effect: .amountOff(4000))
            offer.threshold = OfferThreshold(fen: 40_000)
            $0.offers = [offer]
        }
        // ¥300 + ¥100 less ¥40: ¥270 by a session and ¥90 in cash. The mask alone would cost ¥100.
        let visit = Self.visit([("face", 30_000), ("mask", 10_000)], [Tender(.package, 27_000, lot: "p/0.0")])
        let face = MemberEntry.sample(
            "r", "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
        let (account, outcome) = try Self.run([visit, face], policy)
        #expect(outcome.refund?.tenders == [.package: 27_000] && Self.left(account) == 10)
        let rest = MemberEntry.sample("s", "2026-01-12", .refund(Refund(bill: "b")))
        #expect(try Self.run([visit, face, rest], policy).1.refund?.tenders == [.cash: 9000])
        let mask = MemberEntry.sample(
            "r", "2026-01-11", .refund(Refund(bill: "b", parts: [.init(line: 1, .units(1))])))
        #expect(try Self.run([visit, mask], policy).1.refund?.tenders == [.cash: 6000])
    }

    @Test func `A package tender of the first edition pays as it did, and no session goes`() throws {
        var old = Self.visit(Self.face, [Tender(.package, 30_000)])
        old.edition = .first
        let back = MemberEntry.sample("r", "2026-01-11", .refund(Refund(bill: "b")))
        let (account, outcome) = try Self.run([old, back])
        #expect(outcome.refund?.tenders == [.package: 30_000] && outcome.refund?.sessions == [])
        #expect(Self.left(account) == 10)
    }

    /// Bills of random lines paid by sessions, stored value and cash, taken back in any parts.
    @Test(arguments: Seeds.first(120, of: 1200), ReversalRules.Discount.allCases)
    func `Whatever paid comes back whole in the end, session for session and fen for fen`(
        seed: UInt64, discount: ReversalRules.Discount
    ) throws {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int64>) -> Int64 { .random(in: range, using: &random) }
        let policy = Self.policy {
            $0.reversal.discount = discount
            $0.stacking.roundBillToFen = number(0...1) == 0 ? 1 : 100
            var offer = Offer(
                id: "off", name: Sample.name("off"), layer: .bill, priority: 0, effect: .amountOff(number(0...9000)))
            offer.threshold = OfferThreshold(fen: number(0...90_000))
            $0.offers = [offer]
        }
        var account = MemberAccount()
        func apply(_ entry: MemberEntry) throws -> Outcome { try account.apply(entry, under: policy) }
        _ = try apply(Self.bought)
        _ = try apply(.sample("t", "2026-01-06", .topUp(paid: 40_000)))
        var bill = Bill(id: "b", atMs: Sample.at("2026-01-10"), store: "s", lines: [])
        for item in ["face", "mask", "face", "hair"].prefix(Int(number(1...4))) {
            let price = policy.items[item]?.price ?? .zero
            bill.lines.append(
                Bill.Line(item: item, quantity: number(1...3), unitPrice: price + Money(fen: number(0...99))))
        }
        let quote = try Quote.of(bill, account, policy)
        let units = number(1...bill.lines[0].quantity)
        let fen = quote.lines[0].payable.fen * units / bill.lines[0].quantity
        bill.tenders = [Tender(.package, Money(fen: fen), lot: "p/0.0")]
        let byCard = min(40_000, quote.payable.fen - fen, number(0...40_000))
        if byCard > 0 { bill.tenders.append(Tender(.principal, Money(fen: byCard))) }
        #expect(try apply(.sample("b", "2026-01-10", .bill(bill))).refusal == nil, "seed \(seed)")
        #expect(Self.left(account) == 10 - units)
        var back: [Tender.Kind: Money] = [:]
        for step in 0..<20 {
            let line = Int(number(0...Int64(bill.lines.count - 1)))
            let part = Refund.Part(line: line, number(0...1) == 0 ? .units(1) : .fen(number(1...20_000)))
            let refund = Refund(bill: "b", parts: step == 19 ? [] : [part])
            guard let plan = (try? apply(.sample("r\(step)", "2026-01-11", .refund(refund))))?.refund else { continue }
            for (kind, part) in plan.tenders {
                #expect(part > .zero, "seed \(seed), \(kind)")
                back[kind, default: .zero] += part
            }
            let settled = try #require(account.bills["b"])
            #expect(back.values.sum() == settled.refunded.payable && settled.refunded.payable <= quote.payable)
            #expect(Self.left(account).map { $0 + (account.packages["p/0.0"]?.used ?? 0) } == 10)
        }
        let settled = try #require(account.bills["b"])
        #expect(settled.refunded.isWhole && settled.refunded.payable == quote.payable, "seed \(seed)")
        for tender in settled.tenders {
            let paid = settled.tenders.sum { $0.kind == tender.kind ? $0.amount : .zero }
            #expect(back[tender.kind] == paid, "seed \(seed), \(tender.kind)")
        }
        #expect(Self.left(account) == 10 && account.storedValue(atMs: Sample.at("2026-01-12")).principal == 40_000)
        #expect(account.pointsBalance(atMs: Sample.at("2026-01-12")) == account.bills["p"]?.earned.points.count)
    }
}
