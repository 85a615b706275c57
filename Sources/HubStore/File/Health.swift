internal import Database
internal import DatabaseSQLite
internal import Synchronization

/// What is wrong with the hub's database, for whoever looks after it.
package enum HubTrouble: Hashable, Sendable, CustomStringConvertible {
    case damaged(String)
    case notWritable(String)
    case replaced
    case logGone
    case logHeld(bytes: Int64)
    /// A check found that the hub's data contradict each other; `others` counts the further contradictions.
    case untrue(String, others: Int)
    /// A newer program has changed the database so that this one must not serve from it any more.
    case outdated

    package var description: String {
        switch self {
        case .damaged(let what): "damaged: \(what); keep the file, restore the last backup"
        case .notWritable(let why): "cannot write: \(why)"
        case .replaced: "the database file was removed or replaced while served: stop hubd and restore it"
        case .logGone: "the -wal file was removed while served: written back now; restart hubd soon"
        case .untrue(let first, let others):
            "the books are not right: \(first)\(others > 0 ? " and \(others) others" : ""); run hubd audit"
        case .outdated: "a newer hubd has changed the database so that this one must not serve from it any more"
        case .logHeld(let bytes): "the write-ahead log has \(bytes >> 20) MiB: another program holds a read open"
        }
    }
}

extension HubDatabase {
    /// Checks the database once: writes a row and reads it back; for a file, also checks that the opened files are
    /// still in place, and writes a long log back.
    package func examine() async -> [HubTrouble] {
        var found: [HubTrouble] = []
        do { if try await writeCanary() > Migrator.newest { found.append(.outdated) } } catch {
            found.append(trouble(error))
        }
        if let file { found += await examine(file) }
        return found
    }

    private func examine(_ file: ServedFile) async -> [HubTrouble] {
        var found: [HubTrouble] = []
        if let damage = file.damage.withLock({ $0 }) { found.append(.damaged(damage)) }
        if file.files.isReplaced { found.append(.replaced) }
        do {
            if file.files.isLogGone {
                // The connections still have the removed log open, so its lines can be saved into the database.
                try await file.sqlite.writeLogBack(.full)
                found.append(.logGone)
            } else if file.files.logBytes > HubStoreLimits.logBytes, try await !file.sqlite.writeLogBack(.passive) {
                found.append(.logHeld(bytes: file.files.logBytes))
            }
        } catch { found.append(trouble(error)) }
        return found
    }

    /// How often the hub has written and read back its canary.
    func beat() async throws -> Int64 { try await read { tx in try tx.integer("SELECT beat FROM canary") } }

    /// - Returns: the oldest step that a program must know to serve.
    private func writeCanary() async throws -> Int64 {
        let (beat, oldestStep) = try await write { tx in
            let beat = try tx.integer("UPDATE canary SET beat = beat + 1 RETURNING beat")
            return (beat, try tx.integer("SELECT oldest_step FROM canary"))
        }
        file?.lock?.note(beat: beat)
        return oldestStep
    }

    private func trouble(_ error: any Error) -> HubTrouble {
        guard let error = error as? DatabaseError else { return .notWritable("\(error)") }
        switch error {
        case .corrupt(let words), .noDatabase(let words): return .damaged(words)
        case .busy where file != nil: return .notWritable("another program holds the file locked")
        default: return .notWritable(error.words)
        }
    }

    /// Refuses an older copy that lies where the served file was.
    package func requireNotTurnedBack() throws {
        guard let file else { return }
        let beat = try file.sqlite.readBlocking { tx in try tx.integer("SELECT beat FROM canary") }
        guard beat >= file.lock?.beat ?? 0 else { throw HubFileError.turnedBack(path: file.path) }
    }

    /// Has SQLite check its pages and indexes, table by table, each in a read of its own.
    ///
    /// - Parameter limit: after this it is given up; `nil` for never.
    /// - Returns: what is damaged, which is also remembered; `nil` when nothing is, or nothing was found in time.
    @discardableResult
    package func checkPages(within limit: Duration? = nil) async throws -> String? {
        // A server looks after its own.
        guard let file else { return nil }
        let database = try SQLiteDatabase.reading(file.path)
        let watch = limit.map { limit in
            Task {
                try await Task.sleep(for: limit)
                database.interrupt()
            }
        }
        defer { watch?.cancel() }
        let found = try await Self.firstDamage(database)
        if let found { file.damage.withLock { $0 = found } }
        return found
    }

    private static func firstDamage(_ database: SQLiteDatabase) async throws -> String? {
        do {
            for table in try database.tables() {
                if let found = try await database.unsoundness(ofTable: table) { return "\(table): \(found)" }
            }
            return nil
        } catch DatabaseError.interrupted {
            return nil
        } catch DatabaseError.corrupt(let words), DatabaseError.noDatabase(let words) {
            return words
        }
    }
}
