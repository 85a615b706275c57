internal import Database
package import Loyalty
package import PolicyFile
package import Vocabulary

extension HubDatabase {
    /// Books an entry of a member. Idempotent: an entry sent again gets the same answer, but a refused one is evaluated
    /// anew.
    ///
    /// - Throws: `notFound` for the member; `refused` when the id stands for something else.
    package func enter(_ entry: MemberEntry, member: MemberID) async throws -> EntryAnswer {
        let nowMs = try momentToBook()
        return try await write(locking: [.sharedHub, .member(member)]) { tx in
            try MemberEntries(tx: tx, nowMs: nowMs, member: member).enter(entry)
        }
    }
}

/// Books one member's entries, and finds those that exist.
struct MemberEntries {
    let tx: Transaction
    let nowMs: Int64
    let member: MemberID

    /// Books an entry, or answers as before where it is there.
    func enter(_ entry: MemberEntry) throws -> EntryAnswer {
        try requireMember()
        return try known(entry) ?? book(entry)
    }

    /// Books an entry whose id no entry has.
    ///
    /// - Parameter request: what a desk asked for, where the entry holds more than that.
    func book(_ entry: MemberEntry, request: String? = nil) throws -> EntryAnswer {
        try requireFree(entry)
        let history = try MemberHistory.evaluate(member, adding: [.entry(entry)], tx)
        if let failure = history.failures[entry.id] { return EntryAnswer(entry: entry.id, .failure(failure)) }
        guard let outcome = history.outcomes.first(where: { $0.entry == entry.id }) else {
            throw HubStoreError.damaged(table: "member_entry", row: entry.id)
        }
        if outcome.refusal == nil {
            try keep(entry, request: request)
            try MemberBooks.book(history, member: member, tx, Incidents(tx: tx, nowMs: nowMs))
            try tx.touch([member])
        }
        return EntryAnswer(entry: entry.id, .outcome(outcome))
    }

    func requireMember() throws {
        guard try tx.exists("SELECT 1 FROM member WHERE id = $1", [member]) else {
            throw HubStoreError.notFound(.member(member))
        }
    }

    /// The answer given before to a desk's order; `nil` for a new one.
    ///
    /// - Throws: `refused` when its id stands for something else.
    func known(_ order: DeskOrder) throws -> EntryAnswer? {
        try known(order.id) { kept in
            if let request = kept.request, let before = try? DeskOrder.decode(request, file: "request") {
                return before == order
            }
            return kept.is(order.entry(nowMs: nowMs, inForce: ""), of: member)
        }
    }

    /// The answer given before to an entry; `nil` for a new one.
    ///
    /// - Throws: `refused` when its id stands for something else.
    func known(_ entry: MemberEntry) throws -> EntryAnswer? { try known(entry.id) { $0.is(entry, of: member) } }

    private func known(_ id: String, isSame: (KeptEntry) -> Bool) throws -> EntryAnswer? {
        let row = try tx.row(
            """
            SELECT member_entry.member AS member, member_entry.body AS body, request, why.body AS why
            FROM member_entry LEFT JOIN why ON why.entry = member_entry.id AND why.member = member_entry.member
            WHERE member_entry.id = $1
            """, [id])
        guard let row else { return nil }
        let kept = KeptEntry(body: try row["body"], request: try row["request"])
        guard try row["member"] == member, isSame(kept) else { throw HubStoreError.refused(.entryDiffers(id)) }
        return EntryAnswer(entry: id, .kept(try row["why"] ?? "{}"))
    }

    private func requireFree(_ entry: MemberEntry) throws {
        switch entry.fact {
        case .mergedAway, .mergedHere: throw HubStoreError.refused(.mergeUnknown)
        default: break
        }
        guard try !TakenIDs(tx: tx).isTaken(entry.id, by: member) else {
            throw HubStoreError.refused(.idTaken(entry.id))
        }
    }

    /// Appends an entry that was evaluated.
    func keep(_ entry: MemberEntry, request: String? = nil) throws {
        let row = EntryRow(
            id: entry.id, member: member, atMs: entry.atMs, policy: entry.policy,
            body: EntryLine.text(entry, of: member.description), request: request)
        try EntrySeals.append(row, tx, bookedAtMs: nowMs)
    }
}

/// An entry that is there already.
private struct KeptEntry {
    var body: String
    var request: String?

    func `is`(_ entry: MemberEntry, of member: MemberID) -> Bool {
        body == EntryLine.text(entry, of: member.description)
            || body == EntryLine.text(entry, of: member.description, hasEdition: false)
    }
}
