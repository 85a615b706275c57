/// What an engine does for one transaction; `Transaction` does the rest, so that engines cannot differ in it.
package protocol DatabaseSession: AnyObject {
    /// - Returns: how many rows were changed.
    func run(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Int
    func rows(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Rows
    func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws(DatabaseError) -> Int
    /// Rows that no other transaction has taken for itself; they are this one's until it ends.
    func rowsToTake(_ sql: SQL, _ values: [SQLValue]) throws(DatabaseError) -> Rows
    func execute(_ script: Script) throws(DatabaseError)
    /// Whether others may write at the same time.
    var needsLocks: Bool { get }
    /// - Parameter locks: sorted, each once.
    func lock(_ locks: [Lock]) throws(DatabaseError)
    /// Waits for nobody.
    ///
    /// - Returns: those that nobody else has; they are this transaction's now.
    func lockIfFree(_ locks: [Lock]) throws(DatabaseError) -> [Lock]
    /// Called as the last before the commit.
    func send(_ signals: [Transaction.Sent]) throws(DatabaseError)
}
