internal import GRDB
internal import Synchronization

/// What is wrong with the hub's file, for whoever looks after it.
package enum HubTrouble: Hashable, Sendable, CustomStringConvertible {
    case damaged(String)
    case notWritable(String)
    case replaced
    case logGone
    case logHeld(bytes: Int64)
    /// Something that the hub holds is not what it is said to be.
    case untrue(String, others: Int)

    package var description: String {
        switch self {
        case .damaged(let what): "damaged: \(what); keep the file, restore the last backup"
        case .notWritable(let why): "cannot write: \(why)"
        case .replaced: "the database file was removed or replaced while served: stop hubd and restore it"
        case .logGone: "the -wal file was removed while served: written back now; restart hubd soon"
        case .untrue(let first, let others):
            "the books are not right: \(first)\(others > 0 ? " and \(others) others" : ""); run hubd audit"
        case .logHeld(let bytes): "the write-ahead log has \(bytes >> 20) MiB: another program holds a read open"
        }
    }
}

extension HubDatabase {
    /// One round of looking at the file: a row is written and read back, the files are still those that were opened,
    /// and the log is written back.
    package func examine() async -> [HubTrouble] {
        var found: [HubTrouble] = []
        do { try await beatCanary() } catch { found.append(Self.trouble(error)) }
        if let damage = damage.withLock({ $0 }) { found.append(.damaged(damage)) }
        if files.isReplaced { found.append(.replaced) }
        do {
            if files.isLogGone {
                // The connections still have the removed log open, so its lines can be saved into the database.
                try await writeLogBack("FULL")
                found.append(.logGone)
            } else if files.logBytes > HubStoreLimits.logBytes, try await !writeLogBack("PASSIVE") {
                found.append(.logHeld(bytes: files.logBytes))
            }
        } catch { found.append(Self.trouble(error)) }
        return found
    }

    private func beatCanary() async throws {
        let beat = try await pool.write { db in
            try db.run("UPDATE canary SET beat = beat + 1")
            return try db.integer("SELECT beat FROM canary")
        }
        lock?.note(beat: beat)
    }

    /// - Returns: whether nobody kept any of it from being written back.
    @discardableResult
    private func writeLogBack(_ mode: String) async throws -> Bool {
        try await pool.writeWithoutTransaction { db in
            guard let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(\(mode))") else { return true }
            let (busy, pages, writtenBack): (Bool, Int64, Int64) = (row[0], row[1], row[2])
            return !busy && writtenBack >= pages
        }
    }

    private static func trouble(_ error: any Error) -> HubTrouble {
        guard let error = error as? DatabaseError else { return .notWritable("\(error)") }
        let words = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(words)
        case .SQLITE_BUSY: return .notWritable("another program holds the file locked")
        default: return .notWritable(words)
        }
    }

    /// Refuses an older copy that lies where the served file was.
    package func requireNotTurnedBack() throws {
        let beat = try pool.read { db in try db.integer("SELECT beat FROM canary") }
        guard beat >= lock?.beat ?? 0 else { throw HubFileError.turnedBack(path: path) }
    }

    /// Has SQLite check its pages and indexes, table by table, each in a read of its own.
    ///
    /// - Parameter limit: after this it is given up; `nil` for never.
    /// - Returns: what is damaged, which is also remembered; `nil` when nothing is, or nothing was found in time.
    @discardableResult
    package func checkPages(within limit: Duration? = nil) async throws -> String? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(HubStoreLimits.lockPatienceSeconds)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let watch = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                queue.interrupt()
            }
        }
        defer { watch?.cancel() }
        let found = try await Self.firstDamage(queue)
        if let found { damage.withLock { $0 = found } }
        return found
    }

    private static func firstDamage(_ queue: DatabaseQueue) async throws -> String? {
        do {
            let tables = try await queue.read { db in
                try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            }
            for table in tables {
                let answer = try await queue.read { db in
                    try String.fetchOne(db, sql: "PRAGMA quick_check('\(table)')") ?? "no answer"
                }
                guard answer == "ok" else { return "\(table): \(answer)" }
            }
            return nil
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            return nil
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            return error.message ?? "unreadable"
        }
    }
}
