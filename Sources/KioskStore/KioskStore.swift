internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Synchronization

/// The kiosk's one SQLite file: the hash-chained journal, the outbox, and the snapshot of the hub's facts.
///
/// What `append` has returned from survives a power cut (WAL with `synchronous=FULL`, read back at start). One
/// process at a time: a lock file keeps a second one out. All calls block for as long as the disk takes; call
/// them from a thread that may wait.
package final class KioskStore: Sendable {
    package let path: String
    package let kiosk: String
    let queue: DatabaseQueue
    let limits: StoreLimits
    let now: @Sendable () -> Int64
    let makeID: @Sendable () -> UUID
    private let lastHead: Mutex<JournalHead>
    let reserve: DiskReserve
    private let lock: StoreLock

    /// Opens a file that is believed to be good, or makes a new one with its first epoch.
    init(_ place: StorePlace, lock: StoreLock) throws {
        queue = try StoreConnection.open(
            place.path, maximumBytes: place.limits.maximumBytes, pragmas: place.pragmas)
        path = place.path
        kiosk = place.kiosk
        limits = place.limits
        now = place.now
        makeID = place.makeID
        reserve = DiskReserve(besides: place.path, bytes: place.limits.reserveBytes)
        self.lock = lock
        let first = (id: place.makeID().uuidString.lowercased(), atMs: place.now(), lines: limits.linesCheckedAtStart)
        let found = try queue.writeWithoutTransaction { database in
            try Epochs.beginFirst(id: first.id, atMs: first.atMs, database)
            let head = try Epochs.head(database)
            try ChainCheck.requireSoundTail(
                of: first.lines, until: .now + StoreLimits.checkAtStart, head: head, database)
            return head
        }
        lastHead = Mutex(found)
    }

    /// The journal's last line, kept in memory because only this process writes. Set only inside a transaction, which
    /// restores it when it fails.
    var head: JournalHead {
        get { lastHead.withLock { $0 } }
        set { lastHead.withLock { $0 = newValue } }
    }

    /// Closes the file and releases the lock. Every later call fails.
    package func close() {
        try? queue.close()
        lock.release()
    }

    /// Runs one transaction. When the disk is full the reserve is given up and the transaction tried once more;
    /// a damaged file is marked, so that the next start sets it aside.
    func transaction<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try attempt(body)
        } catch .full where reserve.giveUp() {
            return try attempt(body)
        }
    }

    /// - Returns: what `body` returned, after the commit.
    private func attempt<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.writeWithoutTransaction { database in
                let before = head
                // Prepared once: GRDB's `inTransaction` would parse both of them anew each time. The end goes through
                // GRDB, which keeps account of it.
                try DirectStatement("BEGIN IMMEDIATE TRANSACTION", database).run()
                do {
                    let value = try body(database)
                    try database.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                    return value
                } catch {
                    // SQLite may have rolled back by itself.
                    if database.isInsideTransaction { try? database.rollback() }
                    // The transaction was rolled back, so the head that the body set is too.
                    head = before
                    throw error
                }
            }
        } catch {
            throw noted(StoreError(error))
        }
    }

    /// Reads in the writer's order: what was committed before is seen, and nobody writes meanwhile.
    ///
    /// Not by `queue.read`: it switches `PRAGMA query_only` on and off, and with each switch SQLite discards the plans
    /// of all prepared statements, those of the next append included.
    func reading<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.unsafeRead(body) } catch { throw noted(StoreError(error)) }
    }

    private func noted(_ error: StoreError) -> StoreError {
        if case .damaged = error { DamageMarker.set(besides: path) }
        return error
    }
}
