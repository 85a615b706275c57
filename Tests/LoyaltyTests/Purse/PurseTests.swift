import Loyalty
import Testing
import Vocabulary

/// Days of 2026 in Shanghai, as moments.
enum Moment {
    static func ms(_ text: String, hour: Int64 = 0, minute: Int64 = 0) -> Int64 {
        guard let day = Day(text) else { return 0 }
        return StoreZone.shanghai.startMs(of: day) + hour * 3_600_000 + minute * 60_000
    }
}

@Suite struct PurseTests {
    private func lot(
        _ id: String, _ amount: Int64, gained: String, active: String? = nil, expires: String? = nil
    ) -> PurseLot {
        PurseLot(
            id: id, currency: .points, source: id, granted: amount, gainedAtMs: Moment.ms(gained),
            activeFromMs: active.map { Moment.ms($0) }, expiresAtMs: expires.map { Moment.ms($0) })
    }

    @Test func `E10 A spend draws on the earliest expiry, and an expired rest does not swallow later points`() {
        var purse = Purse()
        purse.grant(lot("june", 100, gained: "2026-01-01", expires: "2026-06-01"))
        purse.grant(lot("december", 50, gained: "2026-01-02", expires: "2026-12-01"))
        let parts = purse.take(80, .points, atMs: Moment.ms("2026-05-01"), entry: "s", intoDebt: false)
        #expect(parts == [LotPart(lot: "june", currency: .points, amount: 80)])
        #expect(purse.balance(.points, atMs: Moment.ms("2026-06-02")) == 50)
        #expect(purse.bookExpiries(atMs: Moment.ms("2026-06-02"), entry: "night") == [.points: 20])
        #expect(purse.balance(.points, atMs: Moment.ms("2026-06-02")) == 50)
    }

    @Test func `E10 An expired lot cannot be spent though no job has run`() {
        var purse = Purse()
        purse.grant(lot("code", 1000, gained: "2026-01-01", expires: "2026-02-01"))
        let late = purse.take(500, .points, atMs: Moment.ms("2026-02-01"), entry: "s", intoDebt: false)
        #expect(late.isEmpty)
        #expect(purse.balance(.points, atMs: Moment.ms("2026-01-31", hour: 23, minute: 59)) == 1000)
    }

    @Test func `Expiry booked twice is booked once`() {
        var purse = Purse()
        purse.grant(lot("a", 70, gained: "2026-01-01", expires: "2026-02-01"))
        #expect(purse.bookExpiries(atMs: Moment.ms("2026-02-03"), entry: "night") == [.points: 70])
        #expect(purse.bookExpiries(atMs: Moment.ms("2026-02-03"), entry: "night") == [:])
        #expect(purse.takePostings().map(\.amount) == [70, -70])
    }

    @Test func `Pending points count from the moment they become active`() {
        var purse = Purse()
        purse.grant(lot("p", 40, gained: "2026-01-01", active: "2026-01-08"))
        #expect(purse.balance(.points, atMs: Moment.ms("2026-01-07", hour: 23)) == 0)
        #expect(purse.pending(.points, atMs: Moment.ms("2026-01-07", hour: 23)) == 40)
        #expect(purse.balance(.points, atMs: Moment.ms("2026-01-08")) == 40)
    }

    @Test func `A debt is a lot of its own that later points repay first`() {
        var purse = Purse()
        purse.grant(lot("a", 30, gained: "2026-01-01"))
        let parts = purse.take(50, .points, atMs: Moment.ms("2026-01-02"), entry: "s", intoDebt: true)
        #expect(parts.map(\.lot) == ["a", "debt-points"])
        #expect(purse.balance(.points, atMs: Moment.ms("2026-01-02")) == -20)
        purse.grant(lot("b", 100, gained: "2026-01-03"))
        #expect(purse.balance(.points, atMs: Moment.ms("2026-01-03")) == 80)
        #expect(purse.debt[.points] == 0)
    }

    @Test func `Pending points repay a debt once they are active, before they can expire`() {
        var purse = Purse()
        _ = purse.take(20, .points, atMs: Moment.ms("2026-01-02"), entry: "s", intoDebt: true)
        purse.grant(lot("p", 50, gained: "2026-01-03", active: "2026-01-10", expires: "2026-02-01"))
        #expect(purse.debt[.points] == 20)
        purse.advance(toMs: Moment.ms("2026-03-01"), entry: "night")
        #expect(purse.debt[.points] == 0)
        #expect(purse.bookExpiries(atMs: Moment.ms("2026-03-01"), entry: "night") == [.points: 30])
    }

