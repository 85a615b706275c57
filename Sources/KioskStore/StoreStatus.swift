internal import GRDB
internal import Identity

/// What an operator and the heartbeat want to know of the store.
package struct StoreStatus: Hashable, Sendable {
    package var epoch: String
    /// Of the last entry; 0 for none.
    package var sequence: Int64
    /// 64 hex digits.
    package var lastHash: String
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

    package func status() throws(StoreError) -> StoreStatus {
        let head = self.head
        let free = freeBytes()
        let known = try lastKnownTimeMs()
        return try reading { database in
            func count(_ table: String) throws -> Int64 {
                try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0
            }
            return StoreStatus(
                epoch: head.epochID, sequence: head.sequence, lastHash: Hex.text(head.hash),
                notUploaded: try count("outbox"), refused: try count("refusal"), members: try count("member"),
                snapshotAsOfMs: try Int64.fetchOne(database, sql: "SELECT asOfMs FROM snapshot"),
                lastKnownTimeMs: known, freeBytes: free, nearlyFull: free < limits.refuseSpendingBelowBytes)
        }
    }
}
