internal import Database
internal import Vocabulary

/// The order in which kiosks learn of changed members.
///
/// Writers only record the member's id (`Transaction.touch`). One transaction at a time assigns the numbers afterwards,
/// so that a kiosk that has read up to a number has everything below it. If writers assigned numbers themselves, each
/// would have to wait for the previous one's commit.
enum FeedOrder {
    /// The version of what has no number yet.
    static let untold = Int64.max

    /// Numbers members that no other transaction has locked; the others are numbered next time. The caller must hold
    /// `Lock.order`.
    ///
    /// - Returns: whether no other is left that could be numbered.
    static func advance(_ tx: Transaction) throws -> Bool {
        let limit = HubStoreLimits.membersPerNumbering
        let rows = try tx.rows("SELECT member FROM changed_member ORDER BY member LIMIT $1", [limit])
        let waiting: [MemberID] = try rows.column("member")
        let free = Set(try tx.lockIfFree(waiting.map { .member($0) }))
        let members = waiting.filter { free.contains(.member($0)) }
        guard !members.isEmpty else { return true }
        try number(members, tx)
        return rows.count < limit
    }

    private static func number(_ members: [MemberID], _ tx: Transaction) throws {
        let last = try tx.integer("UPDATE hub SET version = version + $1 RETURNING version", [members.count])
        let first = last - Int64(members.count) + 1
        try tx.runMany(
            "UPDATE member SET version = $1 WHERE id = $2",
            members.enumerated().map { place, member in [first + Int64(place), member] })
        try numberBlocks(of: Set(members), tx)
        try tx.runMany("DELETE FROM changed_member WHERE member = $1", members.map { [$0] })
    }

    /// Gives blocks the member's number: a kiosk knows of a block once it has read up to that number.
    private static func numberBlocks(of members: Set<MemberID>, _ tx: Transaction) throws {
        let telling: [MemberID] = try tx.rows(
            "SELECT member FROM changed_member WHERE tells_block = 1 ORDER BY member"
        ).column("member")
        for member in telling where members.contains(member) {
            let version = try tx.integer("SELECT version FROM member WHERE id = $1", [member])
            try tx.run(
                "UPDATE card SET blocked_version = $1 WHERE member = $2 AND blocked_version = $3",
                [version, member, untold])
            try tx.run(
                "UPDATE right_waiting SET version = $1 WHERE member = $2 AND version = $3", [version, member, untold])
        }
    }

    /// The next version, for a member who is put in; only while nobody else writes.
    static func next(_ tx: Transaction) throws -> Int64 {
        try tx.integer("UPDATE hub SET version = version + 1 RETURNING version")
    }
}

extension HubDatabase {
    /// Numbers committed changes of members for the feed, and seals committed entries, until none is left.
    ///
    /// - Parameter eachStep: called after each transaction, as a sign of life.
    package func numberAndSeal(eachStep: @Sendable () -> Void = {}) async throws {
        while try await !advanceOrder() {
            eachStep()
            try Task.checkCancellation()
        }
    }

    /// - Returns: whether no other is left.
    private func advanceOrder() async throws -> Bool {
        let isToDo = try await read { tx in
            try tx.exists("SELECT 1 FROM changed_member LIMIT 1") || tx.exists("SELECT 1 FROM unsealed_entry LIMIT 1")
        }
        guard isToDo else { return true }
        return try await write(locking: [.sharedHub, .order]) { tx in
            let (isNumbered, isSealed) = try (FeedOrder.advance(tx), EntrySeals.advance(tx))
            return isNumbered && isSealed
        }
    }
}
