import Database
import Foundation
import GRDB

/// What is timed, each by single pieces.
enum BenchedWork: String, CaseIterable {
    case write = "a transaction with one insert"
    /// Nothing is flushed, so that the disk does not hide what the rest takes.
    case idle = "a transaction that changes nothing"
    case insert = "an insert within a transaction"
    case read = "a read of one row"
    case select = "a select within a read"

    /// Pieces of a block.
    var count: Int {
        switch self {
        case .write: 60
        case .idle, .read: 300
        case .insert, .select: 2000
        }
    }

    var isWholeTransaction: Bool { [.write, .idle, .read].contains(self) }
}

/// Somebody who can do it.
protocol BenchedDatabase: Sendable {
    /// - Returns: microseconds a piece.
    func work(_ kind: BenchedWork, _ count: Int) async throws -> Double
}

/// A row as the upload keeps one.
struct BenchedLine {
    let sequence: Int64
    let hash: [UInt8]
    let body: String

    init(_ number: Int64) {
        sequence = number
        hash = (0..<32).map { UInt8(truncatingIfNeeded: number >> ($0 % 8)) }
        body = Self.body
    }

    private static let body = String(repeating: "x", count: 420)
}

func microseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
    Double(try Ticks.of { for _ in 0..<count { try body() } }) / 1000 / Double(count)
}

/// GRDB used as its manual says, with the pragmas of the port.
struct BenchedGRDB: BenchedDatabase {
    private let pool: DatabasePool

    init(_ path: String) throws {
        pool = try DatabasePool(path: path)
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: BenchedPort.sqliteSchema)
        }
    }

    func close() throws { try pool.close() }

    func work(_ kind: BenchedWork, _ count: Int) async throws -> Double {
        switch kind {
        case .insert: return try await pool.write { db in try microseconds(count) { try Self.insert(db) } }
        case .select: return try await pool.read { db in try microseconds(count) { try Self.select(db) } }
        case .write, .idle, .read:
            let start = Ticks.now()
            for _ in 0..<count {
                switch kind {
                case .write: try await pool.write { db in try Self.insert(db) }
                case .idle: try await pool.write { db in try Self.change(db) }
                default: try await pool.read { db in try Self.select(db) }
                }
            }
            return Double(Ticks.now() - start) / 1000 / Double(count)
        }
    }

    private static func insert(_ db: GRDB.Database) throws {
        let line = BenchedLine(BenchedPort.next())
        try db.cachedStatement(sql: "INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES (?, ?, ?, ?, ?)")
            .execute(arguments: [1, line.sequence, Data(line.hash), line.body, 1])
    }

    private static func change(_ db: GRDB.Database) throws {
        try db.cachedStatement(sql: "UPDATE line SET at_ms = ? WHERE epoch = ?").execute(arguments: [2, -1])
    }

    private static func select(_ db: GRDB.Database) throws {
        let row = try GRDB.Row.fetchOne(
            db.cachedStatement(sql: "SELECT sequence, hash, body FROM line WHERE epoch = ? AND sequence = ?"),
            arguments: [0, 7])
        let sequence: Int64 = row?["sequence"] ?? 0
        let (_, _): (Data?, String?) = (row?["hash"], row?["body"])
        guard sequence == 7 else { throw BaselineFailure(what: "row", code: Int(sequence)) }
    }
}
