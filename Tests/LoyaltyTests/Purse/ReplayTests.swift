import Foundation
import Loyalty
import Seeds
import Testing
import Vocabulary

private let dayMs: Int64 = 86_400_000

private func spend(_ number: Int, _ points: Int64, fen: Int64 = 0, day: Int64) -> LotSpend {
    LotSpend(
        id: OperationID(UUID(uuidString: "00000000-0000-4000-8000-\(String(format: "%012d", number))") ?? UUID()),
        atMs: day * dayMs, amount: Amount(points: Points(points), money: Money(fen: fen)))
}

private func grant(
    _ id: String, _ amount: Int64, _ currency: LotCurrency = .points, day: Int64 = 0, active: Int64? = nil,
    expires: Int64? = nil
) -> PurseLot {
    PurseLot(
        id: id, currency: currency, source: "entry of \(id)", granted: amount, gainedAtMs: day * dayMs,
        activeFromMs: active.map { $0 * dayMs }, expiresAtMs: expires.map { $0 * dayMs })
}

private func replay(_ grants: [PurseLot], _ spends: [LotSpend], through day: Int64 = 365) -> Purse {
    Purse.replay(grants: grants, spends: spends, throughMs: day * dayMs)
}

@Suite struct ReplayTests {
    @Test func `A late spend takes what was there at its tap`() {
        let grants = [grant("old", 100, expires: 30), grant("new", 50, day: 10, expires: 300)]
        var purse = replay(grants, [spend(2, 40, day: 40), spend(1, 90, day: 29)])
        #expect(purse.bookExpiries(atMs: 60 * dayMs, entry: "night") == [.points: 10])
        #expect(purse.balance(.points, atMs: 60 * dayMs) == 10)
    }

    @Test func `What was taken before and what expired since is worked out anew`() {
        var lot = grant("a", 100, expires: 30)
        lot.taken = 70
        lot.expired = 30
        #expect(replay([lot], [spend(1, 40, day: 5)]).lot("a")?.remaining == 60)
    }

    @Test func `At one moment a grant comes before a spend`() {
        let purse = replay([grant("a", 50, day: 10)], [spend(1, 50, day: 10)])
        #expect(purse.debt.values.allSatisfy { $0 == 0 })
        #expect(purse.lot("a")?.remaining == 0)
    }

    @Test func `What is gained pays a debt back first, in the name of what was gained`() {
        var purse = replay([grant("a", 30), grant("b", 100, day: 20)], [spend(1, 70, day: 10)])
        #expect(purse.balance(.points, atMs: 21 * dayMs) == 60)
        #expect(purse.debt[.points] == 0)
        let repayments = purse.takePostings().filter { $0.kind == .repayment }
        #expect(repayments.map(\.entry) == ["entry of b", "entry of b"])
        #expect(repayments.map(\.amount) == [-40, 40])
    }

    @Test func `A lot pending when a spend came pays the debt back once it is active`() {
        let grants = [grant("p", 100, day: 1, active: 8)]
        #expect(replay(grants, [spend(1, 40, day: 5)], through: 7).debt[.points] == 40)
        var active = replay(grants, [spend(1, 40, day: 5)], through: 8)
        #expect(active.debt[.points] == 0)
        let repayments = active.takePostings().filter { $0.kind == .repayment }
        #expect(repayments.map(\.entry) == [DerivedID.timePassing, DerivedID.timePassing])
    }

    @Test func `What expired before a debt arose never pays it back, whether or not its expiry was booked`() {
        let grants = [grant("gone", 100, expires: 5), grant("next", 10, day: 20)]
        let purse = replay(grants, [spend(1, 40, day: 10)])
        #expect(purse.debt[.points] == 30)
        #expect(purse.lot("gone")?.remaining == 100)
    }

    @Test(
        arguments: [
            (600, ["cash 600"]), (1000, ["cash 1000"]), (1200, ["cash 1000", "soon 200"]),
            (1350, ["cash 1000", "soon 300", "later 50"]),
            (1500, ["cash 1000", "soon 300", "later 100", "debt-principal 100"]),
        ] as [(Int64, [String])])
    func `Stored value is taken from the principal, then from gifts by their end, then becomes debt`(
        fen: Int64, parts: [String]
    ) {
        let grants = [
            grant("later", 100, .gift, expires: 90), grant("soon", 300, .gift, expires: 60),
            grant("cash", 1000, .principal), grant("points", 5000),
        ]
        var purse = replay(grants, [spend(1, 0, fen: fen, day: 10)])
        let taken = purse.takePostings().filter { $0.kind == .spend }
        #expect(taken.map { "\($0.lot) \(-$0.amount)" } == parts)
        #expect(purse.funds(atMs: 10 * dayMs) == Amount(points: Points(5000), money: Money(fen: 1400 - fen)))
    }

