import HubAPI
import KioskTesting
import Testing
import Vocabulary

@testable import Kiosk

/// Log lines as operators have collected them: they filter by event and field, and by time.
@Suite struct FrozenLogTests {
    private static func events() throws -> [LogEvent] {
        let tap = try #require(OperationID("11111111-2222-4333-8444-555555555555"))
        let card = CardTrace(of: "04A1B2C3D4E5F6", key: [UInt8](repeating: 7, count: 32))
        return [
            .started(version: "1.0", storeEpoch: "e-1", journalSequence: 42), .stopping(reason: "signal"),
            .storeSetAside(lastSequence: 41, rescued: 3), .storeSetAside(lastSequence: nil, rescued: 0),
            .newEpoch(reason: "lost"), .clockWrong(aheadMs: -3_600_000), .tap(tap, card: nil), .tap(tap, card: card),
            .cardRead(tap, card: card, milliseconds: 61), .cardFailed(tap, code: "removed"),
            .journalled(tap, kind: "checkIn", sequence: 43), .refused(tap, code: "no-booking"), .outcomeUnknown(tap),
            .shown(screen: "welcome", milliseconds: 12), .uploaded(entries: 100, left: 7, milliseconds: 33),
            .refusedByHub(lines: 1), .feedApplied(members: 500, removed: 2, milliseconds: 80),
            .hubFailed(during: "upload", code: "timed-out"), .hubReached, .policyRead(version: "yuerong-2026-1"),
            .policyUnreadable(version: "yuerong-2027-1"), .answered(kind: .logs, lines: 20, skipped: 1),
            .reader(state: "ready"), .display(state: "ready"), .fault(code: "disk-full \"/data\"\n"),
            .dropped(lines: 5),
        ]
    }

    @Test func `Every event is written as it was, and its time is read from that`() throws {
        let written = try Self.events().enumerated().map { index, event in
            LogLine.text(event, cursor: Int64(index + 1), atMs: 1_790_000_000_000 + Int64(index))
        }
        let frozen = try FrozenText.lines("log-1.jsonl", newest: written)
        #expect(written == frozen)
        for (index, line) in frozen.enumerated() {
            #expect(LogLine.atMs(line) == 1_790_000_000_000 + Int64(index) && LogLine.isObject(line), "\(line)")
        }
    }
}
