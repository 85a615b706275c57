internal import GRDB
internal import HubAPI

/// How a hub's file is opened: looked at, locked, brought up to date, made durable.
extension HubDatabase {
    /// What whoever opens the file is to it.
    package enum Opening: Hashable, Sendable {
        /// The one that has it for itself: it serves from it, or does what nobody else may see half done.
        case owner(mayCreate: Bool)
        /// Beside a hub that may be serving. It never writes the log back into the file: SQLite before 3.51.3 can
        /// damage a file when two connections do so at once (sqlite.org/wal.html, "The WAL-Reset Bug").
        case guest
    }

    /// With a clock by which time itself passes: for tests, and for programs that look at a file and go.
    package convenience init(
        path: String, as opening: Opening = .owner(mayCreate: true), now: @escaping @Sendable () -> Int64
    ) throws {
        try self.init(path: path, as: opening, clock: HubClock(following: now))
    }

    /// - Throws: `HubFileError` for a file that is not opened; `HubStoreError.notDurable`; or what SQLite says.
    package convenience init(path: String, as opening: Opening = .owner(mayCreate: true), clock: HubClock) throws {
        let file = HubFile(path: path)
        let isNew = try opening == .owner(mayCreate: true) && !file.isThere()
        if !isNew { try file.requireHub(mustBeCurrent: opening == .guest) }
        let lock = opening == .guest ? nil : try HubLock(besides: path)
        if opening != .guest { try file.createOwnerOnly() }
        let pool = try DatabasePool(path: path, configuration: Self.configuration(opening))
        let files = OpenFiles(path: path)
        try Self.makeDurable(pool)
        if opening != .guest { try Self.migrator.migrate(pool) }
        let isBesideHub = opening == .guest && HubLock.isHeld(besides: path)
        let keeper = try Self.keeper(of: clock, pool, offMs: isBesideHub ? ClockTrust.stepMs : ClockTrust.offMs)
        self.init(path: path, pool: pool, keeper: keeper, lock: lock, files: files)
        try requireDurable()
        if opening != .guest { try pool.read(BookingDays.requireZones) }
        files.remember()
    }

    /// - Parameter offMs: for how long nobody may have kept the moment; beside a hub that serves, no longer than the
    ///   hub itself believes.
    private static func keeper(of clock: HubClock, _ pool: DatabasePool, offMs: Int64) throws -> ClockKeeper {
        try pool.read { db in
            let hub = try db.row("SELECT clock_floor_ms, clock_accepts FROM hub")
            return ClockKeeper(
                clock, floorMs: hub?["clock_floor_ms"], accepts: hub?["clock_accepts"] ?? 0, offMs: offMs)
        }
    }

    private static func configuration(_ opening: Opening) -> Configuration {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        // `hubd token` and `hubd audit` open a file that a hub is writing to: they take turns.
        configuration.busyMode = .timeout(HubStoreLimits.lockPatienceSeconds)
        let mayCheckpoint = opening != .guest
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA cell_size_check = ON")
            if !mayCheckpoint { try db.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
        }
        return configuration
    }

    /// WAL with `synchronous=FULL`: GRDB's pool sets NORMAL by itself when it opens (its `setUpWALMode`), and with
    /// NORMAL an acknowledged commit can be lost at a power cut. So FULL is set afterwards and read back.
    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
        }
    }

    private func requireDurable() throws {
        let level = try synchronous()
        guard level >= 2 else { throw HubStoreError.notDurable(synchronous: level) }
    }
}
