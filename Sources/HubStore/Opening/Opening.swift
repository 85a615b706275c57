internal import Database
internal import DatabaseSQLite
internal import HubAPI

/// How a hub's file is opened: looked at, locked, brought up to date, made durable.
extension HubDatabase {
    /// The role in which a program opens the file.
    package enum Opening: Hashable, Sendable {
        /// The one that has it for itself: it serves from it, or does what nobody else may see half done.
        case owner(mayCreate: Bool)
        /// Beside a hub that may be serving. It never writes the log back into the file: SQLite before 3.51.3 can
        /// damage a file when two connections do so at once (sqlite.org/wal.html, "The WAL-Reset Bug").
        case guest
        /// An owner who moves the hub, and opens it also where the hub is at the other end.
        case mover
    }

    /// Opens with one clock as both wall and monotonic clock: for tests, and for programs that only look at a file.
    package convenience init(
        path: String, as opening: Opening = .owner(mayCreate: true), now: @escaping @Sendable () -> Int64
    ) throws {
        try self.init(path: path, as: opening, clock: HubClock(following: now))
    }

    /// - Throws: `HubFileError` for a file that is not opened; or `DatabaseError`.
    package convenience init(path: String, as opening: Opening = .owner(mayCreate: true), clock: HubClock) throws {
        let file = HubFile(path: path)
        let isNew = try opening == .owner(mayCreate: true) && !file.isThere()
        if !isNew { try file.requireHub(mustBeCurrent: opening == .guest, mayBeGone: opening == .mover) }
        let lock = opening == .guest ? nil : try HubLock(besides: path)
        if opening != .guest { try file.createOwnerOnly() }
        let sqlite = try SQLiteDatabase(Self.options(path, opening))
        if opening != .guest { try Migrator.migrate(sqlite) }
        // Looked at again, now that nobody else can move it away.
        if opening != .mover { try sqlite.readBlocking { tx in try MoveMark.requireHere(path, tx) } }
        try SchemaGuards.require(in: sqlite.objects())
        let isBesideHub = opening == .guest && HubLock.isHeld(besides: path)
        // Beside a hub that serves, trust no larger step of the clock than that hub does.
        let offMs = isBesideHub ? ClockTrust.stepMs : ClockTrust.offMs
        let keeper = try sqlite.readBlocking { tx in try ClockKeeper(clock, offMs: offMs, tx) }
        let served = ServedFile(path: path, sqlite, lock: lock)
        self.init(name: path, engine: sqlite, keeper: keeper, file: served)
        if opening != .guest { try sqlite.readBlocking(BookingDays.requireZones) }
        served.files.remember()
    }

    private static func options(_ path: String, _ opening: Opening) -> SQLiteOptions {
        var options = SQLiteOptions(path: path)
        // `hubd token` and `hubd audit` open a file that a hub is writing to: they take turns.
        options.busySeconds = HubStoreLimits.lockPatienceSeconds
        options.mayCheckpoint = opening != .guest
        return options
    }
}
