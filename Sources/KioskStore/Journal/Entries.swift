internal import Foundation
internal import GRDB
package import HubAPI
package import Identity

/// Reads journal lines back.
enum Entries {
    /// - Returns: `nil` for a body that is not an entry.
    static func decoded(_ body: String) -> JournalEntry? {
        try? JSONDecoder().decode(JournalEntry.self, from: Data(body.utf8))
    }
}

extension KioskStore {
    /// How far back `recentEntries` looks, in journal lines: hours on a busy day, and soon read.
    package static let recentLines: Int64 = 1024

    /// What this kiosk journalled about a card not long ago, newest first: for a second tap inside the window,
    /// and for a tap that settles the one before it.
    ///
    /// - Parameter sinceMs: compared with the entries' `recordedAtMs`.
    package func recentEntries(card: CardID, sinceMs: Int64) throws(StoreError) -> [JournalEntry] {
        let last = head.line
        // A clock in the future must not make what it wrote recent for ever.
        let latestMs = try knownTime().lastMs + ClockTrust.stepMs
        return try reading { database in
            let sql = """
                SELECT body FROM journal WHERE line > ? AND card = ? AND recordedAtMs BETWEEN ? AND ? ORDER BY line DESC
                """
            return try String.fetchAll(
                database.cachedStatement(sql: sql),
                arguments: [
                    last - Self.recentLines, card.description, sinceMs, latestMs,
                ]
            ).compactMap(Entries.decoded)
        }
    }

    /// Every entry of the present epoch above a sequence, ascending: for tests and for `check`.
    package func entries(above sequence: Int64, limit: Int) throws(StoreError) -> [JournalEntry] {
        let before = head.linesBefore
        return try reading { database in
            try String.fetchAll(
                database, sql: "SELECT body FROM journal WHERE line > ? ORDER BY line LIMIT ?",
                arguments: [before + sequence, limit]
            ).compactMap(Entries.decoded)
        }
    }
}
