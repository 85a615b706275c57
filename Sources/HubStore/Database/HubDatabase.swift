internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Synchronization

/// Why the hub's database could not do what was asked. Cases are named for what the caller does.
package enum HubStoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Commits would not survive a power cut. Do not serve.
    case notDurable(synchronous: Int)
    /// There is no salon in it yet: run `hubd seed`.
    case empty
    /// There is no policy to go by, for this reason. Answer 503.
    case noPolicy(String)
    /// Nothing has this name. Answer 404.
    case notFound(String)
    /// It cannot be done in this state. Answer 409 with these words.
    case refused(String)
    /// A row of its own cannot be read. Answer 503; nothing that was sent is at fault.
    case damaged(table: String, row: String)
    /// A limit named in `HubStoreLimits` is reached. Answer 429.
    case limit(String)
    /// The machine's clock cannot be trusted; the words say what to do. Answer 503.
    case clock(String)

    package var description: String {
        switch self {
        case .notDurable(let level):
            "the database reports synchronous=\(level); commits survive a power cut only with 2 (FULL) or more"
        case .empty: "the database holds no salon; run hubd seed"
        case .notFound(let what): "\(what) is not known here"
        case .refused(let why), .noPolicy(let why), .clock(let why): why
        case .limit(let what): what
        case .damaged(let table, let row):
            "row \(row) of the hub's own table \(table) cannot be read; run hubd audit, and restore the last backup"
        }
    }
}

package enum HubStoreLimits {
    /// A hold that is neither used nor given up is given back after this, once its kiosk has been heard again.
    package static let holdMs: Int64 = 10 * 60 * 1000
    /// A kiosk that is silent for this long is not waited for any more: it was stolen, or stands in a cellar.
    package static let silentKioskMs: Int64 = 30 * 24 * 60 * 60 * 1000
    package static let openRequestsPerKiosk = 16
    /// Answered ones too, until they are dropped for their age.
    package static let requestsPerKiosk = 500
    package static let partsPerRequest = 2000
    package static let partsPerPage = 8
    /// A whole log, and no more.
    package static let answerBytesPerRequest = 128 * 1024 * 1024
    package static let answerBytesPerKiosk = 256 * 1024 * 1024
    /// A page of answers ends with the part that reaches this; one part has at most `HubLimits.remoteAnswerBytes`,
    /// and a client reads `HubLimits.answerBytes`.
    package static let answerPageBytes = 4 * 1024 * 1024
    /// Grants of which a kiosk has not told what became: it serves one customer at a time.
    package static let holdsPerKiosk = 100
    /// Refusals that are remembered; beyond that each is decided anew.
    package static let refusedHoldsPerKiosk = 1000
    /// A journal begins anew after damage or a restored file: a few times in a kiosk's life.
    package static let epochsPerKiosk = 1000
    package static let forkedLinesPerKiosk = 2000
    /// Open at a time, without those that hold an amount: those are never left out.
    package static let incidentsPerKiosk = 1000
    /// Requests and their answers are dropped after this, answered or not.
    package static let requestAgeMs: Int64 = 60 * 60 * 1000
    /// An operator who has not asked for this long has left, and his request ends.
    package static let operatorGoneMs: Int64 = 2 * 60 * 1000
    package static let epochTextBytes = 64
    /// A kiosk that is heard from, and of whose journal nothing comes for this long though there is more, is stuck.
    package static let stuckJournalMs: Int64 = 60 * 60 * 1000
    /// Spends of one card of which nobody knows yet whether they happened. Every kiosk is told of all of them.
    package static let openSpendsPerCard = 200
    package static let claimsPerList = 500
    package static let entriesPerList = 100
    /// A desk may enter what it did while it could not reach the hub, but nothing older; its clock may be a bit fast.
    package static let deskLateMs: Int64 = 7 * 24 * 60 * 60 * 1000
    package static let deskAheadMs: Int64 = 60 * 1000
    /// Work over all members goes in transactions of about this length, so that whoever writes has a turn between two.
    package static let step = Duration.milliseconds(50)
    /// And of at most so many rows, for what is only touched at its end.
    package static let rowsPerStep = 100
    /// Members per feed page or list are in `HubLimits`.
    package static let cardsPerMember = 50
    /// A write-ahead log that is longer, and that somebody's open read keeps from being written back, is told of.
    package static let logBytes: Int64 = 32 << 20
    /// What may pass before a hub serves that reads its file through, once for its pages and once for its books.
    package static let checkAtStart = Duration.seconds(2)
    /// How long it does so in each round of upkeep.
    package static let checkPerRound = Duration.milliseconds(200)
    package static let rowsPerCheck = 2000
    /// Each of them is replayed.
    package static let membersPerCheck = 20
    /// How often it reads all of it.
    package static let checkEvery = Duration.seconds(24 * 60 * 60)
    package static let backupPagesPerStep: Int32 = 1024
    /// How long a writer waits for another program that writes.
    package static let lockPatienceSeconds = 10.0
}

