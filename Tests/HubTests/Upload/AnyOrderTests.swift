import HubAPI
import HubStore
import Seeds
import Testing
import Vocabulary

/// What really happened to one card at several kiosks, and what each kiosk wrote down of it.
private struct Week {
    /// Later than any tap of it; lots expire in between.
    static let daysMs: Int64 = 80 * 86_400_000

    var random: SeededGenerator
    var journals: [TestJournal]
    var odometers = Amount.zero
    var records: [WireCardRecord] = []
    private var next = 1
    private let salon: TestSalon
    private let card: CardID
    private var nowMs: Int64

    init(seed: UInt64, salon: TestSalon, card: CardID, kiosks: [String], taps: Int) {
        random = SeededGenerator(seed: seed)
        journals = kiosks.map { TestJournal(kiosk: $0) }
        self.salon = salon
        self.card = card
        nowMs = TestClock.startMs
        for _ in 0..<taps { tap() }
        for index in journals.indices { look(index) }
    }

    private mutating func id() -> OperationID {
        next += 1
        return .test(next)
    }

    private mutating func tap() {
        nowMs += Int64.random(in: 1000...3 * 86_400_000, using: &random)
        let kiosk = Int.random(in: 0..<journals.count, using: &random)
        if Int.random(in: 0..<3, using: &random) == 0 { look(kiosk) }
        spend(kiosk)
    }

    /// The kiosk reads the card whole.
    private mutating func look(_ kiosk: Int) {
        let seen = salon.seen(
            id(), kiosk: journals[kiosk].kiosk, card: card, odometers: odometers, records: Array(records.prefix(10)))
        journals[kiosk].append(seen)
    }

    private mutating func spend(_ kiosk: Int) {
        let operation = id()
        let points = Int64.random(in: 1...9, using: &random)
        let name = journals[kiosk].kiosk
        let hasReward = Bool.random(using: &random)
        journals[kiosk].append(
            salon.intent(
                operation, kiosk: name, atMs: nowMs, card: card, before: odometers, points: points,
                reward: hasReward ? "mask" : nil, claimCode: hasReward ? "C\(next)" : nil))
        let isCommitted = Int.random(in: 0..<4, using: &random) > 0
        if isCommitted {
            odometers = odometers + Amount(points: points, fen: 0)
            records.insert(
                salon.record(operation, points: points, after: odometers, atMs: nowMs), at: 0)
        }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: break  // The card left; nobody knows.
        case 1:  // Another kiosk finds out later.
            let other = Int.random(in: 0..<journals.count, using: &random)
            settle(operation, isCommitted, other, isCommitted ? .cardRecord : .odometer)
        default: settle(operation, isCommitted, kiosk, isCommitted ? .cardAnswer : .notSent)
        }
    }

    private mutating func settle(
        _ operation: OperationID, _ isCommitted: Bool, _ kiosk: Int, _ evidence: SpendOutcome.Evidence
    ) {
        journals[kiosk].append(
            salon.outcome(
                id(), of: operation, kiosk: journals[kiosk].kiosk, card: card, isCommitted ? .posted : .voided,
                evidence))
    }

    /// Sends all journals in random portions, some twice, some from too far on, while expiries are being booked.
    mutating func upload(to salon: TestSalon, order: UInt64) async throws {
        var random = SeededGenerator(seed: order)
        var sent = [Int](repeating: 0, count: journals.count)
        while let kiosk = journals.indices.filter({ sent[$0] < journals[$0].lines.count }).randomElement(using: &random)
        {
            let journal = journals[kiosk]
            let from = max(0, sent[kiosk] - Int.random(in: 0...3, using: &random))
            let to = min(journal.lines.count, sent[kiosk] + Int.random(in: 1...7, using: &random))
            _ = try await salon.database.upload(journal.request(from..<to), kiosk: journal.kiosk)
            if Int.random(in: 0..<5, using: &random) == 0, to + 1 < journal.lines.count {
                _ = try await salon.database.upload(journal.request(to + 1..<journal.lines.count), kiosk: journal.kiosk)
            }
            sent[kiosk] = to
            if Bool.random(using: &random) { try await salon.database.tidy() }
        }
        try await salon.database.tidy()
    }
}

@Suite struct AnyOrderTests {
    @Test(arguments: Seeds.first(12, of: 120))
    func `However uploads are cut, mixed and repeated, the hub ends the same`(seed: UInt64) async throws {
        var digests: [[String]] = []
        for order in UInt64(0)..<4 {
            let salon = try await TestSalon(members: 9)
            let card = try await salon.issueCard()
            var week = Week(seed: seed, salon: salon, card: card, kiosks: TestSalon.kiosks, taps: 25)
            salon.clock.advance(ms: Week.daysMs)
            try await week.upload(to: salon, order: seed &* 100 &+ order)
            let summary = try await salon.summary()
            #expect(try await salon.database.audit() == [], "seed \(seed) order \(order)")
            #expect(summary.cards[0].settled.points <= week.odometers.points, "seed \(seed)")
            let incidents = try await salon.incidents()
            #expect(summary.cards[0].status == .active, "seed \(seed): \(incidents)")
            if summary.heldPoints == 0 {
                #expect(summary.cards[0].settled == week.odometers, "seed \(seed)")
            }
            digests.append(try await salon.digest())
        }
        for digest in digests.dropFirst() { #expect(digest == digests[0], "seed \(seed)") }
    }

    @Test(arguments: Seeds.first(6, of: 60))
    func `A hub restored from a backup ends where it would have been`(seed: UInt64) async throws {
        let salon = try await TestSalon(members: 9)
        let card = try await salon.issueCard()
        var week = Week(seed: seed, salon: salon, card: card, kiosks: TestSalon.kiosks, taps: 20)
        salon.clock.advance(ms: Week.daysMs)
        for journal in week.journals {
            let half = journal.request(0..<journal.lines.count / 2)
            _ = try await salon.database.upload(half, kiosk: journal.kiosk)
        }
        let backup = salon.path + "/backup.sqlite"
        #expect(try await salon.database.backup(to: backup).contradictions.isEmpty)
        try await week.upload(to: salon, order: seed)
        let clock = salon.clock
        let restored = try HubDatabase(path: backup) { clock.nowMs }
        let before = try await salon.database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect(try await restored.declareRestored().hubEpoch != before.position.hubEpoch)
        for journal in week.journals {
            let asked = try await restored.feed(
                kiosk: journal.kiosk, cursor: before.cursor, hubEpoch: before.position.hubEpoch,
                storeEpoch: journal.epoch)
            #expect(asked.position.lastSequence == Int64(journal.lines.count / 2))
            #expect(asked.members.count == before.members.count, "another epoch brings everything")
            let from = Int(asked.position.lastSequence)
            let receipt = try await restored.upload(
                journal.request(from..<journal.lines.count), kiosk: journal.kiosk)
            #expect(receipt.refused.isEmpty)
            #expect(receipt.position.hubEpoch == asked.position.hubEpoch)
        }
        try await restored.tidy()
        let after = try await restored.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        let facts = { (page: FeedPage) in page.members.sorted { $0.id.description < $1.id.description } }
        #expect(facts(after).map(\.lots) == facts(before).map(\.lots), "seed \(seed)")
        #expect(facts(after).map(\.cards) == facts(before).map(\.cards), "seed \(seed)")
        #expect(try await restored.audit() == [])
        try restored.close()
    }
}
