import Identity
import Testing

@testable import Loyalty

@Suite struct PrepaidRefundTests {
    let now = Sample.t0
    let later = Sample.at("2026-03-01")

    /// ¥3000 + ¥1000, ¥3594 of it consumed.
    func consumedAccount(_ policy: Policy, _ amount: Int64 = 359_400) throws -> MemberAccount {
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = account.payByStoredValue(amount, atMs: now + 1, entry: "s", policy)
        return account
    }

    @Test(arguments: StoredValueRules.Order.allCases)
    func `E23 Prepaid refund by ratio: 3594 × 0.75 = 2695.50, refund 304.50, in whatever order it was spent`(
        order: StoredValueRules.Order
    ) throws {
        let policy = Sample.topUps { $0.storedValue.order = order }
        let account = try consumedAccount(policy)
        let preview = try account.previewPrepaidRefund(topUp: nil, atMs: later, policy)
        #expect(preview.parts.map(\.counted) == [269_550])
        #expect(preview.refund == 30_450)
        #expect(preview.needsLawyer)
        #expect(words(preview.derivation)[0] == "此处金额仅为测算，须由律师确认，不构成法律意见")
        #expect(
            words(preview.derivation).contains(
                "已用 ¥3594 × 本金 ¥3000 / 合计 ¥4000 = ¥2695.50；本金 ¥3000 − ¥2695.50 = ¥304.50"))
    }

    @Test func `E23 Prepaid refund, principal first: nothing`() throws {
        let policy = Sample.topUps { $0.storedValue.refund = .principalFirst }
        let preview = try consumedAccount(policy).previewPrepaidRefund(topUp: "t", atMs: later, policy)
        #expect(preview.refund == 0)
        let less = try consumedAccount(policy, 100_000).previewPrepaidRefund(topUp: "t", atMs: later, policy)
        #expect(less.refund == 200_000)
    }

    @Test func `E23 The ratio of 100 + 20 with 50 used is 58.33, not 70`() throws {
        let policy = Sample.policy {
            $0.storedValue.topUps = [TopUpRule(id: "g", name: Sample.name("送"), fromFen: 10_000, giftFen: 2_000)]
        }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 10_000, atMs: now, policy)
        _ = account.payByStoredValue(5_000, atMs: now, entry: "s", policy)
        // 5000 × 10000 / 12000 = 4166.67 counts as 4166: the doubtful fen is the member's.
        #expect(try account.previewPrepaidRefund(topUp: nil, atMs: later, policy).refund == 5_834)
    }

    @Test func `Giving up the card empties the lots, voids the gift and takes points back by what was refunded`() throws
    {
        let policy = Sample.topUps()
        var account = try consumedAccount(policy)
        let answer = try account.refundPrepaid(entry: "r", topUp: nil, atMs: later, policy)
        #expect(answer.isDone)
        #expect(account.value(.principal, atMs: later) == 0)
        #expect(account.value(.gift, atMs: later) == 0)
        // 300 given, 300 × (3000 − 304.50) / 3000 = 269.55 kept as 269.
        #expect(account.pointsBalance(atMs: later) == 269)
        #expect(account.topUps["t"]?.isReturned == true)
        let kinds = account.purse.postings.filter { $0.entry == "r" }.map(\.kind)
        #expect(kinds == [.refund, .clawback, .clawback])
        expectLedgerHolds(account.purse, account.purse.postings)
        let done = account
        #expect(try account.refundPrepaid(entry: "r", topUp: nil, atMs: later, policy).isDone)
        #expect(account == done)
        #expect(try !account.refundPrepaid(entry: "r2", topUp: nil, atMs: later, policy).isDone)
        #expect(try !account.refundPrepaid(entry: "r3", topUp: "t", atMs: later, policy).isDone)
    }

    @Test func `A bill refunded onto a card that was given up can be given up too, and the sums are as if at once`()
        throws
    {
        let policy = Sample.topUps()
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = account.payByStoredValue(349_400, atMs: now, entry: "s", policy)
        let bill = account.payByStoredValue(10_000, atMs: now, entry: "bill", policy)
        _ = try account.refundPrepaid(entry: "r", topUp: nil, atMs: later, policy)
        account.purse.restore(bill, atMs: later, entry: "back", policy)
        let preview = try account.previewPrepaidRefund(topUp: nil, atMs: later, policy)
        #expect(preview.refund == 7_500)
        #expect(try account.refundPrepaid(entry: "r2", topUp: nil, atMs: later, policy).isDone)
        #expect(account.topUps["t"]?.returned.paid == 37_950)
    }

    @Test(arguments: [
        ("2026-01-10", true), ("2026-01-17", true), ("2026-01-18", false),
    ])
    func `The right of the first seven days holds unused and within them`(day: String, holds: Bool) throws {
        let policy = Sample.topUps()
        let moment = Sample.at(day, 23, 59)
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        let facts = try #require(
            try account.previewPrepaidRefund(topUp: nil, atMs: moment, policy).parts.first?.coolingOff)
        #expect(facts.isUnused)
        #expect(facts.applies == holds)
        _ = account.payByStoredValue(1, atMs: now, entry: "s", policy)
        let used = try #require(try account.previewPrepaidRefund(topUp: nil, atMs: moment, policy).parts.first)
        #expect(!used.coolingOff.applies)
        #expect(used.coolingOff.isWithin == holds)
    }

    @Test func `Within the seven days all of the principal and all of the points go back`() throws {
        let policy = Sample.topUps { $0.storedValue.refund = .principalFirst }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        let preview = try account.previewPrepaidRefund(topUp: "t", atMs: now + 1, policy)
        #expect(preview.refund == 300_000)
        #expect(words(preview.derivation).contains("付款后第 0 天（7 天内）且未使用：本金 ¥3000 全退"))
        _ = try account.refundPrepaid(entry: "r", topUp: "t", atMs: now + 1, policy)
        #expect(account.pointsBalance(atMs: now + 1) == 0)
        #expect(account.purse.debt[.points, default: 0] == 0)
    }

    @Test(
        arguments: [
            (.onlyPending, 100), (.withinBalance, 0), (.debt, -200),
        ] as [(ReversalRules.Shortfall, Int64)])
    func `Points of the top-up that were spent are asked for by the rule for a shortfall`(
        shortfall: ReversalRules.Shortfall, balance: Int64
    ) throws {
        let policy = Sample.topUps { $0.reversal.shortfall = shortfall }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = account.purse.take(200, .points, atMs: now, entry: "p", intoDebt: false)
        _ = try account.refundPrepaid(entry: "r", topUp: "t", atMs: now + 1, policy)
        #expect(account.pointsBalance(atMs: now + 1) == balance)
    }

    @Test func `Points still pending are taken whatever the rule for a shortfall`() throws {
        let policy = Sample.topUps {
            $0.reversal.shortfall = .onlyPending
            $0.points.pendingDays = 3
        }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        #expect(account.purse.pending(.points, atMs: now) == 300)
        _ = try account.refundPrepaid(entry: "r", topUp: "t", atMs: now + 1, policy)
        #expect(account.purse.pending(.points, atMs: now + 1) == 0)
    }

    @Test func `Points of the top-up that expired unused are not asked for again`() throws {
        let policy = Sample.topUps { $0.points.validity = .days(10) }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = try account.refundPrepaid(entry: "r", topUp: "t", atMs: later, policy)
        #expect(account.purse.debt[.points, default: 0] == 0)
    }

    @Test func `After the gift expired no more goes back than is on the card`() throws {
        let policy = Sample.topUps { $0.storedValue.giftValidity = .days(5) }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = account.payByStoredValue(299_900, atMs: later, entry: "s", policy)
        let preview = try account.previewPrepaidRefund(topUp: "t", atMs: later, policy)
        #expect(preview.refund == 100)
        #expect(words(preview.derivation).contains("不超过卡内该笔余额 ¥1"))
    }

    @Test func `A top-up that was never made is an error, one that is spent a refusal`() throws {
        let policy = Sample.topUps()
        var account = try consumedAccount(policy, 400_000)
        #expect(throws: RuleError.missing(kind: "topUp", id: "x")) {
            try account.previewPrepaidRefund(topUp: "x", atMs: later, policy)
        }
        let answer = try account.refundPrepaid(entry: "r", topUp: "t", atMs: later, policy)
        #expect(answer.refusal?.phrase == .nothingToReturn)
    }

    @Test(
        arguments: [
            ("2026-01-01", 364, 36_400), ("2025-12-25", 365, 36_500), ("2026-12-31", 0, 0), ("2027-06-01", 0, 0),
            ("2026-12-30", 1, 100),
        ] as [(String, Int, Int64)])
    func `E23 A time card goes back by what is left of its term`(day: String, left: Int, refund: Int64) throws {
        let card = try TimeCardRefund(
            paid: 36_500, from: #require(Day("2026-01-01")), through: #require(Day("2026-12-31")),
            givenUpOn: #require(Day(day)), Sample.policy())
        #expect(card.daysLeft == left)
        #expect(card.refund == refund)
        #expect(card.needsLawyer)
    }

    @Test func `A term that ends before it begins is an error`() {
        #expect(throws: RuleError.self) {
            try TimeCardRefund(paid: 1, from: Day(10), through: Day(9), givenUpOn: Day(1), Sample.policy())
        }
        #expect(throws: RuleError.self) {
            try TimeCardRefund(paid: 1, from: Day(.min), through: Day(.max), givenUpOn: Day(1), Sample.policy())
        }
    }
}