/// The hub's database: one SQLite file, one writer, many readers.
///
/// WAL with `synchronous=FULL`: GRDB's pool sets NORMAL by itself when it opens (its `setUpWALMode`), and with
/// NORMAL an acknowledged commit can be lost at a power cut. So FULL is set afterwards and read back.
package final class HubDatabase: Sendable {
    /// What whoever opens the file is to it.
    package enum Opening: Hashable, Sendable {
        /// The one that has it for itself: it serves from it, or does what nobody else may see half done.
        case owner(mayCreate: Bool)
        /// Beside a hub that may be serving. It never writes the log back into the file: SQLite before 3.51.3 can
        /// damage a file when two connections do so at once (sqlite.org/wal.html, "The WAL-Reset Bug").
        case guest
    }

    package let path: String
    let pool: DatabasePool
    let keeper: ClockKeeper
    /// The owner's.
    let lock: HubLock?
    let files: OpenFiles
    /// What was found to be damaged since it was opened.
    let damage = Mutex<String?>(nil)

    /// With a clock by which time itself passes: for tests, and for programs that look at a file and go.
    package convenience init(
        path: String, as opening: Opening = .owner(mayCreate: true), now: @escaping @Sendable () -> Int64
    ) throws {
        try self.init(path: path, as: opening, clock: HubClock(following: now))
    }

    /// - Throws: `HubFileError` for a file that is not opened; `HubStoreError.notDurable`; or what SQLite says.
    package init(path: String, as opening: Opening = .owner(mayCreate: true), clock: HubClock) throws {
        let file = HubFile(path: path)
        let isNew = try opening == .owner(mayCreate: true) && !file.isThere()
        if !isNew { try file.requireHub(mustBeCurrent: opening == .guest) }
        lock = opening == .guest ? nil : try HubLock(besides: path)
        if opening != .guest { try file.createOwnerOnly() }
        pool = try DatabasePool(path: path, configuration: Self.configuration(opening))
        self.path = path
        files = OpenFiles(path: path)
        try Self.makeDurable(pool)
        if opening != .guest { try Self.migrator.migrate(pool) }
        let isBesideHub = opening == .guest && HubLock.isHeld(besides: path)
        keeper = try Self.keeper(of: clock, pool, offMs: isBesideHub ? ClockTrust.stepMs : ClockTrust.offMs)
        try requireDurable()
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

    private static func makeDurable(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
        }
    }

    private func requireDurable() throws {
        let level = try synchronous()
        guard level >= 2 else { throw HubStoreError.notDurable(synchronous: level) }
    }

    /// What the writer's connection says of itself: 2 is FULL.
    package func synchronous() throws -> Int {
        try pool.writeWithoutTransaction { db in try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? 0 }
    }

    /// Runs one statement and keeps nothing of it: for tests of what the tables themselves refuse.
    package func attempt(_ statement: String) throws {
        try pool.writeInTransaction { db in
            try db.execute(sql: statement)
            return .rollback
        }
    }

    /// Lets go of the file and of the lock.
    package func close() throws {
        try pool.close()
        lock?.release()
    }

    /// Whether a salon has been put in.
    package func isSeeded() throws -> Bool {
        try pool.read { db in try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM hub)") ?? false }
    }

    static func newEpoch() -> String { UUID().uuidString.lowercased() }
}
