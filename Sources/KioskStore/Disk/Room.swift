internal import GRDB
internal import Synchronization

extension KioskStore {
    /// Spends between two looks at the file's own size; each adds a few pages.
    private static let spendsBetweenLooks = 16

    /// Bytes that may still be written: on the disk or up to the file's own limit, whichever is less.
    package func freeBytes() -> Int64 {
        max(0, min(limits.freeBytes(path) ?? .max, limits.maximumBytes - usedBytes()))
    }

    private func usedBytes() -> Int64 {
        let pages = try? queue.read { database in
            let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
            let used = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let free = try Int64.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
            return (used - free) * size
        }
        return pages ?? 0
    }

    /// Asked before each new spend. Takes the reserve back once there is plenty of room.
    func requireRoomToSpend() throws(StoreError) {
        let used = spendsUntilLook.withLock { look in
            if look.spends == 0 { look = (Self.spendsBetweenLooks, usedBytes()) }
            look.spends -= 1
            return look.usedBytes
        }
        let free = min(limits.freeBytes(path) ?? .max, limits.maximumBytes - used)
        guard free >= limits.refuseSpendingBelowBytes else { throw .nearlyFull }
        if !reserve.isHeld, free >= limits.refuseSpendingBelowBytes + 2 * limits.reserveBytes { reserve.restore() }
    }

    /// Writes a row and reads it back: health is a write that worked, not a process that is alive.
    package func beatCanary() throws(StoreError) {
        let beat = now()
        try transaction { try $0.execute(sql: "UPDATE canary SET beat = ? WHERE one = 1", arguments: [beat]) }
        let seen = try reading { try Int64.fetchOne($0, sql: "SELECT beat FROM canary WHERE one = 1") }
        guard seen == beat else { throw .damaged(reason: "a row read back is not the row written") }
    }
}
