internal import Database
internal import Vocabulary

/// One transaction of a work that has many: it ends soon, so that whoever waits to write has a turn.
struct Step {
    let tx: Transaction
    let nowMs: Int64
    private let end = ContinuousClock.now + HubStoreLimits.step

    init(_ tx: Transaction, nowMs: Int64) {
        self.tx = tx
        self.nowMs = nowMs
    }

    var isOver: Bool { ContinuousClock.now >= end }

    /// The most rows that a step asks for.
    static let limit = HubStoreLimits.rowsPerStep

    /// At most `limit` of them, with their members' books locked.
    func rows(_ sql: SQL, _ values: [any SQLBindable], membersIn column: String = "member") throws -> Rows {
        try tx.rows(sql, values, lockingMembersIn: column)
    }

    /// Works on one row after another until the time is up, on the first one in any case.
    ///
    /// - Parameter rows: selected with `limit`.
    /// - Returns: the rows that were done, and whether none is left.
    func forEach(_ rows: Rows, _ work: (Row) throws -> Void) rethrows -> (done: Rows.SubSequence, isThrough: Bool) {
        var done = 0
        for row in rows {
            try work(row)
            done += 1
            if isOver { break }
        }
        return (rows.prefix(done), done == rows.count && done < Self.limit)
    }

    /// Puts the members of these rows at the end of the feed, each once.
    func touchMembers(of rows: Rows.SubSequence) throws {
        try tx.touch(Set(rows.column("member") as [MemberID]))
    }
}
