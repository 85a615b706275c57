import Foundation
import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

@Suite struct EntryWriterTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `What is written decodes to the entry it was written from`(_ seed: UInt64) throws {
        var maker = RandomEntries(seed: seed)
        for round in 0..<500 {
            let entry = maker.entry()
            let body = EntryWriter.json(of: entry)
            let read = try JSONDecoder().decode(JournalEntry.self, from: Data(body.utf8))
            #expect(read == entry, "seed \(seed), round \(round)")
            #expect(try JSONSerialization.jsonObject(with: Data(body.utf8)) is [String: Any])
        }
    }

    @Test func `The keys are those of the wire form`() throws {
        var maker = RandomEntries(seed: 9)
        for _ in 0..<100 {
            let entry = maker.entry()
            let ours = try JSONSerialization.jsonObject(with: Data(EntryWriter.json(of: entry).utf8))
            let theirs = try JSONSerialization.jsonObject(with: JSONEncoder().encode(entry))
            #expect(ours as? NSDictionary == theirs as? NSDictionary)
        }
    }
}

/// Entries of every kind, with every optional present or absent and the nastiest text that JSON knows.
struct RandomEntries {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func entry() -> JournalEntry {
        JournalEntry(
            id: operation(), kiosk: text(), tap: maybe { $0.operation() }, tappedAtMs: number(), recordedAtMs: number(),
            bootID: maybe { $0.text() }, monotonicMs: maybe { $0.number() }, member: maybe { MemberID($0.uuid()) },
            card: maybe { $0.card() }.flatMap { $0 }, fact: fact())
    }

    private mutating func fact() -> Fact {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .checkIn(CheckIn(booking: maybe { $0.text() }, offline: .random(using: &random)))
        case 1:
            .spendIntent(
                SpendIntent(
                    amount: Amount(points: number(), fen: number()), before: odometers(), after: odometers(),
                    reward: maybe { $0.text() }, claimCode: maybe { $0.text() },
                    authority: .random(using: &random) ? .hold : .offline))
        case 2:
            .spendOutcome(
                SpendOutcome(
                    settles: operation(), outcome: .random(using: &random) ? .posted : .voided, evidence: .odometer))
        case 3:
            .cardSeen(
                CardSeen(
                    odometers: odometers(),
                    records: (0..<Int.random(in: 0...10, using: &random)).map { _ in record() }))
        default: .fault(FaultReport(code: Extensible(rawValue: text()), detail: text()))
        }
    }

    private mutating func record() -> WireCardRecord {
        WireCardRecord(
            operation: operation(), kind: .random(in: 0...255, using: &random),
            amount: Amount(points: number(), fen: number()),
            after: odometers(), kioskNumber: .random(in: 0 ... .max, using: &random), atSeconds: number())
    }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    private mutating func uuid() -> UUID {
        let (high, low) = (random.next(), random.next())
        let bytes = [high, low].flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
        return OperationID(bytes: bytes)?.uuid ?? UUID()
    }

    private mutating func operation() -> OperationID { OperationID(uuid()) }
    private mutating func odometers() -> Amount { Amount(points: number(), fen: number()) }

    private mutating func card() -> CardID? {
        let length = [4, 7, 10].randomElement(using: &random) ?? 7
        return CardUID((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }).map {
            CardID(uid: $0, issueNumber: .random(in: 0 ... .max, using: &random))
        }
    }

    private mutating func number() -> Int64 {
        [0, 1, -1, .max, .min, .random(in: .min ... .max, using: &random)].randomElement(using: &random) ?? 0
    }

    private mutating func text() -> String {
        let pieces = [
            "", "a", "\"", "\\", "\n", "\u{0}", "\u{1F}", "\u{7F}", "悦容", "👩‍🦰", "\u{2028}", "</script>", "/",
            "e\u{301}",
        ]
        return (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }
}
