import Foundation
import GRDB
import Vocabulary

/// GRDB used as its manual says, with the three statements, the schema and the pragmas of the C loop: what of our
/// time is GRDB's. The body is ready, nothing is encoded and nothing is hashed.
final class BareJournal: BenchedJournal {
    private let queue: DatabaseQueue
    private let body: String
    private var committed = 0

    /// - Parameter path: of a file that does not exist yet.
    init(_ path: String, bodyBytes: Int) throws {
        queue = try DatabaseQueue.bare(path)
        body = String(repeating: "x", count: bodyBytes)
        try queue.writeWithoutTransaction { try $0.execute(sql: Self.schema) }
    }

    func commit(_ count: Int) throws -> Samples {
        var samples = Samples()
        for _ in 0..<count {
            let row = Row(committed)
            committed += 1
            samples.add(try Ticks.of { try commit(row, number: Int64(committed)) })
        }
        return samples
    }

    func close() { try? queue.close() }

    /// What differs from one transaction to the next.
    private struct Row {
        let id, member, previous, hash: Data

        init(_ number: Int) {
            id = Self.spread(number, 16)
            member = Self.spread(number % 200, 16)
            previous = Self.spread(number, 32)
            hash = Self.spread(number + 1, 32)
        }

        private static func spread(_ seed: Int, _ count: Int) -> Data {
            var random = SeededGenerator(seed: UInt64(seed))
            return Data((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
    }

    private func commit(_ row: Row, number: Int64) throws {
        try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                try database.cachedStatement(sql: Self.journal)
                    .execute(arguments: [number, row.id, body, row.previous, row.hash])
                try database.cachedStatement(sql: Self.outbox).execute(arguments: [number])
                try database.cachedStatement(sql: Self.balance).execute(arguments: [row.member])
                return .commit
            }
        }
    }

    private static let schema = """
        CREATE TABLE journal(seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL,
         previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
        CREATE TABLE outbox(seq INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE balance(member BLOB PRIMARY KEY, points INTEGER NOT NULL, fen INTEGER NOT NULL) STRICT;
        """
    private static let journal =
        "INSERT INTO journal(seq, id, body, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5)"
    private static let outbox = "INSERT INTO outbox(seq) VALUES (?1)"
    private static let balance = """
        INSERT INTO balance(member, points, fen) VALUES (?1, 10, 100)
        ON CONFLICT(member) DO UPDATE SET points = points + 10, fen = fen + 100
        """
}
