internal import Database
internal import Vocabulary

extension Transaction {
    /// Puts these members at the end of the feed, so that every kiosk fetches them again. Which place they have there
    /// is settled once this is committed (`FeedOrder`): writers do not wait for one another's numbers.
    ///
    /// - Parameter tellsBlock: whether kiosks learn from it of a card that was blocked.
    func touch(_ members: some Collection<MemberID>, tellsBlock: Bool = false) throws {
        guard !members.isEmpty else { return }
        try requireLocked(members.map { .member($0) })
        try runMany(
            """
            INSERT INTO changed_member (member, tells_block) VALUES ($1, $2) ON CONFLICT (member) DO UPDATE
                SET tells_block = CASE WHEN excluded.tells_block = 1 THEN 1 ELSE changed_member.tells_block END
            """, members.sorted().map { [$0, tellsBlock] })
    }

    /// Locks these members' books until the transaction ends.
    ///
    /// - Returns: whether any lock is new, so that what was read before it may be outdated.
    @discardableResult
    func lock(members: some Collection<MemberID>) throws -> Bool {
        try ensureLocked(members.map { .member($0) })
    }

    @discardableResult
    func lock(member: MemberID) throws -> Bool { try ensureLocked([.member(member)]) }

    /// Selects rows and locks the books of all members that they name.
    ///
    /// - Parameter column: the column with the member's id.
    func rows(_ sql: SQL, _ values: [any SQLBindable], lockingMembersIn column: String) throws -> Rows {
        var found = try rows(sql, values)
        // Rows read before a lock may be outdated, and rows read after it may name other members.
        while try lock(members: Set((found.column(column) as [MemberID?]).compactMap(\.self))) {
            found = try rows(sql, values)
        }
        return found
    }

    /// - Throws: `empty` before there is a salon.
    func hubEpoch() throws -> String {
        guard let row = try row("SELECT epoch FROM hub") else { throw HubStoreError.empty }
        return try row["epoch"]
    }

    /// Whether there is such a row.
    func exists(_ sql: SQL, _ values: [any SQLBindable] = []) throws -> Bool { try row(sql, values) != nil }
}

extension Lock {
    /// One kiosk's journal, and what the hub knows of the kiosk.
    static func kiosk(_ name: String) -> Lock { Lock(.kiosk, name) }

    /// A spend of which nobody knows the member.
    static func operation(_ id: OperationID) -> Lock { Lock(.operation, id.bytes) }

    static func member(_ id: MemberID) -> Lock { Lock(.member, id.bytes) }

    /// How often all members together have used an offer.
    static func coupon(_ offer: String) -> Lock { Lock(.coupon, offer) }
}
