internal import Database
internal import DatabaseSQLite
internal import FoundationEssentials

/// What a hub keeps: in a file of its own, or on a server that several hubs share.
package final class HubDatabase: Sendable {
    let engine: any DatabaseEngine
    let keeper: ClockKeeper
    /// `nil` on a server.
    let file: ServedFile?
    /// What an operator calls it: the file's path, or the server's address without its password.
    package let name: String

    /// Of a database that is open already: `open` and `init(path:as:clock:)` open one.
    init(name: String, engine: any DatabaseEngine, keeper: ClockKeeper, file: ServedFile?) {
        self.name = name
        self.engine = engine
        self.keeper = keeper
        self.file = file
    }

    /// All that `body` reads is of one moment.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do { return try await engine.read(body) } catch { throw Self.named(error) }
    }

    /// Keeps all that `body` writes, or nothing. It may be run several times.
    ///
    /// - Parameter locks: what `body` needs from its beginning. Members and kiosks it may lock on its way, before it
    ///   reads of them; what concerns everybody needs `Lock.hub`.
    @discardableResult
    func write<Answer: Sendable>(
        locking locks: [Lock] = [.sharedHub], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do { return try await attempt(locks, body) } catch { throw Self.named(error) }
    }

    /// Retries after a key conflict: another hub may have inserted the row after `body` had looked for it.
    private func attempt<Answer: Sendable>(
        _ locks: [Lock], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        do { return try await engine.write(locking: locks, body) } catch DatabaseError.taken where file == nil {
            return try await engine.write(locking: locks, body)
        }
    }

    /// A value that cannot be read is the hub's own damage, whoever asks.
    private static func named(_ error: any Error) -> any Error {
        guard case .damaged(let damage) = error as? DatabaseError else { return error }
        return HubStoreError.unreadable(damage.words, column: damage.column)
    }

    /// Lets go of the file and of its lock; of a server's connections in the background.
    package func close() throws {
        guard let file else {
            Task { [engine] in try? await engine.close() }
            return
        }
        try file.sqlite.close()
        file.lock?.release()
    }

    /// Lets go of everything, and waits for what is under way.
    package func closeAndWait() async throws {
        try await engine.close()
        file?.lock?.release()
    }

    static func newEpoch() -> String { UUID().uuidString.lowercased() }
}
