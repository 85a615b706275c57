import Testing
import Vocabulary

@testable import Loyalty

@Suite struct PrepaidRefundTests {
    let now = Sample.t0
    let later = Sample.at("2026-03-01")

    /// ¥3000 + ¥1000, ¥3594 of it consumed.
    func consumedAccount(_ policy: Policy, _ amount: Int64 = 359_400) throws -> MemberAccount {
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 300_000, atMs: now, policy)
        _ = account.payByStoredValue(Money(fen: amount), atMs: now + 1, entry: "s", policy)
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
                "已用 ¥3,594 × 本金 ¥3,000 / 合计 ¥4,000 = ¥2,695.50；本金 ¥3,000 − ¥2,695.50 = ¥304.50"))
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
        // 10000 × 7000 / 12000 = 5833.33: the refund is rounded, to the nearest fen.
        let preview = try account.previewPrepaidRefund(topUp: nil, atMs: later, policy)
        #expect(preview.refund == 5_833 && preview.parts.map(\.counted) == [4_167])
        #expect(
            words(preview.derivation).contains(
                "已用 ¥50 × 本金 ¥100 / 合计 ¥120 = ¥41.67；本金 ¥100 − ¥41.67 = ¥58.33"))
        var principalFirst = policy
        principalFirst.storedValue.refund = .principalFirst
        #expect(try account.previewPrepaidRefund(topUp: nil, atMs: later, principalFirst).refund == 5_000)
    }

    @Test(
        arguments: [[1], [1, 1], [2_500, 2_500], [4_999, 1], [1_111, 1_111, 1_111, 1_667], [3, 7, 4_990]] as [[Int64]])
    func `E23 However the spending is split, the refund is 58.33 with what is left of it`(split: [Int64]) throws {
        let policy = Sample.policy {
            $0.storedValue.topUps = [TopUpRule(id: "g", name: Sample.name("送"), fromFen: 10_000, giftFen: 2_000)]
        }
        var account = MemberAccount()
        _ = try account.topUp(entry: "t", paid: 10_000, atMs: now, policy)
        for (index, amount) in split.enumerated() {
            _ = account.payByStoredValue(Money(fen: amount), atMs: now, entry: "s\(index)", policy)
        }
        let used = split.reduce(0, +)
        _ = account.payByStoredValue(Money(fen: 5_000 - used), atMs: now, entry: "rest", policy)
        #expect(try account.previewPrepaidRefund(topUp: nil, atMs: later, policy).refund == 5_833)
        // Given up by the day, a bill that comes back onto the card later brings the sum to what at once would give.
        _ = try account.refundPrepaid(entry: "r", topUp: nil, atMs: later, policy)
        #expect(account.topUps["t"]?.returned.paid == 5_833)
    }

    @Test func `Stored value that no top-up brought goes back as it is, a gift that none brought stays`() throws {
        let policy = Sample.topUps()
        var account = MemberAccount()
        for (id, currency, amount) in [
            ("money", .principal, 100_000), ("given", .gift, 10_000),
        ] as [(String, LotCurrency, Int64)] {
            account.purse.grant(
                PurseLot(id: id, currency: currency, source: id, granted: amount, gainedAtMs: now, expiresAtMs: nil))
        }
        _ = account.purse.take(30_000, .principal, atMs: now, entry: "s", intoDebt: false)
        let preview = try account.previewPrepaidRefund(topUp: nil, atMs: now + 1, policy)
        #expect(preview.refund == 70_000)
        #expect(preview.parts.map(\.coolingOff.applies) == [false])
        #expect(
            words(preview.derivation).dropFirst() == [
                "赠金 ¥100 不属于任何充值，不折现，仍留在卡内",
                "本金 ¥1,000 没有对应的充值记录（如期初余额）：不计赠金，不适用无理由退款；已用 ¥300，可退 ¥700",
            ])
        #expect(try account.previewPrepaidRefund(topUp: "money", atMs: now + 1, policy).refund == 70_000)
        #expect(throws: RuleError.missing(kind: "topUp", id: "given")) {
            try account.previewPrepaidRefund(topUp: "given", atMs: now + 1, policy)
        }
        #expect(try account.refundPrepaid(entry: "r", topUp: nil, atMs: now + 1, policy).isDone)
        #expect(account.value(.principal, atMs: later) == 0 && account.value(.gift, atMs: later) == 10_000)
        expectLedgerHolds(account.purse, account.purse.postings)
        let again = try account.refundPrepaid(entry: "r2", topUp: nil, atMs: now + 2, policy)
        #expect(again.refusal?.phrase == .nothingToReturn)
        let nothing = try account.previewPrepaidRefund(topUp: nil, atMs: now + 2, policy)
        #expect(words(nothing.derivation).contains("没有可退的充值余额"))
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
        #expect(words(preview.derivation).contains("付款后第 0 天（7 天内）且未使用：本金 ¥3,000 全退"))
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
}
