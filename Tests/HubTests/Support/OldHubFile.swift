import DatabaseSQLite
import Foundation
import GRDB
import Testing

@testable import HubStore

/// A hub's file as an earlier schema left it: with the rows of a salon of today, as far as that schema knew them.
enum OldHubFile {
    /// - Parameters:
    ///   - source: a hub's file of today that nobody has open.
    ///   - step: the last step of the schema that was taken.
    static func make(_ path: String, from source: String, through step: Int) throws {
        // The third schema had no place for the calendars of a policy, so there is nothing in it but what came before.
        try fill(path, from: source, through: step == 3 ? 2 : step)
        if step == 3 { try makeOldFile(path, through: "3").close() }
    }

    private static func fill(_ path: String, from source: String, through step: Int) throws {
        try makeOldFile(path, through: "\(step)").close()
        let queue = try Self.open(path)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            // What an earlier schema knew by another name is taken as it is, and made right by the steps that come.
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON; ATTACH '\(source)' AS today")
            for table in try tables("main", db) {
                try db.execute(sql: "DELETE FROM main.\(table)")
                try OldTable(table, through: step, db).fill(db)
            }
        }
    }

    /// Rows of the older file that the newer one does not have, as far as both have their columns.
    static func lost(of old: String, in new: String) throws -> [String] {
        let queue = try Self.open(new)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH '\(old)' AS before")
            return try tables("before", db).filter { $0 != "canary" }.compactMap { table in
                let columns = try columns(table, "before", db).intersection(columns(table, "main", db))
                    .subtracting(rewritten[table] ?? []).sorted().joined(separator: ", ")
                let (was, isNow) = try (count("before.\(table)", db), count("main.\(table)", db))
                let lost = try count(
                    "(SELECT \(columns) FROM before.\(table) EXCEPT SELECT \(columns) FROM main.\(table))", db)
                return lost == 0 && isNow >= was ? nil : "\(table): \(was) were there, \(isNow) are, \(lost) are gone"
            }
        }
    }

    /// What steps and each start write anew.
    private static let rewritten: [String: Set<String>] = [
        "hub": ["version", "policy", "last_entry", "entries_unsealed", "clock_floor_ms"],
        "member": ["version"], "lot": ["currency"],
        "sweep": ["number", "due_ms", "after_ms", "after_member", "after_id", "goal"],
    ]

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func count(_ what: String, _ db: GRDB.Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \(what)") ?? 0
    }

    fileprivate static func tables(_ schema: String, _ db: GRDB.Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM \(schema).sqlite_schema
                WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'grdb_migrations'
                """)
    }

    fileprivate static func columns(_ table: String, _ schema: String, _ db: GRDB.Database) throws -> Set<String> {
        Set(try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('\(table)', '\(schema)')"))
    }
}

/// One table of an earlier schema, and what its columns are of today's row.
private struct OldTable {
    private let name: String
    private var values: [String: String] = [:]
    private var condition = "true"

    /// What today's table has no more.
    private static let gone: [String: [String: String]] = [
        "hub": [
            "only": "one", "offline_limit_points": "300", "offline_limit_fen": "20000",
            "snapshot_max_age_seconds": "86400", "proof_above_points": "1000", "proof_above_fen": "100000",
            "check_in_early_minutes": "45", "check_in_late_minutes": "15",
        ],
        "canary": ["only": "one"], "reward": ["points": "80", "fen": "0"],
    ]

    init(_ name: String, through step: Int, _ db: GRDB.Database) throws {
        self.name = name
        let today = try OldHubFile.columns(name, "today", db)
        for column in try OldHubFile.columns(name, "main", db) {
            values[column] = Self.gone[name]?[column] ?? (today.contains(column) ? column : nil)
        }
        if step < 3 { keepToCards() }
        // The number of an entry was SQLite's own, until it was written down.
        if name == "member_entry", step < 13 { values["rowid"] = "number" }
        if name == "canary", step >= 13 { values["oldest_step"] = "\(step)" }
    }

    /// Until there were entries, only cards spent, and there was one kind of stored value.
    private mutating func keepToCards() {
        let sum = "FROM today.ledger WHERE member = lot.member AND lot = lot.id"
        switch name {
        case "lot":
            values["currency"] = "CASE currency WHEN 'points' THEN 'points' ELSE 'fen' END"
            values["taken"] = "(SELECT coalesce(-sum(amount), 0) \(sum) AND spend IS NOT NULL)"
            condition = "currency <> 'gift'"
        case "ledger":
            condition = """
                lot NOT IN (SELECT id FROM today.lot WHERE currency = 'gift')
                AND (spend IS NOT NULL OR kind IN ('grant', 'expiry', 'expiryReversal'))
                """
        default: break
        }
    }

    func fill(_ db: GRDB.Database) throws {
        let pairs = values.sorted { $0.key < $1.key }
        try db.execute(
            sql: """
                INSERT INTO main.\(name) (\(pairs.map(\.key).joined(separator: ", ")))
                SELECT \(pairs.map(\.value).joined(separator: ", ")) FROM today.\(name) WHERE \(condition)
                """)
    }
}
