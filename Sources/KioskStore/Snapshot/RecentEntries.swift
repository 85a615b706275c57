internal import GRDB
package import HubAPI
internal import Vocabulary

/// What this kiosk journalled about a card not long ago: for a second tap inside the window, and for a tap that settles
/// the one before it.
package struct RecentEntries: Hashable, Sendable {
    /// How far back it reaches, in journal lines: hours on a busy day, and soon read.
    package static let lines: Int64 = 1024

    private struct Line: Hashable, Sendable {
        var recordedAtMs: Int64
        var body: String
    }

    /// Newest first. Decoded only when they are asked for: most taps ask for few.
    private let lines: [Line]

    init(about card: CardID, _ head: JournalHead, _ database: Database) throws {
        // A clock in the future must not make what it wrote recent for ever.
        let latestMs = try KnownTime(floorMs: head.floorMs, database).lastMs + ClockTrust.stepMs
        let sql = """
            SELECT recordedAtMs, body FROM journal WHERE line > ? AND card = ? AND recordedAtMs <= ? ORDER BY line DESC
            """
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql), arguments: [head.line - Self.lines, card.description, latestMs])
        var lines: [Line] = []
        while let row = try rows.next() {
            lines.append(Line(recordedAtMs: try row.integer(0), body: try row.text(1)))
        }
        self.lines = lines
    }

    /// Newest first.
    ///
    /// - Parameter sinceMs: compared with the entries' `recordedAtMs`.
    package func since(_ sinceMs: Int64) -> [JournalEntry] {
        lines.filter { $0.recordedAtMs >= sinceMs }.compactMap { Entries.decoded($0.body) }
    }
}
