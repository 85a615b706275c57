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
    private var failure: DatabaseError?
    private var lastLock: Lock?
    private var signals: [Sent] = []

    package init(_ session: any DatabaseSession) { self.session = session }

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
        guard !rows.isEmpty else { return 0 }
        return try attempt { session throws(DatabaseError) in
            try session.runMany(sql, rows.map { $0.map(\.sqlValue) })
        }
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
        let (signalCount, lock) = (signals.count, lastLock)
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
            lastLock = lock
            try command("ROLLBACK TO SAVEPOINT part")
            try command("RELEASE SAVEPOINT part")
            throw error
        }
    }

    /// Has these for itself until the transaction ends; they are taken in the order of `Lock`. Locks are best given to
    /// `write(locking:)`, before anything is read.
    ///
    /// - Throws: `lockOrder` when one comes before what was locked already; on both engines.
    package func lock(_ locks: [Lock]) throws(DatabaseError) {
        let sorted = Set(locks).sorted()
        guard let first = sorted.first else { return }
        if let lastLock, first < lastLock {
            let error = DatabaseError.lockOrder(first, after: lastLock)
            failure = failure ?? error
            throw error
        }
        try attempt { session throws(DatabaseError) in try session.lock(sorted) }
        lastLock = sorted.last
    }

    /// Tells listeners, of all processes, once this is committed. The same words are told once.
    ///
    /// - Parameter payload: at most 7,999 bytes.
    package func signal(_ channel: SignalChannel, _ payload: String) {
        signals.append(Sent(channel: channel, payload: payload))
    }

    /// An engine calls it as the last before the commit.
    ///
    /// - Returns: what is told once it is committed, in order.
    /// - Throws: the failure that ended the transaction, if its caller has kept it to himself.
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
