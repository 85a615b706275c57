internal import FoundationEssentials
internal import GRDB
package import HubAPI
internal import Vocabulary

/// What an operator and the heartbeat want to know of the store.
package struct StoreStatus: Hashable, Sendable {
    package var epoch: String
    /// Of the last entry; 0 for none.
    package var sequence: Int64
    /// 64 hex digits.
    package var lastHash: String
    /// The last entry of the present epoch that the hub has acknowledged; `nil` when it has not been heard of yet.
    package var acknowledged: AcknowledgedLine?
    package var notUploaded: Int64
    /// Lines the hub refused for good. They stay here for a person to look at.
    package var refused: Int64
    package var members: Int64
    package var snapshotAsOfMs: Int64?
    package var lastKnownTimeMs: Int64
    package var freeBytes: Int64
    /// Whether new spending is refused for lack of room.
    package var nearlyFull: Bool
}

extension KioskStore {
    /// Entries the hub has not acknowledged. Counts the outbox and nothing else: it is asked after every batch.
    package func notUploaded() throws(StoreError) -> Int64 {
        try reading { try Int64.fetchOne($0, sql: "SELECT count(*) FROM outbox") ?? 0 }
    }

    private static func acknowledged(_ head: JournalHead, _ database: Database) throws -> AcknowledgedLine? {
        let hub = try String.fetchOne(database, sql: "SELECT uploadHubEpoch FROM snapshot")
        let waiting = try Int64.fetchOne(database, sql: "SELECT min(line) FROM outbox")
        let line = waiting.map { max($0 - 1, head.linesBefore) } ?? head.line
        guard let hub, line > head.linesBefore else { return nil }
        let hash = try Data.fetchOne(database, sql: "SELECT hash FROM journal WHERE line = ?", arguments: [line])
        return AcknowledgedLine(
            hubEpoch: hub, sequence: line - head.linesBefore, hash: Hex.text(hash.map { Array($0) } ?? []))
    }

    package func status() throws(StoreError) -> StoreStatus {
        let head = self.head
        let free = freeBytes()
        let known = try knownTime().lastMs
        return try reading { database in
            func count(_ table: String) throws -> Int64 {
                try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            let acknowledged = try Self.acknowledged(head, database)
            return StoreStatus(
                epoch: head.epochID, sequence: head.sequence, lastHash: Hex.text(head.hash),
                acknowledged: acknowledged,
                notUploaded: try count("outbox"), refused: try count("refusal"), members: try count("member"),
                snapshotAsOfMs: try Int64.fetchOne(database, sql: "SELECT asOfMs FROM snapshot"),
                lastKnownTimeMs: known, freeBytes: free, nearlyFull: free < limits.refuseSpendingBelowBytes)
        }
    }
}
