import DatabaseTesting
import Foundation
import HubAPI
import HubStore
import Synchronization
import Testing
import Vocabulary

/// The wall clock as a test sets it.
final class TestClock: Sendable {
    private let ms = Mutex<Int64>(TestClock.startMs)
    /// 2026-03-02 10:00 in Shanghai.
    static let startMs: Int64 = 1_772_416_800_000

    var nowMs: Int64 { ms.withLock { $0 } }
    func advance(ms by: Int64) { ms.withLock { $0 += by } }
    func set(ms to: Int64) { ms.withLock { $0 = to } }
}

/// A hub's database in a folder of its own with a small salon and one active card.
final class TestSalon: Sendable {
    let folder: URL
    var path: String { folder.path }
    let clock = TestClock()
    let place: DatabaseLocation
    let database: HubDatabase
    let showcase: [SampleSummary.Showcase]
    static let kiosks = ["xuhui-1", "jingan-1"]

    /// - Parameters:
    ///   - monotonic: the machine's other clock; without one, time passes as the wall clock says.
    ///   - engine: what keeps it.
    init(
        members: Int = 12, seed: UInt64 = 7, monotonic: TestClock? = nil, on engine: TestEngine = .chosen
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("hub-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let clock = clock
        let hubClock = HubClock(wallMs: { clock.nowMs }, monotonicMs: { (monotonic ?? clock).nowMs })
        place =
            switch engine {
            case .sqlite: .file(path: folder.path + "/hub.sqlite")
            case .postgres: .server(try await PostgresCluster.shared.value.newOptions())
            }
        database = try await HubDatabase.open(place, clock: hubClock)
        showcase = try await database.seedSample(members: members, seed: seed).showcase
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    /// The same database once more, as another process has it.
    func opened(as opening: HubDatabase.Opening = .guest, clock other: HubClock? = nil) async throws -> HubDatabase {
        let clock = clock
        return try await HubDatabase.open(place, as: opening, clock: other ?? HubClock(following: { clock.nowMs }))
    }

    /// The member that tests spend from: has points in several lots and stored value.
    var member: MemberID { showcase[0].member }

    /// - Parameter number: the last byte of the UID.
    static func uid(_ number: UInt8) throws -> CardUID {
        try #require(CardUID([0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, number]))
    }

    func issueCard(_ number: UInt8 = 1, member: MemberID? = nil, replaces: CardID? = nil) async throws -> CardID {
        let view = try await database.issue(
            IssueRequest(
                uid: try Self.uid(number), member: member ?? self.member, memberNumber: nil, replaces: replaces))
        return try await database.markIssued(view.id).id
    }

    func facts(_ member: MemberID? = nil) async throws -> MemberFacts {
        let page = try await database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        return try #require(page.members.first { $0.id == member ?? self.member })
    }

    func summary() async throws -> MemberSummary { try await database.member(member) }

    func incidents(_ status: IncidentFacts.Status = .open) async throws -> [IncidentFacts] {
        try await database.incidents(status, after: nil).incidents
    }

    // Entries.

    func entry(
        _ id: OperationID, kiosk: String = "xuhui-1", atMs: Int64? = nil, card: CardID?, _ fact: Fact
    ) -> JournalEntry {
        let atMs = atMs ?? clock.nowMs
        return JournalEntry(
            id: id, kiosk: kiosk, tappedAtMs: atMs, recordedAtMs: atMs, member: member, card: card, fact: fact)
    }

    /// What a kiosk says of a card whose odometers are below what its snapshot has settled.
    func behind(_ id: OperationID, kiosk: String = "xuhui-1", card: CardID) -> JournalEntry {
        entry(id, kiosk: kiosk, card: card, .fault(FaultReport(.odometerBehind, detail: "below")))
    }

    func intent(
        _ id: OperationID, kiosk: String = "xuhui-1", atMs: Int64? = nil, card: CardID?, before: Amount,
        points: Int64, fen: Int64 = 0, reward: String? = nil, claimCode: String? = nil
    ) -> JournalEntry {
        entry(
            id, kiosk: kiosk, atMs: atMs, card: card,
            .spendIntent(
                SpendIntent(
                    amount: Amount(points: points, fen: fen), before: before,
                    after: before + Amount(points: points, fen: fen),
                    reward: reward, claimCode: claimCode, authority: .offline)))
    }

    func outcome(
        _ id: OperationID, of intent: OperationID, kiosk: String = "xuhui-1", card: CardID?,
        _ outcome: SpendOutcome.Outcome, _ evidence: SpendOutcome.Evidence = .cardAnswer
    ) -> JournalEntry {
        entry(
            id, kiosk: kiosk, card: card,
            .spendOutcome(SpendOutcome(settles: intent, outcome: outcome, evidence: evidence)))
    }

    func seen(
        _ id: OperationID, kiosk: String = "xuhui-1", card: CardID, odometers: Amount,
        records: [WireCardRecord] = []
    ) -> JournalEntry {
        entry(id, kiosk: kiosk, card: card, .cardSeen(CardSeen(odometers: odometers, records: records)))
    }

    func record(
        _ id: OperationID, points: Int64, fen: Int64 = 0, after: Amount, atMs: Int64? = nil
    ) -> WireCardRecord {
        WireCardRecord(
            operation: id, kind: 1, amount: Amount(points: points, fen: fen), after: after, kioskNumber: 1,
            atSeconds: (atMs ?? clock.nowMs) / 1000)
    }

    /// What everybody can see of the salon, without what depends on the order of arrival.
    func digest() async throws -> [String] {
        let page = try await database.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        var lines = page.members.sorted { $0.id.description < $1.id.description }.map { member in
            let lots = member.lots.map { "\($0.id)=\($0.remaining)" }
            let cards = member.cards.map { card in
                "\(card.id) \(card.status) settled=\(card.settled) open=\(card.open.map(\.id)) "
                    + "unexplained=\(card.unexplained.map { "\($0)" } ?? "-")"
            }
            return "\(member.id) \(lots) held=\(member.held) \(cards)"
        }
        for status in [ClaimFacts.Status.open, .handedOver, .cancelled] {
            let claims = try await database.claims(status).claims
            lines += claims.map { "\(status) claim \($0.code) \($0.redemption)" }.sorted()
        }
        let kinds = try await incidents().map { "\($0.kind.rawValue) \($0.amount) \($0.detail)" }
        return lines + kinds.sorted()
    }
}

/// Says what is wrong where an audit finds something.
func expectSound(_ database: HubDatabase, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let found = try await database.audit()
    #expect(found == [], sourceLocation: sourceLocation)
}
