/// Where transactions come from: `SQLiteDatabase` for one hub with a file, `PostgresDatabase` for a server that several
/// hubs share.
package protocol DatabaseEngine: AnyObject, Sendable {
    /// All that `body` reads is of one moment.
    ///
    ///     let members = try await database.read { tx in try tx.integer("SELECT count(*) FROM member") }
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer

    /// Keeps all that `body` writes, or, when it throws, nothing.
    ///
    /// `body` may be run several times, after conflicts: it must do nothing but work on `tx`.
    ///
    /// - Parameter locks: taken before anything is read, so that what is read stays so.
    /// - Throws: what `body` throws; `DatabaseError`.
    @discardableResult
    func write<Answer: Sendable>(
        locking locks: [Lock], _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer

    /// The signals sent at commits. The stream begins with `look`, once no later signal can be missed, and ends with
    /// the engine.
    func signals(_ channel: SignalChannel) -> AsyncStream<Signal>

    /// The names of all tables, indexes and triggers.
    func objects() async throws -> Set<String>

    /// Lets go of all connections; what runs is waited for.
    func close() async throws
}

extension DatabaseEngine {
    @discardableResult
    package func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Answer
    ) async throws -> Answer {
        try await write(locking: [], body)
    }
}
