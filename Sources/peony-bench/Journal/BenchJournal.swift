import Foundation
import HubAPI
import Identity
import KioskStore
import KioskTesting

/// Journal entries as a busy kiosk writes them: a check-in, a spend announced, its outcome, and again.
enum BenchJournal {
    private static let salon = BenchSalon(members: 200)

    /// The same seed gives the same entries; ids of different seeds differ.
    static func entries(_ count: Int, seed: UInt64) -> [JournalEntry] {
        var random = SeededGenerator(seed: seed &+ 0xBE9C)
        var spend: (id: OperationID, number: Int)?
        return (0..<count).map { index in
            let number = spend?.number ?? Int(random.next() % UInt64(salon.members))
            let id = OperationID(BenchSalon.uuid(random.next()))
            let fact: Fact
            switch (index % 3, spend) {
            case (1, _):
                spend = (id, number)
                fact = .spendIntent(intent(index))
            case (2, let announced?):
                spend = nil
                fact = .spendOutcome(SpendOutcome(settles: announced.id, outcome: .posted, evidence: .cardAnswer))
            default:
                fact = .checkIn(CheckIn(booking: "booking-\(index)", offline: false))
            }
            return entry(id, number, index, fact, tap: BenchSalon.uuid(random.next()))
        }
    }

    static func meanBodyBytes(_ entries: [JournalEntry]) -> Int {
        entries.reduce(0) { $0 + EntryWriter.json(of: $1).utf8.count } / max(1, entries.count)
    }

    private static func intent(_ index: Int) -> SpendIntent {
        let before = Int64(index) * 80
        return SpendIntent(
            points: 80, fen: 0, before: WireOdometers(points: before, fen: 0),
            after: WireOdometers(points: before + 80, fen: 0), reward: "mask", claimCode: "3K7PXQ", authority: .offline)
    }

    private static func entry(
        _ id: OperationID, _ number: Int, _ index: Int, _ fact: Fact, tap: UUID
    ) -> JournalEntry {
        let at = salon.nowMs + Int64(index) * 1000
        return JournalEntry(
            id: id, kiosk: BenchSalon.kiosk, tap: OperationID(tap), tappedAtMs: at, recordedAtMs: at + 900,
            bootID: "5c0c7a3e-3d2b-4b6e-9a51-5f0d8a1c2b3d", monotonicMs: 86_400_000 + Int64(index),
            member: salon.id(number), card: salon.card(number), fact: fact)
    }
}
