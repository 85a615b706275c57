internal import Foundation
internal import GRDB
package import HubAPI
package import Vocabulary

/// Reads journal lines back.
enum Entries {
    /// - Returns: `nil` for a body that is not an entry.
    static func decoded(_ body: String) -> JournalEntry? {
        try? JSONDecoder().decode(JournalEntry.self, from: Data(body.utf8))
    }
}

extension KioskStore {
    /// Whether an operation stands in the journal, in this epoch or an earlier one.
    package func isJournalled(_ id: OperationID) throws(StoreError) -> Bool { try reading { try Self.isKnown(id, $0) } }

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

    /// An entry about the store itself.
    func fault(_ code: FaultCode, detail: String) -> JournalEntry {
        let at = now()
        return JournalEntry(
            id: OperationID(makeID()), kiosk: kiosk, tappedAtMs: at, recordedAtMs: at,
            fact: .fault(FaultReport(code, detail: detail)))
    }
}
