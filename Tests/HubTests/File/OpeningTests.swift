import Foundation
import GRDB
import Testing

@testable import HubStore

/// Whose file it is that a hub is told to serve from, found out before anything is made or changed.
@Suite struct OpeningTests {
    enum Found: String, CaseIterable, Sendable {
        case absent, empty, directory, text, noTables, otherTables, kiosk, newer, older

        var words: String {
            switch self {
            case .absent: "there is no file"
            case .empty: "the file is empty"
            case .directory: "not a regular file"
            case .text: "not a database"
            case .noTables: "no tables"
            case .otherTables: "not those of a hub"
            case .kiosk: "file of a kiosk"
            case .newer: "a newer hubd"
            case .older: "an older hubd"
            }
        }

        func make(_ path: String) throws {
            switch self {
            case .absent: return
            case .empty: try Data().write(to: URL(filePath: path))
            case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case .text: try Data("members: 12, all of them happy with this.\n".utf8).write(to: URL(filePath: path))
            case .noTables: try run("PRAGMA user_version = 3", path)
            case .otherTables: try run("CREATE TABLE songs (name TEXT)", path)
            case .kiosk: try run("CREATE TABLE epoch (a); CREATE TABLE outbox (a); CREATE TABLE snapshot (a)", path)
            case .newer: try hub(path, "INSERT INTO grdb_migrations VALUES ('from the future')")
            case .older: try hub(path, "DELETE FROM grdb_migrations WHERE identifier = '9'")
            }
        }

        private func run(_ sql: String, _ path: String) throws {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        }

        private func hub(_ path: String, _ sql: String) throws {
            try HubDatabase(path: path) { 0 }.close()
            try run(sql, path)
            try FileManager.default.removeItem(atPath: path + ".lock")
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hub-file-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func contents(_ folder: String) throws -> [String: Data?] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        return Dictionary(
            uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: "\(folder)/\($0)")) })
    }

    @Test(arguments: Found.allCases, [HubDatabase.Opening.owner(mayCreate: false), .guest])
    func `What is no file of this hub is refused in words and stays as it is`(
        _ found: Found, _ opening: HubDatabase.Opening
    ) throws {
        // Its owner brings an older file up to date.
        if found == .older, opening != .guest { return }
        try withFolder { folder in
            let path = folder + "/hub.sqlite"
            try found.make(path)
            let before = try contents(folder)
            let error = #expect(throws: HubFileError.self) { try HubDatabase(path: path, as: opening) { 0 } }
            #expect("\(error.map { "\($0)" } ?? "")".contains(found.words), "\(String(describing: error))")
            let after = try contents(folder).filter { !$0.key.hasSuffix("-shm") && !$0.key.hasSuffix("-wal") }
            #expect(after == before.filter { !$0.key.hasSuffix("-shm") && !$0.key.hasSuffix("-wal") })
        }
    }

    @Test(arguments: [Found.text, .otherTables, .kiosk, .newer, .directory])
    func `No salon is put into a file of something else`(_ found: Found) throws {
        try withFolder { folder in
            try found.make(folder + "/hub.sqlite")
            #expect(throws: HubFileError.self) { try HubDatabase(path: folder + "/hub.sqlite") { 0 } }
        }
    }

    @Test func `One hub has a file for itself; guests come and go, the next hub follows when it has ended`() throws {
        try withFolder { folder in
            let path = folder + "/hub.sqlite"
            let first = try HubDatabase(path: path) { 0 }
            #expect(throws: HubFileError.inUse(path: path)) {
                try HubDatabase(path: path, as: .owner(mayCreate: false)) { 0 }
            }
            try HubDatabase(path: path, as: .guest) { 0 }.close()
            try first.close()
            try HubDatabase(path: path, as: .owner(mayCreate: false)) { 0 }.close()
        }
    }

    @Test func `The files are their owner's only, also where they were not`() throws {
        try withFolder { folder in
            let path = folder + "/hub.sqlite"
            let before = umask(0)
            defer { umask(before) }
            for _ in 0..<2 {
                let database = try HubDatabase(path: path) { 0 }
                try tamper(with: path, "UPDATE canary SET beat = 1")
                for suffix in ["", "-wal", "-shm", ".lock"] {
                    let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
                    #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
                }
                try database.close()
                chmod(path, 0o644)
            }
        }
    }
}