    @Test(arguments: Seeds.first(300, of: 3000))
    func `The order of arrival changes nothing, and nothing is lost or made`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let grants = (0..<6).map { random.grant($0) }
        let spends = (0..<12).map { index in
            spend(
                index, Int64.random(in: 0...40, using: &random), fen: Int64.random(in: 0...40, using: &random),
                day: Int64.random(in: 0...120, using: &random))
        }
        var first = replay(grants, spends)
        var second = replay(grants.shuffled(using: &random), spends.shuffled(using: &random))
        #expect(first == second, "seed \(seed)")
        let postings = first.takePostings()
        #expect(postings == second.takePostings(), "seed \(seed)")
        for spend in spends {
            let booked = postings.filter { $0.entry == spend.id.description }.reduce(0) { $0 - $1.amount }
            #expect(booked == spend.amount.points.count + spend.amount.money.fen, "seed \(seed)")
        }
        for currency in LotCurrency.allCases {
            let sum = postings.filter { $0.currency == currency }.reduce(0) { $0 + $1.amount }
            let lots = first.all.filter { $0.currency == currency }.reduce(0) { $0 + $1.remaining }
            #expect(sum == lots - (first.debt[currency] ?? 0), "seed \(seed)")
        }
    }

    @Test(arguments: Seeds.first(200, of: 2000))
    func `Booking spends one by one, each time from what was kept, is the same as replaying them`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let grants = (0..<6).map { index in
            grant(
                "lot\(index)", 100, LotCurrency.allCases[index % 3], expires: Int64.random(in: 10...90, using: &random))
        }
        let spends = (0..<8).map { index in
            spend(
                index, Int64.random(in: 1...30, using: &random), fen: Int64.random(in: 1...40, using: &random),
                day: Int64(index) * 7 + 1)
        }
        var kept = Purse(lots: grants, debt: [:])
        var postings: [Posting] = []
        for spend in spends {
            kept = Purse(lots: kept.all.shuffled(using: &random), debt: kept.debt)
            kept.take(spend)
            postings += kept.takePostings()
        }
        var replayed = replay(grants, spends)
        let booked = replayed.takePostings().filter { $0.kind != .grant }
        #expect(kept.lots == replayed.lots && kept.closed == replayed.closed, "seed \(seed)")
        #expect(postings == booked, "seed \(seed)")
    }
}

extension SeededGenerator {
    fileprivate mutating func grant(_ index: Int) -> PurseLot {
        let day = Int64.random(in: 0...50, using: &self)
        let active = day + Int64.random(in: 0...20, using: &self)
        let expires = Bool.random(using: &self) ? active + Int64.random(in: 1...60, using: &self) : nil
        let currency = LotCurrency.allCases[Int.random(in: 0..<3, using: &self)]
        return LoyaltyTests.grant(
            "lot\(index)", Int64.random(in: 1...100, using: &self), currency, day: day, active: active,
            expires: expires)
    }
}

extension Purse {
    /// The whole history from the beginning, all of it in the postings; the same whatever the order of the arguments.
    ///
    /// What expired is not booked. At one moment a grant comes before a spend.
    /// - Parameters:
    ///   - grants: as they were granted; what was taken from them since is left aside.
    ///   - now: lots that become active until then pay debts back.
    static func replay(grants: [PurseLot], spends: [LotSpend], throughMs now: Int64) -> Purse {
        var purse = Purse()
        var pending = spends.sorted(by: LotSpend.precedes)[...]
        for grant in grants.sorted(by: { ($0.gainedAtMs, $0.id) < ($1.gainedAtMs, $1.id) }) {
            while let spend = pending.first, spend.atMs < grant.gainedAtMs {
                purse.advanceAndTake(spend)
                pending.removeFirst()
            }
            var lot = grant
            lot.taken = 0
            lot.expired = 0
            purse.advance(toMs: lot.gainedAtMs, entry: DerivedID.timePassing)
            purse.grant(lot)
        }
        for spend in pending { purse.advanceAndTake(spend) }
        purse.advance(toMs: now, entry: DerivedID.timePassing)
        return purse
    }

    private mutating func advanceAndTake(_ spend: LotSpend) {
        advance(toMs: spend.atMs, entry: DerivedID.timePassing)
        take(spend)
    }
}
