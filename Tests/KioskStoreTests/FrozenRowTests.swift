import Foundation
import HubAPI
import KioskTesting
import Testing
import Vocabulary

@testable import KioskStore

/// Rows of a kiosk's file as released versions wrote them. A line of the journal is hashed as it stands, and read for
/// as long as a card may come back.
@Suite struct FrozenRowTests {
    /// One of each fact, with all that can be there, and the least.
    private static func entries() throws -> [JournalEntry] {
        let (id, other) = (try operation(1), try operation(2))
        let (before, after) = (Amount(points: 20, fen: 0), Amount(points: 100, fen: 1_250))
        let amount = after - before
        let facts: [Fact] = [
            .checkIn(CheckIn(booking: "b-1", offline: true)), .checkIn(CheckIn(booking: nil, offline: false)),
            .spendIntent(
                SpendIntent(
                    amount: amount, before: before, after: after, reward: "mask", claimCode: "3K7PXQ",
                    authority: .offline)),
            .spendIntent(
                SpendIntent(
                    amount: amount, before: before, after: after, reward: nil, claimCode: nil, authority: .hold)),
            .spendOutcome(SpendOutcome(settles: other, outcome: .voided, evidence: .cardRecord)),
            .cardSeen(
                CardSeen(
                    odometers: after,
                    records: [
                        WireCardRecord(
                            operation: other, kind: 1, amount: amount, after: after, kioskNumber: 7,
                            atSeconds: 1_790_000_000)
                    ])),
            .fault(FaultReport(.clockAhead, detail: "\"悦容\" \\ \u{1F} /")),
        ]
        let card = try #require(CardID("04A1B2C3D4E5F6-1"))
        let whole = facts.map { fact in
            JournalEntry(
                id: id, kiosk: "xuhui-1", tap: other, tappedAtMs: 1_790_000_000_000, recordedAtMs: 1_790_000_000_500,
                bootID: "boot", monotonicMs: 12_345, member: MemberID(id.uuid), card: card, fact: fact)
        }
        return whole + [
            JournalEntry(id: id, kiosk: "xuhui-1", tappedAtMs: 1, recordedAtMs: 2, fact: facts[1])
        ]
    }

    private static func operation(_ number: Int) throws -> OperationID {
        try #require(OperationID("01020304-0506-4708-890a-0b0c0d0e0f0\(number)"))
    }

    @Test func `A line of the journal is written as it was, and read from that`() throws {
        let entries = try Self.entries()
        let newest = entries.map { EntryWriter.json(of: $0) }
        let kept = try FrozenText.lines("journal-1.jsonl", newest: newest)
        #expect(kept == newest)
        #expect(kept.map(Entries.decoded) == entries)
    }

    private static let facts = StoredFacts(
        kiosk: KioskFacts(
            number: 7, salon: Bilingual(zh: "悦容美容", en: "Yuerong"), storeID: "xuhui",
            store: Bilingual(zh: "徐汇店", en: "Xuhui"), timeZone: "Asia/Shanghai"),
        policies: [PolicyFacts(version: "a", effectiveFromMs: 1_767_225_600_000, sha256: "00FF", text: nil)])

    @Test func `What a kiosk keeps of the feed beside its members is written as it was, and read from that`() throws {
        let newest = try WireJSON.text(of: Self.facts)
        let kept = try FrozenText.kept("facts-1.json", newest: newest)
        #expect(kept == newest)
        let read = try JSONDecoder().decode(StoredFacts.self, from: Data(kept.utf8))
        #expect(read.kiosk == Self.facts.kiosk && read.policies == Self.facts.policies)
    }
}
