import Seeds
import Testing
import Vocabulary

@testable import Loyalty

/// Packages bought by a bill go back by session or with the bill; nothing is paid, kept or taken back twice.
@Suite struct PackageRefundTests {
    private let policy = Sample.policy {
        var kind = PackageTests.kind()
        kind.partialCredit = true
        kind.isTransferable = true
        $0.packages = [kind]
        $0.items["facial-10"] = Item(
            id: "facial-10", name: Sample.name("次卡"), kind: .package, category: "c", price: 100_000)
        $0.items["mask"] = Item(id: "mask", name: Sample.name("面膜"), kind: .product, category: "c", price: 5000)
        $0.earning.perFen = 100
        $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
        $0.storedValue.topUps = [TopUpRule(id: "t", name: Sample.name("t"), fromFen: 1, giftFen: 20_000)]
    }

    /// A member with ¥600 of stored value who bought packages, and perhaps a mask.
    private func buyer(
        _ count: Int64 = 1, price: Int64 = 100_000, mask: Bool = false, under other: Policy? = nil
    ) throws -> History {
        var bill = Bill(
            id: "b", atMs: Sample.t0, store: "s",
            lines: [Bill.Line(item: "facial-10", quantity: count, unitPrice: Money(fen: price))])
        if mask { bill.lines.append(Bill.Line(item: "mask", quantity: 1, unitPrice: 5000)) }
        bill.tenders = [Tender(.storedValue, Money(fen: min(60_000, count * price + (mask ? 5000 : 0))))]
        var history = History(under: PolicyBook([other ?? policy]))
        try history.happen("joined", .joined(Person(joinedAtMs: Sample.t0)))
        try history.happen("paid", .topUp(paid: 40_000))
        try history.happen("buy", .bill(bill))
        return history
    }

    private func expectConserved(_ account: MemberAccount, sourceLocation: SourceLocation = #_sourceLocation) {
        for lot in account.packages.all {
            let inUse = Int64(lot.open.count + lot.sessions.count { $0.isUsed })
            let sum = lot.leftInAll + inUse + lot.forfeited + lot.transferred + lot.refunded
            #expect(sum == lot.bought, sourceLocation: sourceLocation)
            #expect(lot.left.values.allSatisfy { $0 >= 0 }, sourceLocation: sourceLocation)
        }
    }

