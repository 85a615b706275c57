import DatabasePostgres
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import HubStore

/// What lies in a database, by statements of the test's own: texts and bytes as hexadecimal digits, row after row.
enum PlainRows {
    typealias Tables = [String: [String]]
    private struct Column {
        var name: String
        var type: String
    }

    static func ofFile(_ path: String) throws -> Tables {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { db in
            let names = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            return try rows(names, db)
        }
    }

    private static func rows(_ names: [String], _ db: GRDB.Database) throws -> Tables {
        var tables: Tables = [:]
        for name in names where !CopiedTables.left.contains(name) {
            let columns = try Row.fetchAll(db, sql: "PRAGMA table_info(\(name))").map { row in
                Column(name: row["name"], type: row["type"])
            }
            let words = columns.map { column in
                let value = column.type == "INTEGER" ? "\"\(column.name)\"" : "lower(hex(\"\(column.name)\"))"
                return """
                    CASE WHEN "\(column.name)" IS NULL THEN '\(column.name)' ELSE '\(column.name)=' || \(value) END
                    """
            }
            tables[name] = try String.fetchAll(db, sql: "SELECT \(words.joined(separator: " || ' ' || ")) FROM \(name)")
                .sorted()
        }
        return tables
    }

    static func ofServer(_ options: PostgresOptions) throws -> Tables {
        let columns = try psql(
            """
            SELECT table_name || ' ' || column_name || ' ' || data_type FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
            """, options
        ).map { $0.split(separator: " ").map(String.init) }
        var tables: Tables = [:]
        for (name, columns) in Dictionary(grouping: columns, by: { $0[0] }) where !CopiedTables.left.contains(name) {
            let words = columns.map { column in
                let value =
                    switch column[2] {
                    case "bigint": "\"\(column[1])\""
                    case "text": "encode(convert_to(\"\(column[1])\", 'UTF8'), 'hex')"
                    default: "encode(\"\(column[1])\", 'hex')"
                    }
                return "coalesce('\(column[1])=' || \(value), '\(column[1])')"
            }
            tables[name] = try psql("SELECT \(words.joined(separator: " || ' ' || ")) FROM \(name)", options).sorted()
        }
        return tables
    }

    /// - Returns: the lines of the answer.
    @discardableResult
    static func psql(_ statement: String, _ options: PostgresOptions) throws -> [String] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/psql")
        process.arguments = ["-qAtX", "-d", options.url, "-c", statement]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PGOPTIONS": "-csearch_path=\(options.schema)"]) { $1 }
        process.standardOutput = output
        try process.run()
        let words = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(statement)")
        return String(decoding: words, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The same with bodies as they are kept now.
    static func rewritten(_ tables: Tables) -> Tables {
        let old = Hex.text(Array("{\"a\":\"\u{0}%0\"}".utf8)).lowercased()
        let new = Hex.text(Array("\u{FFFF}%{\"a\":\"%0%%0\"}".utf8)).lowercased()
        return tables.mapValues { rows in rows.map { $0.replacingOccurrences(of: old, with: new) }.sorted() }
    }

    /// Says which tables are not the same, and one row of each.
    static func expectSame(_ left: Tables, _ right: Tables, sourceLocation: SourceLocation = #_sourceLocation) {
        let differences = Set(left.keys).union(right.keys).sorted().compactMap { name -> String? in
            let (here, there) = (left[name] ?? [], right[name] ?? [])
            guard here != there else { return nil }
            let row = Set(here).symmetricDifference(there).first ?? "order"
            return "\(name): \(here.count) and \(there.count), \(row.prefix(300))"
        }
        #expect(differences == [], sourceLocation: sourceLocation)
    }
}
