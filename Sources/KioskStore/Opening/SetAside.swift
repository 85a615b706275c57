internal import FoundationEssentials
internal import GRDB
internal import Glibc
internal import HubAPI
internal import Identity

/// A damaged file that was moved out of the way, for a person to look at.
package struct SetAside: Hashable, Sendable {
    /// Where it lies now; its `-wal` and `-shm` beside it.
    package var path: String
    package var reason: String
    /// The last journal line that could still be read in it.
    package var lastEpoch: String?
    package var lastSequence: Int64?
    package var lastHash: String?
    /// Entries not yet acknowledged that were carried over into the new file under their own ids.
    package var rescued: Int

    /// Moves the database, its log and its index away, and forgets the oldest of those moved before.
    ///
    /// - Throws: `StoreError.unwritable` when the directory does not allow it.
    static func move(_ place: StorePlace, because error: StoreError) throws(StoreError) -> SetAside {
        let target = freeName(besides: place.path, atMs: place.now())
        for suffix in ["", "-wal", "-shm"] where rename(place.path + suffix, target + suffix) != 0 {
            let code = errno
            guard code == ENOENT else {
                throw .unwritable(path: place.path + suffix, reason: String(cString: strerror(code)))
            }
        }
        forgetOldest(besides: place.path, keeping: place.limits.setAsideKept)
        let last = Wreck(path: target)?.last
        return SetAside(
            path: target, reason: "\(error)", lastEpoch: last?.epoch, lastSequence: last?.sequence,
            lastHash: last.map { Hex.text($0.hash) }, rescued: 0)
    }

    /// `PATH.damaged-20260302T141503Z`, with a number after it when that second was used already.
    private static func freeName(besides path: String, atMs: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(atMs) / 1000).formatted(
            .iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let name = "\(path).damaged-\(date)"
        let names = [name] + (2...1000).map { "\(name).\($0)" }
        return names.first { access($0, F_OK) != 0 } ?? name
    }

    private static func forgetOldest(besides path: String, keeping kept: Int) {
        let path = URL(filePath: path)
        let folder = path.deletingLastPathComponent()
        let prefix = path.lastPathComponent + ".damaged-"
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let wrecks = all.filter { $0.hasPrefix(prefix) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
        for name in wrecks.dropLast(kept) {
            for suffix in ["", "-wal", "-shm"] { unlink(folder.appending(path: name).path + suffix) }
        }
    }
}

/// Reads what is still readable in a damaged file.
struct Wreck {
    /// Far more than a kiosk gathers in a month without the hub.
    static let linesRescued: Int64 = 200_000

    private let queue: DatabaseQueue

    init?(path: String) {
        var configuration = Configuration()
        configuration.label = "kiosk-store-wreck"
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return nil }
        self.queue = queue
    }

    var last: (epoch: String, sequence: Int64, hash: [UInt8])? {
        try? queue.read { database in
            let sql = """
                SELECT e.id, j.line - e.linesBefore, j.hash FROM journal j JOIN epoch e ON e.number = j.epoch
                ORDER BY j.line DESC LIMIT 1
                """
            guard let row = try Row.fetchOne(database, sql: sql) else { return nil }
            return (try row.text(0), try row.integer(1), try row.blob(2))
        }
    }

    /// Entries the hub has not acknowledged, oldest first; each hashes as it did when it was written.
    ///
    /// When the outbox cannot be read, the whole journal is offered: the hub counts an id once.
    func unacknowledged(_ visit: (_ entry: JournalEntry, _ body: String) throws -> Void) throws {
        guard let lines = try? queue.read(Self.lines) else { return }
        for line in lines {
            // A page that cannot be read costs its own lines, not those after it.
            guard let found = try? queue.read({ try entry(at: line, $0) }) else { continue }
            try visit(found.entry, found.body)
        }
    }

    private static func lines(_ database: Database) throws -> Range<Int64> {
        guard let last = try Int64.fetchOne(database, sql: "SELECT max(line) FROM journal"), last < 1 << 53 else {
            return 0..<0
        }
        let oldest = max(1, last - linesRescued + 1)
        do {
            guard let waiting = try Int64.fetchOne(database, sql: "SELECT min(line) FROM outbox") else { return 0..<0 }
            return min(max(oldest, waiting), last + 1)..<last + 1
        } catch {
            return min(oldest, last + 1)..<last + 1
        }
    }

    private func entry(at line: Int64, _ database: Database) throws -> (entry: JournalEntry, body: String)? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT j.line - e.linesBefore, j.hash, j.body, e.id, p.hash FROM journal j
                JOIN epoch e ON e.number = j.epoch
                LEFT JOIN journal p ON p.line = j.line - 1 AND p.epoch = j.epoch WHERE j.line = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [line]) else { return nil }
        let body = try row.text(2)
        let previous = try row.optional(4).map { (hash: Data) in Array(hash) }
        let hash = JournalChain.hash(
            previous: try previous ?? JournalChain.root(ofEpoch: row.text(3)), sequence: try row.integer(0), body: body)
        guard try hash == row.blob(1) else { return nil }
        return Entries.decoded(body).map { ($0, body) }
    }
}

extension KioskStore {
    /// Journals that a file was set aside, and carries over what the hub does not have yet.
    ///
    /// - Returns: how many entries were carried over.
    func takeOver(from setAside: SetAside) throws -> Int {
        guard let wreck = Wreck(path: setAside.path) else { return try noteSetAside(setAside, rescued: 0) }
        let rescued = try transaction { database in
            var rescued = 0
            try wreck.unacknowledged { entry, body in
                // What this program would not write is left to the person who looks at the file.
                do {
                    try Derived.requireUsable(entry)
                    try self.insert(entry, body: body, database)
                    rescued += 1
                } catch StoreError.unusable, StoreError.conflict {}
            }
            return rescued
        }
        return try noteSetAside(setAside, rescued: rescued)
    }

    private func noteSetAside(_ setAside: SetAside, rescued: Int) throws -> Int {
        let last = setAside.lastSequence.map { "\($0) \(setAside.lastHash ?? "")" } ?? "unreadable"
        let detail = "epoch \(setAside.lastEpoch ?? "unreadable"), last line \(last), carried over \(rescued)"
        try append(fault("journal-set-aside", detail: detail))
        return rescued
    }

    /// An entry about the store itself.
    func fault(_ code: String, detail: String) -> JournalEntry {
        let at = now()
        return JournalEntry(
            id: OperationID(makeID()), kiosk: kiosk, tappedAtMs: at, recordedAtMs: at,
            fact: .fault(FaultReport(code: code, detail: detail)))
    }
}
