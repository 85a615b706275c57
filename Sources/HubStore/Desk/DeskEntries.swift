internal import Database
internal import Loyalty
package import PolicyFile
package import Vocabulary

extension HubDatabase {
    /// Books a desk's order. Idempotent: the same order again gets the same answer.
    ///
    /// A bill is priced by the best permitted combination, unless it names its offers, in the transaction that books
    /// it, so that the last use of an offer is given only once.
    ///
    /// - Throws: `notFound` for the member; `refused` as `OrderCheck` says, when the id stands for something else, when
    ///   a bill comes to something else than the customer was told, and for what a kiosk holds.
    package func enter(_ order: DeskOrder, for member: MemberID) async throws -> EntryAnswer {
        let nowMs = try momentToBook()
        return try await write(locking: [.sharedHub, .member(member)]) { tx in
            let entries = MemberEntries(tx: tx, nowMs: nowMs, member: member)
            try entries.requireMember()
            if let answer = try entries.known(order) { return answer }
            try Nights(tx: tx, nowMs: nowMs, member: member).catchUp()
            // Two orders in one millisecond count in the order in which they came.
            let lastMs = try MemberBooks.current(member, tx, nowMs: nowMs).last?.atMs ?? 0
            let entry = order.entry(
                nowMs: max(nowMs, lastMs + 1), inForce: try PolicyStore.inForce(tx, atMs: nowMs).version)
            return try DeskSale(entries: entries, order: order).enter(entry)
        }
    }

    /// Where a member stands now, for questions. Nothing is changed.
    ///
    /// - Throws: `notFound` for the member.
    package func standing(of member: MemberID) async throws -> DeskStanding {
        let nowMs = now()
        return try await read { tx in
            try MemberEntries(tx: tx, nowMs: nowMs, member: member).requireMember()
            let table = try PolicyStore.table(tx)
            return DeskStanding(
                account: try MemberHistory.evaluate(member, tx).advanced(to: nowMs).account, atMs: nowMs,
                policy: try PolicyStore.inForce(tx, atMs: nowMs), book: table.book,
                totalUses: try MemberStanding.totalUses(table.limitedOffers, tx))
        }
    }

    /// The member's entries, the latest first, each with its reasons; at most `HubStoreLimits.entriesPerList`.
    ///
    /// - Parameter before: an entry; only what was before it.
    package func entries(of member: MemberID, before: String?) async throws -> [BookedEntry] {
        try await read { tx in
            try MemberEntries(tx: tx, nowMs: 0, member: member).requireMember()
            return try tx.rows(
                """
                SELECT member_entry.id, member_entry.body, coalesce(why.body, '{}') AS why FROM member_entry
                LEFT JOIN why ON why.entry = member_entry.id AND why.member = member_entry.member
                WHERE member_entry.member = $1 AND (CAST($2 AS TEXT) IS NULL OR (at_ms, member_entry.id) < (
                    SELECT at_ms, id FROM member_entry WHERE id = $2 AND member = $1))
                ORDER BY at_ms DESC, member_entry.id DESC LIMIT $3
                """, [member, before, HubStoreLimits.entriesPerList]
            ).map { BookedEntry(line: try $0["body"], reasons: try $0["why"]) }
        }
    }
}

/// An entry that stands in the books, as text: its seal is over these very bytes.
package struct BookedEntry: Hashable, Sendable {
    /// JSON, as in an exported history.
    package var line: String
    /// What came of it, as `KeptReasons` keeps it.
    package var reasons: String
}

/// One order of a desk for one member, which is not in the books yet.
struct DeskSale {
    let entries: MemberEntries
    let order: DeskOrder

    private var tx: Transaction { entries.tx }

    func enter(_ asked: MemberEntry) throws -> EntryAnswer {
        if let refusal = OrderCheck(nowMs: entries.nowMs).refusal(of: asked) { throw HubStoreError.refused(refusal) }
        let policy = try PolicyStore.inForce(tx, atMs: asked.atMs)
        guard asked.policy == policy.version else {
            throw HubStoreError.refused(.policyChanged(inForce: policy.version, named: asked.policy))
        }
        let entry: MemberEntry
        do { entry = try settled(asked, policy) } catch let error as RuleError {
            return EntryAnswer(entry: asked.id, .failure(error))
        }
        let gift = try PackageGift(entry, of: entries)
        let funds = try FreeFunds(of: entries)
        let answer = try entries.book(entry, request: order.text)
        guard answer.refusal == nil else { return answer }
        if case .redeem = entry.fact { try handOver(entry) }
        try gift?.enter()
        try funds?.requireLeft()
        return answer
    }

    /// Hands over a reward that was redeemed at the desk.
    private func handOver(_ entry: MemberEntry) throws {
        let claim = MemberEntry(
            id: "\(HubEntryID.handedOver(redemption: entry.id))", atMs: entry.atMs + 1, policy: entry.policy,
            fact: .claim(redemption: entry.id, .handedOver))
        _ = try entries.enter(claim)
    }

    /// The entry; a bill with what the search for the best combination chose and proved.
    ///
    /// - Throws: `RuleError` for a bill that makes no sense; `refused` when it comes to something else than was told.
    private func settled(_ asked: MemberEntry, _ policy: Policy) throws -> MemberEntry {
        guard case .bill(var bill) = asked.fact else { return asked }
        bill.best = nil
        var settled = asked
        let account = try MemberHistory.account(of: entries.member, before: settled, tx)
        guard let quote = try quote(&bill, of: &settled, account, policy) else { return settled }
        if let told = order.quotedFen, told != quote.payable.fen {
            throw HubStoreError.refused(.quoteChanged(now: quote.payable.fen, told: told))
        }
        settled.fact = .bill(bill.settled(by: quote))
        return settled
    }

    /// Quotes the bill and locks the limited offers that it uses, so that the last use of an offer is given only once.
    private func quote(
        _ bill: inout Bill, of entry: inout MemberEntry, _ account: MemberAccount, _ policy: Policy
    ) throws -> Quote? {
        let limited = try PolicyStore.table(tx).limitedOffers
        while true {
            bill.totalUses = try MemberStanding.totalUses(limited, tx)
            entry.fact = .bill(bill)
            guard let quote = try account.quote(entry, bill, under: policy) else { return nil }
            let counted = limited.intersection(quote.applied.map(\.offer))
            guard try tx.ensureLocked(counted.map { .coupon($0) }) else { return quote }
        }
    }
}

/// Checks that an order does not spend what is reserved for kiosks, from the balance before the order.
private struct FreeFunds {
    private let entries: MemberEntries
    private let held: Amount
    private let before: Amount

    /// - Returns: `nil` where no kiosk holds anything.
    init?(of entries: MemberEntries) throws {
        self.entries = entries
        held = try Reserved.amount(of: entries.member, entries.tx)
        guard held != .zero else { return nil }
        before = try MemberBooks.balance(of: entries.member, atMs: entries.nowMs, entries.tx)
    }

    /// - Throws: `refused` where an order took what a kiosk holds.
    func requireLeft() throws {
        let after = try MemberBooks.balance(of: entries.member, atMs: entries.nowMs, entries.tx)
        let isShort =
            after.points < before.points && after.points < held.points
            || after.money < before.money && after.money < held.money
        if isShort { throw HubStoreError.refused(.heldByKiosk(held)) }
    }
}
