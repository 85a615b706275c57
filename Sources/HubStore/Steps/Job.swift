internal import Database

/// A work that exactly one of several hubs does at a time.
///
/// Whoever works holds the job's row until its transaction ends: a hub that was killed lets go of it by itself, and
/// nobody waits for it. On a file there is one hub, and nobody to pass it by.
struct Job {
    let name: String

    init(_ name: String) { self.name = name }

    /// Called before anything else of a step.
    ///
    /// - Returns: whether it is this transaction's; if not, another hub is at it, and there is nothing to do now.
    func isTaken(by tx: Transaction) throws -> Bool {
        if try !tx.rowsToTake("SELECT name FROM job WHERE name = $1", [name]).isEmpty { return true }
        guard try !tx.exists("SELECT 1 FROM job WHERE name = $1", [name]) else { return false }
        return try tx.run("INSERT INTO job (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", [name]) > 0
    }
}
