import GRDB
import Testing

@testable import KioskStore

@Suite struct DirectStatementTests {
    @Test func `What is bound is what stands in the row, and nothing of the run before`() throws {
        let store = try Bench().store()
        let rows: [(String?, [UInt8])] = [("a\u{0}悦", [0, 1, 255]), (nil, [7]), ("", [0])]
        try store.transaction { database in
            try database.execute(sql: "CREATE TABLE t (n INTEGER, s TEXT, b BLOB) STRICT")
            for (index, row) in rows.enumerated() {
                var insert = try DirectStatement("INSERT INTO t (n, s, b) VALUES (?, ?, ?)", database)
                insert.bind(Int64(index))
                insert.bind(row.0)
                insert.bind(row.1)
                try insert.run()
            }
            let read = try Row.fetchAll(database, sql: "SELECT hex(s), s IS NULL, b FROM t ORDER BY n")
            #expect(try read.map { try $0.text(0) } == ["6100E682A6", "", ""])
            #expect(try read.map { try $0.integer(1) } == [0, 1, 0])
            #expect(try read.map { try $0.blob(2) } == rows.map(\.1))
        }
    }

    @Test(arguments: [0, 1, 3])
    func `A statement that was given too few or too many values is not run`(_ given: Int) throws {
        let store = try Bench().store()
        try store.transaction { database in
            try database.execute(sql: "CREATE TABLE t (a INTEGER, b INTEGER) STRICT")
            #expect(throws: DatabaseError.self) {
                var insert = try DirectStatement("INSERT INTO t (a, b) VALUES (?, ?)", database)
                for value in 0..<given { insert.bind(Int64(value)) }
                try insert.run()
            }
            #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM t") == 0)
        }
    }

    @Test func `A statement that failed can be run again`() throws {
        let store = try Bench().store()
        try store.transaction { database in
            try database.execute(sql: "CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT")
            func insert(_ value: Int64) throws {
                var insert = try DirectStatement("INSERT INTO t (a) VALUES (?)", database)
                insert.bind(value)
                try insert.run()
            }
            try insert(1)
            let failure = #expect(throws: DatabaseError.self) { try insert(1) }
            #expect(failure?.resultCode == .SQLITE_CONSTRAINT)
            try insert(2)
        }
    }
}
