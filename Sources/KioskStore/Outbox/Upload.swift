internal import Foundation
internal import GRDB
package import HubAPI
internal import Vocabulary

extension KioskStore {
    /// The next entries for the hub, oldest first, without holes; `nil` when it has them all.
    ///
    /// - Parameters:
    ///   - limit: entries, at most `HubLimits.entriesPerUpload`.
    ///   - maxBytes: of the request's JSON, about. One entry goes in any case.
    package func pendingUpload(
        limit: Int = HubLimits.entriesPerUpload, maxBytes: Int = HubLimits.bodyBytes / 2
    ) throws(StoreError) -> UploadRequest? {
        let head = self.head
        let entries = try reading { try Self.outboxLines(limit: limit, maxBytes: maxBytes, head: head, $0) }
        guard !entries.isEmpty else { return nil }
        return UploadRequest(storeEpoch: head.epochID, entries: entries)
    }

    private static func outboxLines(
        limit: Int, maxBytes: Int, head: JournalHead, _ database: Database
    ) throws -> [UploadedEntry] {
        let sql = """
            SELECT o.line, j.hash, j.body, p.hash FROM outbox o JOIN journal j ON j.line = o.line
            LEFT JOIN journal p ON p.line = o.line - 1 AND p.epoch = j.epoch ORDER BY o.line LIMIT ?
            """
        let rows = try Row.fetchCursor(
            database.cachedStatement(sql: sql), arguments: [min(limit, HubLimits.entriesPerUpload)])
        var entries: [UploadedEntry] = []
        var bytes = 0
        while let row = try rows.next() {
            let body = try row.text(2)
            bytes += jsonBytes(body)
            if bytes > maxBytes, !entries.isEmpty { break }
            let sequence = try row.integer(0) - head.linesBefore
            guard sequence > (entries.last?.sequence ?? 0) else { throw StoreError.damaged(reason: "outbox order") }
            let previous = try row.optional(3).map { (hash: Data) in Array(hash) }
            entries.append(
                UploadedEntry(
                    sequence: sequence, previousHash: Hex.text(previous ?? JournalChain.root(ofEpoch: head.epochID)),
                    hash: Hex.text(try row.blob(1)), body: body))
        }
        return entries
    }

    /// What a body takes inside a JSON string, and about what stands around it.
    private static func jsonBytes(_ body: String) -> Int {
        let escapes = body.utf8.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        return body.utf8.count + escapes + 256
    }
}
