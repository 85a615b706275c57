import Foundation
import GRDB

/// What a bill leaves, without the rules: one entry, its reasons, a lot, two lines of the ledger and the member's
/// standing, in one flushed transaction.
struct BareBill {
    private static let members = 1000
    private let queue: DatabaseQueue
    private let entry = String(repeating: "x", count: 450)
    private let reasons = String(repeating: "x", count: 1300)
    private let standing = String(repeating: "x", count: 2000)

    init(_ path: String) throws {
        queue = try DatabaseQueue.bare(path)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE entry (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
                    CREATE TABLE why (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
                    CREATE TABLE lot (id TEXT PRIMARY KEY, granted INTEGER NOT NULL) STRICT;
                    CREATE TABLE ledger (id INTEGER PRIMARY KEY, lot TEXT NOT NULL, amount INTEGER NOT NULL) STRICT;
                    CREATE TABLE member (id INTEGER PRIMARY KEY, standing TEXT NOT NULL) STRICT;
                    """)
            for member in 0..<Self.members {
                try db.execute(sql: "INSERT INTO member VALUES (?, ?)", arguments: [member, standing])
            }
        }
    }

    func times(_ count: Int) throws -> Samples {
        var times = Samples()
        for number in 0..<count { times.add(try Ticks.of { try write(member: number % Self.members) }) }
        return times
    }

    private func write(member: Int) throws {
        let id = UUID().uuidString
        try queue.write { db in
            func run(_ sql: String, _ arguments: StatementArguments) throws {
                try db.cachedStatement(sql: sql).execute(arguments: arguments)
            }
            try run("INSERT INTO entry VALUES (?, ?)", [id, entry])
            try run("INSERT INTO why VALUES (?, ?)", [id, reasons])
            try run("INSERT INTO lot VALUES (?, ?)", [id, 398])
            for amount in [398, 2] { try run("INSERT INTO ledger (lot, amount) VALUES (?, ?)", [id, amount]) }
            try run("UPDATE member SET standing = ? WHERE id = ?", [standing, member])
        }
    }
}
