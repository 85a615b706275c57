import Seeds
import Testing
import Vocabulary

@testable import Loyalty

@Suite struct ValueOracleTests {
    /// 60 seeds of 100 histories each.
    @Test(arguments: Seeds.first(60, of: 600))
    func `Stored value divides like a roll of coins`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 { try compareHistory(&random) }
    }

    private func compareHistory(_ random: inout SeededGenerator) throws {
        let order = StoredValueRules.Order.allCases.randomElement(using: &random) ?? .proportional
        var account = MemberAccount()
        var oracle = CoinOracle()
        var now = Sample.t0
        for step in 0..<Int.random(in: 2...10, using: &random) {
            now += Int64.random(in: 1...(4 * StoreZone.dayMs), using: &random)
            if step == 0 || Int.random(in: 0..<4, using: &random) == 0 {
                let paid = Int64.random(in: 1...60, using: &random)
                let gift = Int64.random(in: 0...60, using: &random)
                let policy = Sample.policy {
                    $0.storedValue.order = order
                    $0.storedValue.topUps = [TopUpRule(id: "g", name: Sample.name("g"), fromFen: 1, giftFen: gift)]
                    $0.storedValue.giftValidity = Bool.random(using: &random) ? .forever : .days(5)
                }
                _ = try account.topUp(entry: "t\(step)", paid: Money(fen: paid), atMs: now, policy)
                let end = account.purse.lot("t\(step)-gift")?.expiresAtMs
                oracle.topUp("t\(step)", principal: paid, gift: gift, giftEndMs: end)
                continue
            }
            let policy = Sample.policy { $0.storedValue.order = order }
            let amount = Int64.random(in: 1...50, using: &random)
            let said = account.divideStoredValue(Money(fen: amount), atMs: now, policy)
            let parts = account.payByStoredValue(Money(fen: amount), atMs: now, entry: "s\(step)", policy)
            #expect(said.parts == parts)
            let taken = Dictionary(parts.map { ($0.lot, $0.amount) }, uniquingKeysWith: +)
            #expect(taken == oracle.spend(amount, atMs: now, order))
        }
    }

    /// 60 seeds of 100 choices each.
    @Test(arguments: Seeds.first(60, of: 600))
    func `The package used is the one that trying all of them finds`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 { compareChoice(&random) }
    }

    private func compareChoice(_ random: inout SeededGenerator) {
        let today = 20_000
        var account = MemberAccount()
        var packs: [PackageOracle.Pack] = []
        for number in 0..<Int.random(in: 1...6, using: &random) {
            let id = "p\(number)"
            let first = today + Int.random(in: -3...3, using: &random)
            let last = Int.random(in: 0..<5, using: &random) == 0 ? nil : today + Int.random(in: 0...8, using: &random)
            let left = Int64.random(in: 0...2, using: &random)
            let bought = Sample.zone.startMs(of: Day(first))
            var lot = PackageLot(
                id: id, terms: PackageTests.kind(), source: id, boughtAtMs: bought, paid: 0, left: ["facial": left],
                expiresAtMs: last.map { Sample.zone.startMs(of: Day($0 + 1)) })
            var frozen: [ClosedRange<Int>] = []
            if Bool.random(using: &random) {
                let from = today + Int.random(in: 0...6, using: &random)
                let days = Int.random(in: 1...3, using: &random)
                lot.freeze(Day(from)..<Day(from + days), endMs: lot.expiresAtMs)
                frozen = [from...(from + days - 1)]
            }
            account.packages.add(lot, id: id)
            packs.append(
                PackageOracle.Pack(
                    id: id, left: left, first: first, last: last, boughtAtMs: bought, frozen: frozen))
        }
        let day = today + Int.random(in: 0...9, using: &random)
        let minute = Int64.random(in: 0..<1440, using: &random)
        let forMs = Sample.zone.startMs(of: Day(day)) + minute * 60_000
        #expect(
            account.packageChoice("facial", forMs: forMs, Sample.policy()).lot == PackageOracle.choose(packs, day: day))
    }
}
