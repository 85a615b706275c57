internal import FoundationEssentials
internal import GRDB

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
    /// A limit named in `HubStoreLimits` is reached. Answer 429.
    case limit(String)

    package var description: String {
        switch self {
        case .notDurable(let level):
            "the database reports synchronous=\(level); commits survive a power cut only with 2 (FULL) or more"
        case .empty: "the database holds no salon; run hubd seed"
        case .notFound(let what): "\(what) is not known here"
        case .refused(let why), .noPolicy(let why): why
        case .limit(let what): what
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
    package static let claimsPerList = 500
    package static let entriesPerList = 100
    /// A desk may enter what it did while it could not reach the hub, but nothing older; its clock may be a bit fast.
    package static let deskLateMs: Int64 = 7 * 24 * 60 * 60 * 1000
    package static let deskAheadMs: Int64 = 60 * 1000
    /// Members whose nights are run in one transaction, so that uploads have their turn between two.
    package static let nightsAtOnce = 200
    /// Members per feed page or list are in `HubLimits`.
    package static let cardsPerMember = 50
}

/// The hub's database: one SQLite file, one writer, many readers.
///
/// WAL with `synchronous=FULL`: GRDB's pool sets NORMAL by itself when it opens (its `setUpWALMode`), and with
/// NORMAL an acknowledged commit can be lost at a power cut. So FULL is set afterwards and read back.
package final class HubDatabase: Sendable {
    let pool: DatabasePool
    /// Milliseconds since 1970 UTC.
    let now: @Sendable () -> Int64

    /// - Throws: `HubStoreError.notDurable`, or what SQLite says.
    package init(path: String, now: @escaping @Sendable () -> Int64) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 4
        // `hubd token` and `hubd audit` open a file that a hub is writing to: they take turns.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -16000")
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        self.now = now
        try makeDurable()
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in try db.execute(sql: Schema.first) }
        migrator.registerMigration("2") { db in try db.execute(sql: Schema.second) }
        migrator.registerMigration("3") { db in try db.execute(sql: AccountSchema.third) }
        migrator.registerMigration("4") { db in try db.execute(sql: PolicySchema.fourth) }
        migrator.registerMigration("5") { db in
            try db.execute(sql: DeskSchema.fifth)
            try DeskMigration.enter(db)
        }
        migrator.registerMigration("6") { db in try db.execute(sql: ClaimSchema.sixth) }
        migrator.registerMigration("7") { db in try db.execute(sql: BoundSchema.seventh) }
        migrator.registerMigration("8") { db in
            try db.execute(sql: ArrivalSchema.eighth)
            try ArrivalSchema.tellAgain(db)
        }
        try migrator.migrate(pool)
        try requireDurable()
    }

    private func makeDurable() throws {
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

    /// A copy of the database as it is now, while it goes on serving. Whoever serves the copy one day runs
    /// `hubd restored` on it first.
    package func backup(to path: String) throws {
        try pool.backup(to: try DatabaseQueue(path: path))
    }

    /// Runs one statement and keeps nothing of it: for tests of what the tables themselves refuse.
    package func attempt(_ statement: String) throws {
        try pool.writeInTransaction { db in
            try db.execute(sql: statement)
            return .rollback
        }
    }

    package func close() throws { try pool.close() }

    /// Whether a salon has been put in.
    package func isSeeded() throws -> Bool {
        try pool.read { db in try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM hub)") ?? false }
    }

    /// Begins a new hub epoch, after this file came back from a backup: kiosks notice it in the next answer,
    /// send again what is missing here and accept a snapshot older than the one they have.
    package func declareRestored() throws -> String {
        let epoch = Self.newEpoch()
        try pool.write { db in
            guard try Self.exists(db) else { throw HubStoreError.empty }
            try db.execute(sql: "UPDATE hub SET epoch = ?", arguments: [epoch])
            try db.execute(
                sql: """
                    UPDATE kiosk SET feed_sent = 0, feed_held = 0, barrier_version = NULL, barrier_epoch = NULL,
                        barrier_sequence = NULL, cleared_version = 0
                    """)
        }
        return epoch
    }

    static func newEpoch() -> String { UUID().uuidString.lowercased() }

    private static func exists(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM hub)") ?? false
    }
}
