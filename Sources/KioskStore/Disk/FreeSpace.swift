internal import GRDB
internal import Glibc

extension KioskStore {
    /// Bytes that may still be written: on the disk or up to the file's own limit, whichever is less.
    package func freeBytes() -> Int64 {
        let onDisk = limits.freeBytes(path) ?? .max
        let used = try? reading { database in
            func pragma(_ name: String) throws -> Int64 {
                try Int64.fetchOne(database.cachedStatement(sql: "PRAGMA \(name)")) ?? 0
            }
            return (try pragma("page_count") - pragma("freelist_count")) * (try pragma("page_size"))
        }
        return max(0, min(onDisk, limits.maximumBytes - (used ?? 0)))
    }

    /// Asked before each new spend. Takes the reserve back once there is plenty of room.
    func requireRoomToSpend() throws(StoreError) {
        let free = roomAtLeast() ?? freeBytes()
        guard free >= limits.refuseSpendingBelowBytes else { throw .nearlyFull }
        if !reserve.isHeld, free >= limits.refuseSpendingBelowBytes + 2 * limits.reserveBytes { reserve.restore() }
    }

    /// A lower bound on the room, from the sizes of the files, if that is plenty; `nil` otherwise. Asking SQLite for
    /// its free pages takes much longer.
    private func roomAtLeast() -> Int64? {
        let onDisk = limits.freeBytes(path) ?? .max
        let least = min(onDisk, limits.maximumBytes - Self.size(path) - Self.size(path + "-wal"))
        return least >= limits.refuseSpendingBelowBytes + 2 * limits.reserveBytes ? least : nil
    }

    /// 0 when there is no such file.
    private static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Writes a row and reads it back, because a store is healthy only if writing works, not just because the process
    /// runs.
    package func writeCanary() throws(StoreError) {
        let beat = now()
        try transaction { try $0.execute(sql: "UPDATE canary SET beat = ? WHERE one = 1", arguments: [beat]) }
        let seen = try reading { try Int64.fetchOne($0, sql: "SELECT beat FROM canary WHERE one = 1") }
        guard seen == beat else { throw .damaged(reason: "a row read back is not the row written") }
    }
}
