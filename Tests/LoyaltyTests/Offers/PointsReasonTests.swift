import Testing
import Vocabulary

@testable import Loyalty

/// Why no points were used on a bill: the reason that holds.
@Suite struct PointsReasonTests {
    private static func reason(
        price: Int64, have: Int64 = 100, roundTo: Int64 = 1, _ change: (inout MoneyOffRule) -> Void = { _ in }
    ) throws -> [String] {
        var rule = MoneyOffRule(points: 10, fen: 100)
        change(&rule)
        let policy = Sample.policy {
            $0.sell("tea", .product, 4000)
            $0.sell("care", .service, 4000)
            $0.moneyOff = rule
            $0.stacking.roundBillToFen = roundTo
        }
        var account = MemberAccount()
        account.gain(have, "p", atMs: Sample.t0)
        var bill = Bill(id: "b", atMs: Sample.t0, store: "s", lines: [.init(item: "tea", unitPrice: Money(fen: price))])
        bill.points = .all
        let quote = try Quote.of(bill, account, policy)
        #expect(quote.pointsUsed == 0)
        return quote.derivation.steps.filter { $0.rule == "moneyOff" }.map(\.words.zh)
    }

    @Test func `There are too few of them`() throws {
        #expect(try Self.reason(price: 4000, have: 9) == ["未使用积分：可用 9 分，至少要用 10 分"])
        #expect(
            try Self.reason(price: 4000) { $0.minimumPoints = 500 } == ["未使用积分：可用 100 分，至少要用 500 分"])
    }

    @Test func `Nothing of the bill is left for them to pay`() throws {
        #expect(try Self.reason(price: 0) == ["未使用积分：本单没有可用积分支付的金额"])
        #expect(try Self.reason(price: 4000) { $0.scope.kinds = [.service] } == ["未使用积分：本单没有可用积分支付的金额"])
    }

    @Test func `What they may pay is less than the fewest that are used`() throws {
        #expect(try Self.reason(price: 99) == ["未使用积分：可用积分支付的只有 ¥0.99，至少要抵 ¥1"])
        let share = try Self.reason(price: 4000) {
            $0.maximumShare = 1000
            $0.minimumPoints = 50
        }
        #expect(share == ["未使用积分：可用积分支付的只有 ¥4，至少要抵 ¥5"])
    }

    @Test func `Rounding the bill gives as much`() throws {
        #expect(try Self.reason(price: 190, roundTo: 200) == ["未使用积分：抹零后不需要积分"])
    }
}