    @Test func `A refund of sessions is a refund of the bill: money the way it came, points taken back`() throws {
        var history = try buyer()
        #expect(history.account.bills["b"]?.earned.points == 800)
        #expect(
            history.account.bills["b"]?.tenders == [
                Tender(.principal, 40_000), Tender(.gift, 20_000), Tender(.cash, 40_000),
            ])
        let preview = try history.account.previewPackageRefund(
            "b/0.0", sessions: ["facial": 3], atMs: Sample.t0, policy)
        let outcome = try history.happen("back", .package(lot: "b/0.0", .refund(sessions: ["facial": 3])))
        let plan = try #require(outcome.refund)
        #expect(plan == preview.plan)
        #expect(preview.refund == 30_000 && plan.payable == 30_000)
        #expect(plan.tenders == [.principal: 12_000, .gift: 6_000, .cash: 12_000])
        #expect(plan.pointsTaken == 240)
        #expect(history.account.value(.principal, atMs: Sample.t0) == 12_000)
        #expect(history.account.value(.gift, atMs: Sample.t0) == 6_000)
        #expect(history.account.pointsBalance(atMs: Sample.t0) == 560)
        #expect(history.account.packages["b/0.0"]?.left == ["facial": 7])
        #expect(history.account.packages["b/0.0"]?.repaid == 30_000)
        expectConserved(history.account)
        #expect(outcome.derivation.steps.starts(with: preview.derivation.steps))
        #expect(
            words(outcome.derivation).dropFirst() == [
                "¥1,000 × 3 / 10 次 = ¥300", "按实付金额退款 ¥300", "原获 800 分，剩余部分应得 560 分，收回 240 分", "从可用积分收回 240 分",
            ])
    }

    /// Refunds by session, by unit and by reduction, in any order, until nothing is left to give back.
    @Test(arguments: Seeds.first(200, of: 2000))
    func `Any split of a package's refund nets to zero, and its preview is what is booked`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int64.random(in: 1...4, using: &random)
        let price = Int64.random(in: 1...100_000, using: &random)
        var history = try buyer(count, price: price, mask: Bool.random(using: &random))
        let before = try buyer(count, price: price).account
        for number in 0..<60 {
            let lot = PackageLot.id(bill: "b", line: 0, unit: .random(in: 0..<count, using: &random))
            let left = history.account.packages[lot]?.leftInAll ?? 0
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                _ = try? history.happen("e\(number)", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
            case 1: _ = try? history.happen("e\(number)", .refund(Refund(bill: "b", parts: [.init(line: 0, .fen(77))])))
            default:
                guard left > 0 else { continue }
                let sessions = ["facial": Int64.random(in: 1...left, using: &random)]
                let preview = try history.account.previewPackageRefund(
                    lot, sessions: sessions, atMs: Sample.t0, policy)
                let repaid = history.account.bills["b"]?.refunded.payable ?? 0
                let outcome = try history.happen("e\(number)", .package(lot: lot, .refund(sessions: sessions)))
                #expect(outcome.refusal == nil)
                #expect((history.account.bills["b"]?.refunded.payable ?? 0) - repaid == preview.refund)
            }
            expectConserved(history.account)
        }
        let wasWhole = history.account.bills["b"]?.refunded.isWhole
        let rest = try history.happen("rest", .refund(Refund(bill: "b")))
        #expect((rest.refusal != nil) == wasWhole)
        let settled = try #require(history.account.bills["b"])
        #expect(settled.refunded.payable == settled.quote.payable)
        #expect(settled.refunded.earnedTaken == settled.earned.points)
        #expect(history.account.packages.all.allSatisfy { $0.leftInAll == 0 })
        #expect(history.account.value(.principal, atMs: Sample.t0) == 40_000)
        #expect(history.account.value(.gift, atMs: Sample.t0) == 20_000)
        #expect(history.account.pointsBalance(atMs: Sample.t0) == 0)
        #expect(history.account.purchases == before.purchases - 1)
        #expect(history.account.qualification.days.allSatisfy { $0.spend == 0 && $0.bills == 0 })
    }

    @Test func `With the last session of a line its bill is back to the fen, and whole`() throws {
        var history = try buyer(3, price: 33_337)
        for unit in 0..<3 as Range<Int64> {
            try history.happen(
                "u\(unit)", .package(lot: PackageLot.id(bill: "b", line: 0, unit: unit), .refund(sessions: [:])))
        }
        #expect(history.account.bills["b"]?.refunded.isWhole == true)
        #expect(history.account.bills["b"]?.refunded.payable == 100_011)
        #expect(history.account.purchases == 0)
    }

    @Test func `A tier that only the package had reached is dropped with its sessions, as with any refund`() throws {
        var tiered = policy
        var gold = Tier(id: "gold", name: Sample.name("gold"))
        gold.reach = [Threshold(.spend, atLeast: 100_000)]
        tiered.tiers.tiers = [Tier(id: "first", name: Sample.name("first")), gold]
        tiered.tiers.review = .periodEnd
        tiered.tiers.refund = .dropsAtOnce
        var history = try buyer(2, under: tiered)
        #expect(history.account.standing.tier == "gold")
        try history.happen("some", .package(lot: "b/0.0", .refund(sessions: ["facial": 5])))
        #expect(history.account.standing.tier == "gold")
        let last = try history.happen("more", .package(lot: "b/0.1", .refund(sessions: ["facial": 10])))
        #expect(last.tierChange == Outcome.TierChange(from: "gold", to: nil))
    }

    @Test func `A reduction given before is not paid again with the sessions`() throws {
        var history = try buyer(2, price: 10_000)
        try history.happen("cut", .refund(Refund(bill: "b", parts: [.init(line: 0, .fen(15_000))])))
        let first = try history.happen("a", .package(lot: "b/0.0", .refund(sessions: ["facial": 6])))
        #expect(first.refund?.payable == 5000)
        let none = try history.happen("b", .package(lot: "b/0.0", .refund(sessions: ["facial": 1])))
        #expect(none.refund == nil && none.refusal == nil)
        #expect(history.account.packages["b/0.0"]?.left == ["facial": 3])
    }

    @Test func `A bill that goes back takes the sessions along that are left`() throws {
        var history = try buyer(2)
        try history.happen("use", .package(lot: "b/0.1", .book(session: "s", item: "facial", forMs: Sample.t0)))
        let booked = try history.account.refundPreview(Refund(bill: "b"), atMs: Sample.t0, policy)
        #expect(booked.refusal?.phrase == .packageTransferBooked)
        let before = history.account
        #expect(try history.happen("early", .refund(Refund(bill: "b"))).refusal == booked.refusal)
        #expect(history.account.bills == before.bills && history.account.packages == before.packages)
        try history.happen("had", .package(lot: "b/0.1", .used(session: "s")))
        let one = try history.happen("one", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
        #expect(one.refund?.packages == ["b/0.0"])
        #expect(words(one.derivation).contains("facial-10 剩余 10 次随账单退回"))
        let two = try history.happen("two", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
        #expect(two.refund?.packages == ["b/0.1"] && two.refund?.payable == 90_000, "the used session stays paid")
        #expect(words(two.derivation).contains("facial-10 已使用 1 次，不退"))
        #expect(history.account.packages["b/0.1"]?.refunded == 9)
        let settled = try #require(history.account.bills["b"])
        #expect(!settled.refunded.isWhole && settled.refunded.payable == 190_000)
        #expect(
            history.account.pointsBalance(atMs: Sample.t0)
                == (settled.earned.points - settled.refunded.earnedTaken).count)
        let rest = try history.happen("rest", .refund(Refund(bill: "b")))
        #expect(rest.refusal?.words.en == "nothing of bill b is left to go back")
        expectConserved(history.account)
    }

    /// By session, with the bill, by unit, in any order, after some sessions were had.
    @Test(arguments: Seeds.first(100, of: 1000))
    func `What was had stays paid, and bill and sessions given back pay the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int64.random(in: 1...3, using: &random)
        var history = try buyer(count, price: .random(in: 1...100_000, using: &random), mask: true)
        for unit in 0..<count {
            let lot = PackageLot.id(bill: "b", line: 0, unit: unit)
            for session in 0..<Int64.random(in: 0...10, using: &random) {
                let id = "s\(unit)-\(session)"
                try history.happen("b\(id)", .package(lot: lot, .book(session: id, item: "facial", forMs: Sample.t0)))
                try history.happen("u\(id)", .package(lot: lot, .used(session: id)))
            }
        }
        let bought = history
        try history.happen("bill", .refund(Refund(bill: "b")))
        var split = bought
        try split.happen("mask", .refund(Refund(bill: "b", parts: [.init(line: 1, .units(1))])))
        for number in 0..<40 {
            let unit = Int64.random(in: 0..<count, using: &random)
            let lot = PackageLot.id(bill: "b", line: 0, unit: unit)
            let left = split.account.packages[lot]?.leftInAll ?? 0
            guard left > 0 else { continue }
            let some = ["facial": Int64.random(in: 1...left, using: &random)]
            try split.happen("e\(number)", .package(lot: lot, .refund(sessions: some)))
            if Int.random(in: 0..<4, using: &random) == 0 {
                _ = try? split.happen("n\(number)", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
            }
        }
        try split.happen("rest", .refund(Refund(bill: "b")))
        for one in [history.account, split.account] { expectConserved(one) }
        let settled = try #require(history.account.bills["b"])
        let other = try #require(split.account.bills["b"])
        #expect(
            other.refunded.payable == settled.refunded.payable && other.refunded.tenders == settled.refunded.tenders)
        #expect(other.refunded.earnedTaken == settled.refunded.earnedTaken)
        #expect(other.refunded.isWhole == settled.refunded.isWhole)
        #expect(split.account.packages.mapValues(\.refunded) == history.account.packages.mapValues(\.refunded))
        #expect(
            split.account.purse.balance(.principal, atMs: Sample.t0)
                == history.account.value(.principal, atMs: Sample.t0))
        #expect(split.account.pointsBalance(atMs: Sample.t0) == history.account.pointsBalance(atMs: Sample.t0))
        let had = history.account.packages.all.reduce(0) { $0 + $1.paid - $1.repaid }
        #expect(settled.quote.payable - settled.refunded.payable == had)
    }

    @Test func `A package that goes back only untouched, or has ended, stays when its bill goes back`() throws {
        var whole = policy
        whole.packages[0].partialCredit = false
        whole.packages[0].validity = .days(30)
        for isOver in [false, true] {
            var history = try buyer(1, mask: true, under: whole)
            if !isOver {
                try history.happen("a", .package(lot: "b/0.0", .book(session: "s", item: "facial", forMs: Sample.t0)))
                try history.happen("u", .package(lot: "b/0.0", .used(session: "s")))
            }
            let later = isOver ? Sample.t0 + 4000 * StoreZone.dayMs : Sample.t0
            let bySession = try history.account.previewPackageRefund("b/0.0", atMs: later, whole)
            let unit = Refund(bill: "b", parts: [.init(line: 0, .units(1))])
            let byUnit = try history.account.refundPreview(unit, atMs: later, whole)
            let rest = try history.account.refundPreview(Refund(bill: "b"), atMs: later, whole)
            #expect(bySession.refusal != nil && byUnit.refusal == bySession.refusal)
            #expect(rest.refusal == nil && rest.payable == 5000 && rest.packages.isEmpty)
            #expect(rest.derivation.steps.first == bySession.refusal)
        }
    }

    @Test func `Units of a line go back only where nothing was done with their packages`() throws {
        var history = try buyer(3)
        for unit in ["b/0.0", "b/0.2"] {
            try history.happen("r\(unit)", .package(lot: unit, .refund(sessions: ["facial": 1])))
        }
        let two = try history.happen("two", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(2))])))
        #expect(
            two.refusal?.words.en == """
                of facial-10, 1 is untouched and 2 are to go back; give back their sessions instead
                """)
        let one = try history.happen("one", .refund(Refund(bill: "b", parts: [.init(line: 0, .units(1))])))
        #expect(one.refund?.packages == ["b/0.1"])
        expectConserved(history.account)
    }

    @Test func `Sessions that went to another member do not go back with the bill`() throws {
        var history = try buyer()
        let gift = try #require(try history.account.packageTransfer("b/0.0"))
        try history.happen("away", .package(lot: "b/0.0", .transferredAway()))
        #expect(try history.happen("back", .refund(Refund(bill: "b"))).refusal?.phrase == .packageElsewhere)
        var taker = History(under: PolicyBook([policy]))
        try taker.happen("here", .package(lot: "q", gift))
        let back = try taker.happen("back", .package(lot: "q", .refund(sessions: [:])))
        #expect(back.refund == nil && taker.account.packages["q"]?.repaid == 100_000, "the desk pays")
        expectConserved(history.account)
        expectConserved(taker.account)
    }
}

extension History {
    /// One more thing, at the same moment as those before.
    @discardableResult
    fileprivate mutating func happen(_ id: String, _ fact: MemberFact) throws -> Outcome {
        try append(MemberEntry(id: id, atMs: Sample.t0, policy: "test-1", fact: fact))
    }
}
