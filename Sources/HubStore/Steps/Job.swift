internal import Database

/// Work that exactly one of several hubs does at a time.
///
/// A transaction holds the job's row until it ends, so a hub that was killed releases it. Other hubs skip a row that is
/// held, and nobody waits. A file has only one hub.
struct Job {
    let name: String

    init(_ name: String) { self.name = name }

    /// Locks the job for this transaction. Call it first in a step.
    ///
    /// - Returns: whether this transaction has it now; if not, another hub does the work.
    func tryLock(in tx: Transaction) throws -> Bool {
        if try !tx.rowsToTake("SELECT name FROM job WHERE name = $1", [name]).isEmpty { return true }
        guard try !tx.exists("SELECT 1 FROM job WHERE name = $1", [name]) else { return false }
        return try tx.run("INSERT INTO job (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", [name]) > 0
    }
}
