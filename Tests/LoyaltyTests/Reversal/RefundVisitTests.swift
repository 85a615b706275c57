import Loyalty
import Testing
import Vocabulary

/// A bill that went back whole was no visit: neither for points, nor for who has not come for long.
@Suite struct RefundVisitTests {
    private let now = Sample.t0

    private let policy = Sample.policy {
        $0.items["care"] = Item(id: "care", name: Sample.name("care"), kind: .service, category: "c", price: 10_000)
        $0.earning.perFen = 1000
        $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
        var visit = VisitRule(id: "visit", points: 50)
        visit.fromFen = 4000
        $0.earning.visits = [visit]
        $0.points.validity = .forever
        var away = Offer(
            id: "away", name: Sample.name("away"), layer: .bill, priority: 0,
            effect: .percentOff(basisPoints: 1000, cap: nil))
        away.conditions.awayDays = 60
        $0.offers = [away]
    }

    private func bill(_ id: String, days: Int64 = 0, fen: Int64 = 10_000) -> MemberFact {
        let at = now + days * StoreZone.dayMs
        return .bill(
            Bill(id: id, atMs: at, store: "s", lines: [.init(item: "care", quantity: 1, unitPrice: Money(fen: fen))]))
    }

    private func back(_ bill: String, fen: Int64? = nil) -> MemberFact {
        .refund(Refund(bill: bill, parts: fen.map { [.init(line: 0, .fen($0))] } ?? []))
    }

    private func history(_ facts: [MemberFact], days: Int64 = 0) throws -> History {
        var history = History(under: PolicyBook([policy]))
        var at = now
        for (index, fact) in facts.enumerated() {
            if case .bill(let bill) = fact { at = max(at, bill.atMs) }
            try history.append(MemberEntry(id: "e\(index)", atMs: at, policy: policy.version, fact: fact))
        }
        return history
    }

    private func points(_ facts: MemberFact...) throws -> Int64 {
        try history(facts).account.pointsBalance(atMs: now + 1)
    }

    @Test func `Rung up, taken back and rung up again on one day is a visit once`() throws {
        #expect(try points(bill("a")) == 60)
        #expect(try points(bill("a"), back("a")) == 0)
        #expect(try points(bill("a"), back("a"), bill("b")) == 60)
        #expect(try points(bill("a"), back("a"), bill("b"), back("b")) == 0)
    }

    @Test func `Points of a visit stay while another bill of the day is left, and go with the last`() throws {
        #expect(try points(bill("a"), bill("b")) == 70)
        #expect(try points(bill("a"), bill("b"), back("a")) == 60)
        #expect(try points(bill("a"), bill("b"), back("b")) == 60)
        #expect(try points(bill("a"), bill("b"), back("a"), bill("c")) == 70)
        #expect(try points(bill("a"), bill("b"), back("a"), bill("c"), back("b")) == 60)
        #expect(try points(bill("a"), bill("b"), back("a"), bill("c"), back("b"), back("c")) == 0)
        #expect(try points(bill("a"), bill("b"), back("a"), back("b"), bill("c")) == 60)
        let kept = try history([bill("a"), bill("b"), back("a"), back("b")])
        #expect(words(kept.outcomes[2].derivation).contains("当天还有其他消费，保留到店所得 50 分"))
        #expect(words(kept.outcomes[3].derivation).contains("当天已没有其他消费，收回到店所得 50 分"))
        #expect(kept.outcomes.compactMap(\.refund?.pointsTaken) == [10, 60])
        let again = try history([bill("a"), bill("b"), back("a")]).account
            .refundPreview(Refund(bill: "a"), atMs: now + 1, policy)
        #expect(again.refusal?.phrase.id.description == "refund.nothing-left")
        #expect(again.pointsTaken == 0 && again.payable == 0 && again.withdrawnVisits.isEmpty)
        #expect(kept.account.bills["a"]?.refunded.earnedTaken == 60)
    }

    @Test func `A bill that is left keeps the visit only with as much as the rule asks for`() throws {
        #expect(try points(bill("a"), bill("b", fen: 3000), back("a")) == 3)
        // What is left of b falls below 4000 with a part of it.
        #expect(try points(bill("a"), bill("b"), back("a"), back("b", fen: 6001)) == 3)
        #expect(try points(bill("a"), bill("b"), back("a"), back("b", fen: 6000)) == 54)
        // And of a itself, first in part, then whole.
        #expect(try points(bill("a"), back("a", fen: 7000), bill("b")) == 63)
        #expect(try points(bill("a"), bill("b"), back("a", fen: 7000)) == 63)
        #expect(try points(bill("a"), bill("b"), back("a", fen: 7000), back("b"), back("a")) == 0)
    }

    @Test func `The last visit is the last day of which a bill is left`() throws {
        let facts = [bill("a"), bill("b", days: 70)]
        #expect(try history(facts).account.lastVisit == policy.zone.day(atMs: now).adding(days: 70))
        #expect(try history(facts + [back("b")]).account.lastVisit == policy.zone.day(atMs: now))
        #expect(try history(facts + [back("b"), back("a")]).account.lastVisit == nil)
        #expect(try history(facts + [back("b", fen: 8999)]).account.lastVisit != policy.zone.day(atMs: now))
        // The offer for who has not come for 60 days is there again.
        let again = try history(facts + [back("b"), bill("c", days: 70)])
        #expect(again.outcomes.compactMap(\.quote?.payable) == [10_000, 9000, 9000])
    }

    /// Bills of two days, taken back in parts and whole, in random order.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `Points are those of the bills left, and of a visit for each day of which one is left`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var history = History(under: PolicyBook([policy]))
        var left: [(day: Int64, fen: Int64)] = []
        var step = 0
        func enter(_ fact: MemberFact, _ day: Int64) throws -> Outcome {
            step += 1
            let at = now + day * StoreZone.dayMs
            return try history.append(MemberEntry(id: "e\(step)", atMs: at, policy: policy.version, fact: fact))
        }
        for day in 0...1 as ClosedRange<Int64> {
            for _ in 0..<12 {
                if left.isEmpty || Int.random(in: 0..<2, using: &random) == 0 {
                    let fen = Int64.random(in: 1...12, using: &random) * 1000
                    _ = try enter(bill("b\(left.count)", days: day, fen: fen), day)
                    left.append((day, fen))
                } else {
                    let place = Int.random(in: left.indices, using: &random)
                    guard left[place].fen > 0 else { continue }
                    let part = Int64.random(in: 1...12, using: &random) * 1000
                    if part < left[place].fen {
                        _ = try enter(back("b\(place)", fen: part), day)
                        left[place].fen -= part
                    } else {
                        _ = try enter(back("b\(place)"), day)
                        left[place].fen = 0
                    }
                }
                let visits = Set(left.filter { $0.fen >= 4000 }.map(\.day)).count
                let expected = left.reduce(0) { $0 + $1.fen / 1000 } + Int64(visits) * 50
                #expect(history.account.pointsBalance(atMs: now + 2 * StoreZone.dayMs) == expected, "seed \(seed)")
                let uses = history.account.uses[UseKey.visit("visit")]
                let used = uses.used(in: .ever, of: policy.zone.day(atMs: now))
                #expect(used == Int64(visits))
            }
        }
        let counted = history.account.qualification.days.reduce(0) { $0 + $1.pointsEarned.count }
        #expect(counted == history.account.pointsBalance(atMs: now + 2 * StoreZone.dayMs))
    }
}