    @Test func `What is given back keeps its expiry, or lives for the grace`() {
        var purse = Purse()
        purse.grant(lot("a", 100, gained: "2026-01-01", expires: "2026-06-01"))
        let parts = purse.take(100, .points, atMs: Moment.ms("2026-05-01"), entry: "s", intoDebt: false)
        var early = purse
        early.giveBack(parts, atMs: Moment.ms("2026-05-02"), entry: "r", notBeforeMs: Moment.ms("2026-05-02"))
        #expect(early.lots.map(\.expiresAtMs) == [Moment.ms("2026-06-01")])
        purse.giveBack(parts, atMs: Moment.ms("2026-06-10"), entry: "r", notBeforeMs: Moment.ms("2026-07-10"))
        #expect(purse.balance(.points, atMs: Moment.ms("2026-07-09")) == 100)
        #expect(purse.balance(.points, atMs: Moment.ms("2026-07-10")) == 0)
    }

    @Test func `Without a grace what is given back to an expired lot is gone at once`() {
        var purse = Purse()
        purse.grant(lot("a", 100, gained: "2026-01-01", expires: "2026-06-01"))
        let parts = purse.take(100, .points, atMs: Moment.ms("2026-05-01"), entry: "s", intoDebt: false)
        purse.giveBack(parts, atMs: Moment.ms("2026-06-10"), entry: "r", notBeforeMs: nil)
        #expect(purse.balance(.points, atMs: Moment.ms("2026-06-10")) == 0)
        #expect(purse.bookExpiries(atMs: Moment.ms("2026-06-10"), entry: "n") == [.points: 100])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `Lots, balance and postings agree with a plain recount, whatever happens`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var purse = Purse()
        var postings: [Posting] = []
        var spends: [(parts: [LotPart], back: Bool)] = []
        var now = Moment.ms("2026-01-01")
        for step in 0..<60 {
            now += Int64.random(in: 0...40, using: &random) * 3_600_000
            purse.advance(toMs: now, entry: "t\(step)")
            switch Int.random(in: 0...5, using: &random) {
            case 0, 1:
                purse.grant(random.lot("l\(step)", atMs: now))
            case 2, 3:
                let amount = Int64.random(in: 1...80, using: &random)
                let parts = purse.take(
                    amount, .points, atMs: now, entry: "s\(step)", intoDebt: Bool.random(using: &random))
                #expect(parts.reduce(0) { $0 + $1.amount } <= amount)
                spends.append((parts, false))
            case 4:
                guard let index = spends.indices.randomElement(using: &random), !spends[index].back else { continue }
                spends[index].back = true
                let grace = Bool.random(using: &random) ? now + 86_400_000 : nil
                purse.giveBack(spends[index].parts, atMs: now, entry: "r\(step)", notBeforeMs: grace)
            default:
                _ = purse.bookExpiries(atMs: now, entry: "n\(step)")
            }
            postings += purse.takePostings()
            expectAgreement(purse, postings, atMs: now)
        }
    }

    private func expectAgreement(_ purse: Purse, _ postings: [Posting], atMs now: Int64) {
        let counted = purse.all.reduce(0) { $0 + $1.remaining } - (purse.debt[.points] ?? 0)
        #expect(postings.reduce(0) { $0 + $1.amount } == counted)
        for lot in purse.all {
            #expect(postings.reduce(0) { $1.lot == lot.id ? $0 + $1.amount : $0 } == lot.remaining)
            #expect(lot.remaining >= 0 && lot.taken >= 0 && lot.expired >= 0)
            let expired = postings.reduce(0) { $1.lot == lot.id && $1.kind == .expiry ? $0 - $1.amount : $0 }
            #expect(lot.expired == expired)
        }
        let live = purse.all.filter {
            $0.activeFromMs <= now && ($0.expiresAtMs ?? .max) > now
        }.reduce(0) { $0 + $1.remaining }
        #expect(purse.balance(.points, atMs: now) == live - (purse.debt[.points] ?? 0))
        #expect(purse.debt[.points, default: 0] == 0 || live == 0)
        #expect(postings.allSatisfy { $0.amount != 0 })
    }
}

extension SeededGenerator {
    mutating func lot(_ id: String, atMs now: Int64) -> PurseLot {
        let pending = Bool.random(using: &self) ? Int64.random(in: 0...100, using: &self) * 3_600_000 : 0
        let life = Bool.random(using: &self) ? Int64.random(in: 1...400, using: &self) * 3_600_000 : nil
        return PurseLot(
            id: id, currency: .points, source: id, granted: Int64.random(in: 1...100, using: &self), gainedAtMs: now,
            activeFromMs: now + pending, expiresAtMs: life.map { now + pending + $0 })
    }
}
