import Foundation
import HubAPI
import KioskStore
import Vocabulary

/// Journal entries as a busy kiosk writes them: a check-in, a spend announced, its outcome, and again.
enum BenchJournal {
    struct Person {
        var member: MemberID
        var card: CardID
        /// Points that the card has spent.
        var settled: Int64 = 0
    }

    private static let salon = BenchSalon(members: 200)
    private static let spend: Int64 = 5

    /// Of two hundred members that no hub knows.
    static func entries(_ count: Int, seed: UInt64) -> [JournalEntry] {
        let people = (0..<salon.members).compactMap { number in
            salon.card(number).map { Person(member: salon.id(number), card: $0) }
        }
        return entries(count, seed: seed, of: people, kiosk: BenchSalon.kiosk, nowMs: salon.nowMs)
    }

    /// The same seed gives the same ids; ids of different seeds differ. Odometers advance as cards' do.
    ///
    /// - Parameter nowMs: they begin a day before it, a second apart.
    static func entries(
        _ count: Int, seed: UInt64, of people: [Person], kiosk: String, nowMs: Int64
    ) -> [JournalEntry] {
        var random = SeededGenerator(seed: seed &+ 0xBE9C)
        var odometers = people.map(\.settled)
        var announced: (id: OperationID, number: Int)?
        return (0..<count).map { index in
            let number = announced?.number ?? Int(random.next() % UInt64(people.count))
            let id = OperationID(BenchSalon.uuid(random.next()))
            let fact: Fact
            switch (index % 3, announced) {
            case (1, _):
                announced = (id, number)
                fact = .spendIntent(intent(before: odometers[number]))
                odometers[number] += spend
            case (2, let intent?):
                announced = nil
                fact = .spendOutcome(SpendOutcome(settles: intent.id, outcome: .posted, evidence: .cardAnswer))
            default:
                fact = .checkIn(CheckIn(booking: "booking-\(index)", offline: true))
            }
            let tap = OperationID(BenchSalon.uuid(random.next()))
            return entry(
                id, people[number], fact, tap: tap, kiosk: kiosk, atMs: nowMs - 86_400_000 + Int64(index) * 1000)
        }
    }

    static func meanBodyBytes(_ entries: [JournalEntry]) -> Int {
        entries.reduce(0) { $0 + EntryWriter.json(of: $1).utf8.count } / max(1, entries.count)
    }

    private static func intent(before: Int64) -> SpendIntent {
        SpendIntent(
            amount: Amount(points: spend), before: Amount(points: before, fen: 0),
            after: Amount(points: before + spend, fen: 0), reward: "mask", claimCode: "3K7PXQ",
            authority: .offline)
    }

    private static func entry(
        _ id: OperationID, _ person: Person, _ fact: Fact, tap: OperationID, kiosk: String, atMs: Int64
    ) -> JournalEntry {
        JournalEntry(
            id: id, kiosk: kiosk, tap: tap, tappedAtMs: atMs, recordedAtMs: atMs + 900,
            bootID: "5c0c7a3e-3d2b-4b6e-9a51-5f0d8a1c2b3d", monotonicMs: atMs % 86_400_000,
            member: person.member, card: person.card, fact: fact)
    }
}
