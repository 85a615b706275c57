/// One transaction: all of it is kept or nothing. Calls block; engines run them on threads of their own.
///
///     let points = try await database.write(locking: [Lock(.member, id)]) { tx in
///         try tx.run("UPDATE purse SET points = points + $2 WHERE member = $1", [id, 10])
///         return try tx.integer("SELECT points FROM purse WHERE member = $1", [id])
///     }
///
/// A statement that fails ends the transaction, unless it fails inside a savepoint: whatever is tried afterwards throws
/// the same error, and so does the commit. SQLite would go on and PostgreSQL would not; here both stop.
package final class Transaction {
    /// What is told to others at the commit.
    package struct Sent: Hashable, Sendable {
        package var channel: SignalChannel
        package var payload: String
    }

    private let session: any DatabaseSession
    private let caches: Caches
    private var failure: DatabaseError?
    private var locks = HeldLocks()
    private var signals: [Sent] = []

    package init(_ session: any DatabaseSession, _ caches: Caches) {
        self.session = session
        self.caches = caches
    }

    /// What this program remembers of the database, of one kind.
    package func cache<Kind: Cache>(_ kind: Kind.Type = Kind.self) -> Kind { caches.find(kind) }

    /// - Returns: how many rows were changed.
    @discardableResult
    package func run(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Int {
        try attempt { session throws(DatabaseError) in try session.run(sql, values.map(\.sqlValue)) }
    }

    package func rows(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Rows {
        try attempt { session throws(DatabaseError) in try session.rows(sql, values.map(\.sqlValue)) }
    }

    /// The first row.
    package func row(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Row? {
        try rows(sql, values).first
    }

    /// The one integer of an answer, as of `count(*)`.
    ///
    /// - Throws: `damaged` when there is no row, or no integer in it.
    package func integer(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Int64 {
        guard let integer = try integerIfAny(sql, values) else {
            throw .damaged(Damage(column: "", statement: sql.text, words: "there is no row, or nothing in it"))
        }
        return integer
    }

    /// The one integer of an answer, as of `max(version)`; `nil` when there is no row, or nothing in it.
    package func integerIfAny(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Int64? {
        guard let row = try row(sql, values) else { return nil }
        return try row.first()
    }

    /// One statement for many rows of values, in their order: much faster than one by one on PostgreSQL.
    ///
    ///     try tx.runMany("INSERT INTO line (id, body) VALUES ($1, $2)", lines.map { [$0.id, $0.body] })
    ///
    /// - Returns: how many rows were changed in all.
    @discardableResult
    package func runMany(_ sql: SQL, _ rows: [[any SQLBindable]]) throws(DatabaseError) -> Int {
        try runMany(sql, rows.map { $0.map(\.sqlValue) })
    }

    /// The same for values as columns hold them: boxing each would take longer than the statement.
    @discardableResult
    package func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws(DatabaseError) -> Int {
        guard !rows.isEmpty else { return 0 }
        return try attempt { session throws(DatabaseError) in try session.runMany(sql, rows) }
    }

    /// Rows that nobody else is working on, for jobs that exactly one may do: others pass them by until this
    /// transaction ends. Mark them with a lease, commit, and do the work afterwards:
    ///
    ///     let jobs = try tx.rowsToTake(
    ///         "SELECT id FROM job WHERE due_ms <= $1 AND leased_until_ms <= $1 ORDER BY due_ms, id LIMIT 8", [nowMs])
    ///     try tx.runMany(
    ///         "UPDATE job SET leased_until_ms = $2 WHERE id = $1", jobs.map { [try $0.value("id"), untilMs] })
    package func rowsToTake(_ sql: SQL, _ values: [any SQLBindable] = []) throws(DatabaseError) -> Rows {
        try attempt { session throws(DatabaseError) in try session.rowsToTake(sql, values.map(\.sqlValue)) }
    }

    package func execute(_ script: Script) throws(DatabaseError) {
        try attempt { session throws(DatabaseError) in try session.execute(script) }
    }

    /// A part that can fail alone: then nothing of it is kept, and the transaction goes on.
    ///
    /// - Throws: what `body` throws. An error that ends the transaction (a lost connection, a full disk) ends it here
    ///   too.
    @discardableResult
    package func savepoint<Answer>(_ body: () throws -> Answer) throws -> Answer {
        try command("SAVEPOINT part")
        let (signalCount, locks) = (signals.count, locks)
        do {
            let answer = try body()
            if let failure { throw failure }
            try command("RELEASE SAVEPOINT part")
            return answer
        } catch {
            if let failure, failure.endsTransaction { throw error }
            failure = nil
            signals.removeSubrange(signalCount...)
            // PostgreSQL lets go of what was locked inside.
            self.locks = locks
            try command("ROLLBACK TO SAVEPOINT part")
            try command("RELEASE SAVEPOINT part")
            throw error
        }
    }

    /// Locks these until the transaction ends, in the order of `Lock`. Locks are best given to `write(locking:)`,
    /// before anything is read.
    ///
    /// - Throws: `lockOrder` when one comes before a lock that is already held; on both engines.
    package func lock(_ locks: [Lock]) throws(DatabaseError) {
        let sorted = Set(locks).sorted()
        guard let first = sorted.first else { return }
        if let last = self.locks.last, first < last { try fail(.lockOrder(first, after: last)) }
        try attempt { session throws(DatabaseError) in try session.lock(sorted) }
        self.locks.add(sorted)
    }

    /// Locks those of these that are not locked yet, for a body that finds out while it runs what it needs. It must
    /// read what they protect afterwards.
    ///
    /// If a lock comes too late for the order, the engine runs the body again with all of them locked from its
    /// beginning. Reads, and engines with a single writer, need no locks.
    ///
    /// - Returns: whether any lock is new, so that what was read before it may be outdated.
    @discardableResult
    package func ensureLocked(_ wanted: [Lock]) throws(DatabaseError) -> Bool {
        guard session.needsLocks else { return false }
        let missing = locks.missing(of: wanted)
        guard let first = missing.min() else { return false }
        if let last = locks.last, first < last { try miss(missing) }
        try lock(missing)
        return true
    }

    /// Requires locks on what was read before and is written now. If one is missing, the engine runs the body again
    /// with it locked from the beginning.
    package func requireLocked(_ wanted: [Lock]) throws(DatabaseError) {
        guard session.needsLocks else { return }
        let missing = locks.missing(of: wanted)
        if !missing.isEmpty { try miss(missing) }
    }

    /// Locks those of these that nobody has, without waiting.
    ///
    /// - Returns: those that are locked now.
    package func lockIfFree(_ wanted: [Lock]) throws(DatabaseError) -> [Lock] {
        guard session.needsLocks, !wanted.isEmpty else { return wanted }
        let taken = try attempt { session throws(DatabaseError) in
            try session.lockIfFree(Set(wanted).sorted())
        }
        locks.add(taken)
        return taken
    }

    /// Signals listeners in all processes once this is committed. Equal signals are sent once.
    ///
    /// - Parameter payload: at most 7,999 bytes.
    package func signal(_ channel: SignalChannel, _ payload: String) {
        signals.append(Sent(channel: channel, payload: payload))
    }

    /// Ends the work of the transaction. An engine calls it last before the commit.
    ///
    /// - Returns: the signals to send once it is committed, in order.
    /// - Throws: the failure that ended the transaction, if the body has not passed it on.
    package func finish() throws(DatabaseError) -> [Sent] {
        if let failure { throw failure }
        var told: Set<Sent> = []
        let signals = signals.filter { told.insert($0).inserted }
        if !signals.isEmpty {
            try attempt { session throws(DatabaseError) in try session.send(signals) }
        }
        failure = .other(code: "over", words: "the transaction is over")
        return signals
    }

    private func miss(_ missing: [Lock]) throws(DatabaseError) {
        try fail(.lockMissed(locks.all.union(missing)))
    }

    private func fail(_ error: DatabaseError) throws(DatabaseError) {
        failure = failure ?? error
        throw error
    }

    private func command(_ sql: SQL) throws(DatabaseError) {
        _ = try attempt { session throws(DatabaseError) in try session.run(sql, []) }
    }

    private func attempt<Answer>(
        _ action: (any DatabaseSession) throws(DatabaseError) -> Answer
    ) throws(DatabaseError) -> Answer {
        if let failure { throw failure }
        do { return try action(session) } catch {
            failure = error
            throw error
        }
    }
}
