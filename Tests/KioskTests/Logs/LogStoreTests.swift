import Foundation
import HubAPI
import Synchronization
import Testing
import Vocabulary

@testable import Kiosk

@Suite struct LogStoreTests {
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.appending(path: "kiosk-logs-\(UUID().uuidString)").path
        let clock = Mutex<Int64>(1_790_000_000_000)

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func open(maximumBytes: Int64 = 1 << 20) throws -> LogStore {
            try LogStore(folder: path, maximumBytes: maximumBytes) {
                self.clock.withLock { now in
                    now += 1000
                    return now
                }
            }
        }

        var files: [String] { LogSegment.all(in: path).map(\.path) }
    }

    private func cursors(_ page: LogPage) -> [Int64] {
        page.lines.compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (object?["cursor"] as? NSNumber)?.int64Value
        }
    }

    @Test func `Lines come back in order, page by page, and follow on`() throws {
        let log = try Folder().open()
        for number in 1...12 { log.write(.uploaded(entries: number, left: 0, milliseconds: 3)) }
        let first = log.read(after: nil, limit: 5)
        #expect(cursors(first) == [1, 2, 3, 4, 5] && first.cursor == 5 && !first.atEnd)
        let second = log.read(after: first.cursor, limit: 50)
        #expect(cursors(second) == Array(6...12) && second.atEnd)
        #expect(log.read(after: second.cursor).lines == [])
        log.write(.hubReached)
        #expect(cursors(log.read(after: second.cursor)) == [13])
    }

    @Test func `Reading can begin at a time`() throws {
        let folder = Folder()
        let log = try folder.open()
        for _ in 1...10 { log.write(.hubReached) }
        let since = 1_790_000_000_000 + Int64(7 * 1000)
        #expect(cursors(log.read(after: nil, sinceMs: since)) == [7, 8, 9, 10])
        #expect(log.read(after: nil, sinceMs: .max).lines == [])
        #expect(log.read(after: nil, sinceMs: .max).cursor == 10, "so that following begins after what is there")
    }

    @Test func `Cursors go on after a restart`() throws {
        let folder = Folder()
        do { for _ in 1...3 { try folder.open().write(.hubReached) } }
        let log = try folder.open()
        log.write(.hubReached)
        #expect(cursors(log.read(after: nil)) == [1, 2, 3, 4])
    }

    @Test func `A torn last line is skipped and reported, and nothing after it is lost`() throws {
        let folder = Folder()
        do {
            let log = try folder.open()
            for _ in 1...3 { log.write(.hubReached) }
        }
        let file = try #require(folder.files.last)
        let bytes = try Data(contentsOf: URL(filePath: file))
        try bytes.dropLast(20).write(to: URL(filePath: file))
        let log = try folder.open()
        log.write(.stopping(reason: "test"))
        let page = log.read(after: nil)
        #expect(cursors(page) == [1, 2, 4])
        #expect(page.skipped == [SkippedLine(cursor: 3, reason: "not a JSON object")])
    }

    @Test func `A line that cannot be sent does not stop those after it`() throws {
        let folder = Folder()
        do {
            let log = try folder.open()
            for _ in 1...4 { log.write(.hubReached) }
        }
        let file = try #require(folder.files.first)
        var lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
        lines[1] = "{\"cursor\":2,\"x\":\"" + String(repeating: "y", count: 9000) + "\"}"
        lines[2] = "\u{0}\u{FFFD}{"
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let page = try folder.open().read(after: nil)
        #expect(cursors(page) == [1, 4] && page.skipped.map(\.cursor) == [2, 3])
        #expect(page.cursor == 4 && page.atEnd)
    }

    @Test func `The log stays within its limit, and the newest stays`() throws {
        let folder = Folder()
        let limit: Int64 = 1 << 16
        let log = try folder.open(maximumBytes: limit)
        for _ in 1...3000 { log.write(.uploaded(entries: 1, left: 2, milliseconds: 3)) }
        let total = LogSegment.all(in: folder.path).reduce(0) { $0 + $1.bytes }
        #expect(total <= limit && total > limit / 2)
        let page = log.read(after: 0, limit: 5000)
        #expect(cursors(page).last == 3000 && (cursors(page).first ?? 0) > 1)
        #expect(cursors(page) == Array((cursors(page).first ?? 0)...3000))
    }

    @Test func `Many short lives leave few files`() throws {
        let folder = Folder()
        for _ in 1...300 { try folder.open().write(.hubReached) }
        #expect(folder.files.count <= 256)
    }

    @Test func `A log that cannot be written counts what is lost and says so`() throws {
        let folder = Folder()
        let log = try folder.open()
        let blocked = LogSegment.path(folder: folder.path, first: 1)
        try FileManager.default.createDirectory(atPath: blocked, withIntermediateDirectories: true)
        log.write(.hubReached)
        log.write(.hubReached)
        try FileManager.default.removeItem(atPath: blocked)
        log.write(.stopping(reason: "x"))
        let lines = log.read(after: nil).lines
        #expect(lines.count == 2 && lines.first?.contains("\"event\":\"log-dropped\",\"lines\":2") == true, "\(lines)")
    }

    @Test func `A card is named by a trace that only this kiosk can make`() throws {
        let card = try #require(CardID("04A1B2C3D4E5F6-1"))
        let mine = CardTrace(of: card, key: Array(repeating: 1, count: 32))
        #expect(mine == CardTrace(of: card, key: Array(repeating: 1, count: 32)))
        #expect(mine != CardTrace(of: card, key: Array(repeating: 2, count: 32)))
        let log = try Folder().open()
        log.write(.tap(OperationID(UUID()), card: mine))
        let line = try #require(log.read(after: nil).lines.first)
        #expect(line.contains(mine.text) && !line.uppercased().contains("04A1B2C3"))
    }

    @Test func `Whatever an event holds, its line is one JSON object`() throws {
        let log = try Folder().open()
        let nasty = "a\"b\\c\n\u{0}\u{1F}\u{2028}悦👩‍🦰" + String(repeating: "z", count: 5000)
        log.write(.hubFailed(during: nasty, code: nasty))
        log.write(.fault(code: nasty))
        let page = log.read(after: nil)
        #expect(page.lines.count == 2 && page.skipped == [])
    }
}
