import Testing
import Vocabulary

@testable import Loyalty

/// Ways of paying a bill: what is named is taken or refused, and never changed without a word.
@Suite struct TenderTests {
    private static let policy = Sample.policy {
        $0.sell("care", .service, 30_000)
        $0.storedValue.topUps = [TopUpRule(id: "t", name: Sample.name("t"), fromFen: 300_000, giftFen: 50_000)]
    }

    /// ¥3000 of principal and ¥500 of gift.
    private static let paidIn = MemberEntry.sample("t", "2026-01-02", .topUp(paid: 300_000))

    private static func bill(
        _ tenders: [Tender], price: Int64 = 30_000, _ change: (inout Bill) -> Void = { _ in }
    ) -> MemberEntry {
        .sampleBill("b", "2026-01-10", [("care", price)]) {
            $0.tenders = tenders
            change(&$0)
        }
    }

    private static func outcome(_ entries: [MemberEntry]) throws -> (History, Outcome) {
        let history = try History.replayed([paidIn] + entries, under: PolicyBook([policy]))
        return (history, try #require(history.outcomes.last))
    }

    @Test(
        arguments: [
            ([Tender(.gift, 30_000)], 300_000, 20_000), ([Tender(.principal, 30_000)], 270_000, 50_000),
            ([Tender(.principal, 10_000), Tender(.gift, 20_000)], 290_000, 30_000),
            // 30000 × 6 / 7 of principal, rounded down.
            ([Tender(.storedValue, 30_000)], 274_286, 45_714),
            // Named kinds go first, whatever stands first on the bill.
            ([Tender(.storedValue, 280_000), Tender(.gift, 50_000)], 20_000, 0),
        ] as [([Tender], Money, Money)])
    func `A kind of value that is named is taken, and stored value as the policy divides it`(
        tenders: [Tender], principal: Money, gift: Money
    ) throws {
        let price = tenders.sum(\.amount)
        let (history, outcome) = try Self.outcome([Self.bill(tenders, price: price.fen)])
        #expect(outcome.refusal == nil)
        let left = history.account.storedValue(atMs: Sample.at("2026-01-11"))
        #expect(left.principal == principal && left.gift == gift)
        #expect(history.account.bills["b"]?.tenders.sum(\.amount) == price)
        #expect(history.account.bills["b"]?.tenders.contains { $0.kind == .storedValue } == false)
    }

    @Test(
        arguments: [
            (.principal, 400_000, "要用本金付 ¥4,000，卡内本金只有 ¥3,000；其余请用其他方式付"),
            (.gift, 60_000, "要用赠金付 ¥600，卡内赠金只有 ¥500；其余请用其他方式付"),
            (.storedValue, 350_001, "要用储值付 ¥3,500.01，卡内只有 ¥3,500；其余请用其他方式付"),
            (.cash, 500_001, "各付款方式合计 ¥5,000.01，账单应付 ¥5,000，多了 ¥0.01；请更正金额"),
        ] as [(Tender.Kind, Int64, String)])
    func `A tender beyond the card or beyond the bill is refused with the figure, and nothing happens`(
        kind: Tender.Kind, fen: Int64, words: String
    ) throws {
        let (history, outcome) = try Self.outcome([Self.bill([Tender(kind, Money(fen: fen))], price: 500_000)])
        #expect(outcome.refusal?.words.zh == words)
        #expect(outcome.quote == nil && outcome.postings.isEmpty && history.account.bills.isEmpty)
        #expect(history.account.storedValue(atMs: Sample.at("2026-01-11")) == (300_000, 50_000))
    }

    @Test func `Tenders that are each within the card are refused where they are not together`() throws {
        let tenders = [Tender(.principal, 250_000), Tender(.storedValue, 150_000)]
        let (_, outcome) = try Self.outcome([Self.bill(tenders, price: 500_000)])
        #expect(outcome.refusal?.phrase == .tenderBeyondCard)
        let whole = [Tender(.principal, 20_000), Tender(.cash, 10_001)]
        #expect(try Self.outcome([Self.bill(whole)]).1.refusal?.phrase == .tenderBeyondBill)
        #expect(try Self.outcome([Self.bill([Tender(.principal, 20_000), Tender(.cash, 10_000)])]).1.refusal == nil)
    }

    @Test func `What is refunded goes back to the kind that paid`() throws {
        let refund = MemberEntry.sample("r", "2026-01-11", .refund(Refund(bill: "b")))
        for kind in [Tender.Kind.gift, .principal, .storedValue] {
            let (history, _) = try Self.outcome([Self.bill([Tender(kind, 30_000)]), refund])
            #expect(history.account.storedValue(atMs: Sample.at("2026-01-12")) == (300_000, 50_000), "\(kind)")
        }
    }

    @Test func `A bill that was settled happened: it takes what is there, and the rest is cash`() throws {
        // A spend that is told of later comes before it.
        let spend = MemberEntry.sample(
            "late", "2026-01-09", .spend(Amount(points: .zero, money: Money(fen: 349_000))))
        let settled = Self.bill([Tender(.principal, 30_000)]) { $0.best = 30_000 }
        let (history, outcome) = try Self.outcome([spend, settled])
        #expect(outcome.refusal == nil)
        #expect(history.account.bills["b"]?.tenders == [Tender(.principal, 858), Tender(.cash, 29_142)])
        #expect(try Self.outcome([spend, Self.bill([Tender(.principal, 30_000)])]).1.refusal != nil)
    }

    @Test func `A bill of the first edition is paid as it was: in the policy's order, by what is there`() throws {
        var old = Self.bill([Tender(.gift, 400_000), Tender(.package, 60_000)], price: 400_000)
        old.edition = .first
        let (history, outcome) = try Self.outcome([old])
        #expect(outcome.refusal == nil)
        let tenders: [Tender] = [Tender(.principal, 300_000), Tender(.gift, 50_000), Tender(.package, 50_000)]
        #expect(history.account.bills["b"]?.tenders == tenders)
        var part = Self.bill([Tender(.gift, 30_000)])
        part.edition = .first
        #expect(
            try Self.outcome([part]).0.account.bills["b"]?.tenders == [Tender(.principal, 25_714), Tender(.gift, 4286)])
    }
}
