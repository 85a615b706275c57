import Testing
import Vocabulary

@testable import Loyalty

/// Where a balance comes from, told lot by lot.
@Suite struct BalanceWhyTests {
    private let now = Sample.at("2026-03-02")

    private func lot(
        _ id: String, _ amount: Int64, _ currency: LotCurrency = .points, gained: String = "2026-01-10",
        active: String? = nil, through: String? = "2026-12-31"
    ) -> PurseLot {
        PurseLot(
            id: id, currency: currency, source: id, granted: amount, gainedAtMs: Sample.at(gained),
            activeFromMs: active.map { Sample.at($0) },
            expiresAtMs: through.flatMap { Day($0) }.map { Sample.zone.startMs(of: $0.adding(days: 1)) })
    }

    private func told(_ lots: [PurseLot], _ currencies: [LotCurrency] = [.points], debt: Int64 = 0) -> [Bilingual] {
        var account = MemberAccount()
        account.purse = Purse(lots: lots, debt: debt > 0 ? [.points: debt] : [:])
        return account.balanceDerivation(currencies, atMs: now, Sample.policy()).steps.map(\.words)
    }

    @Test func `Each day's gain says when it came and until when it can be used, the first to be spent first`() {
        let words = told([
            lot("a", 30, gained: "2026-02-01", through: nil), lot("b", 20), lot("c", 5),
            lot("d", 7, gained: "2026-01-11"),
        ])
        #expect(
            words.map(\.en) == [
                "25 points from 10 Jan 2026, use by 31 Dec 2026",
                "7 points from 11 Jan 2026, use by 31 Dec 2026",
                "30 points from 1 Feb 2026, no expiry",
            ])
        #expect(words[2].zh == "30 分：2026年2月1日获得，长期有效")
    }

    @Test func `What has expired is not told; what is to come says from when`() {
        let words = told([
            lot("gone", 9, through: "2026-03-01"), lot("last", 8, through: "2026-03-02"),
            lot("soon", 40, gained: "2026-03-01", active: "2026-03-08"),
        ])
        #expect(
            words.map(\.zh) == [
                "8 分：2026年1月10日获得，2026年3月2日到期", "40 分：2026年3月1日获得，2026年3月8日起可用",
            ])
    }

    @Test func `A debt is told, and stored value by what was paid in and what was given`() {
        #expect(told([], debt: 12).map(\.en) == ["12 points owed: what comes next pays it back first"])
        let words = told(
            [lot("p", 100_000, .principal, through: nil), lot("g", 26_050, .gift)], [.principal, .gift])
        #expect(
            words.map(\.zh) == ["¥1,000：2026年1月10日充值，长期有效", "¥260.50：2026年1月10日赠送，2026年12月31日到期"])
    }

    @Test func `Of many lots the rest is one sum, and nothing is left out of it`() throws {
        let lots = (0..<9).map { lot("l\($0)", Int64($0 + 1), gained: "2026-02-0\($0 + 1)") }
        let words = told(lots)
        #expect(words.count == 7)
        #expect(words[6].en == "24 points more, the first to use by 31 Dec 2026")
        let forever = told(lots.map { lot("f\($0.id)", $0.granted, gained: "2026-01-01", through: nil) })
        #expect(forever.map(\.en) == ["45 points from 1 Jan 2026, no expiry"])
    }

    @Test func `What is under way says how much cannot be used and why`() {
        let funds = OfflineSpend(
            balance: Amount(points: Points(500), money: Money(fen: 60_000)),
            odometer: Amount(points: Points(120), money: Money(fen: 1000)),
            settled: Amount(points: Points(40), money: .zero),
            heldElsewhere: Amount(points: Points(10), money: .zero),
            ownOtherCards: Amount(points: Points(5), money: .zero), limit: .zero, proofAbove: .zero,
            cardMaySpendOffline: true, snapshotAgeSeconds: 0, snapshotMaxAgeSeconds: 1)
        #expect(
            funds.derivation.points.steps.map(\.words.zh) == [
                "可用 405 分", "刚用掉 80 分，正在入账", "15 分正在结算，暂时不能用",
            ])
        #expect(
            funds.derivation.money.steps.map(\.words.en) == [
                "¥590 to use", "¥10 just spent, being booked",
            ])
    }
}
