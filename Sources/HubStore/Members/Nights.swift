internal import Database
internal import Loyalty
internal import Vocabulary

extension HubDatabase {
    /// Runs due nights, for as many members as one step has time for.
    ///
    /// It may run twice or late: apart from automatic redemption, what a night books takes effect at its moment anyway.
    /// So it waits for a clock that can be trusted.
    ///
    /// - Returns: the number of members visited, 0 when none is due or another hub is at work; and the members whose
    ///   night failed, with the reason. A failed night is tried again 24 hours later.
    package func runNights() async throws -> (members: Int, failures: [String]) {
        guard let nowMs = try? momentToBook() else { return (0, []) }
        return try await write { tx in
            guard try Job("nights").tryLock(in: tx), try tx.exists("SELECT 1 FROM hub") else { return (0, []) }
            let step = Step(tx, nowMs: nowMs)
            let due = try step.rows(
                "SELECT id FROM member WHERE night_due_ms <= $1 ORDER BY night_due_ms, id LIMIT $2",
                [nowMs, Step.limit], membersIn: "id")
            var failures: [String] = []
            let done = try step.forEach(due) { row in
                let member: MemberID = try row["id"]
                let nights = Nights(tx: tx, nowMs: nowMs, member: member)
                do {
                    try tx.savepoint { try nights.catchUp() }
                } catch {
                    failures.append("\(member): \(error)")
                    try nights.setDue(nowMs + StoreZone.dayMs)
                }
            }
            return (done.done.count, failures)
        }
    }
}

/// One member's nights, each an entry of its own.
struct Nights {
    let tx: Transaction
    let nowMs: Int64
    let member: MemberID

    /// All that are due, so that what is entered next comes after them.
    func catchUp() throws {
        try PolicySweep.visitNow(member, tx, nowMs: nowMs)
        let most = 10_000
        for _ in 0..<most {
            let row = try tx.row("SELECT night_due_ms FROM member WHERE id = $1", [member])
            let due: Int64? = try row?["night_due_ms"]
            guard let due, due <= nowMs else { return }
            try run(dueMs: due)
        }
    }

    private func run(dueMs: Int64) throws {
        guard let policy = try PolicyStore.find(tx, atMs: dueMs) else { return try setDue(nil) }
        let day = policy.zone.day(atMs: dueMs)
        guard let id = try freeID(of: day) else { return try setDue(policy.zone.startMs(of: day.adding(days: 1))) }
        let entry = MemberEntry(id: id, atMs: policy.zone.startMs(of: day), policy: policy.version, fact: .night(day))
        try setDue(nil)
        let history = try MemberHistory.evaluate(member, adding: [.entry(entry)], tx)
        if let outcome = history.outcomes.first(where: { $0.entry == entry.id }), !outcome.isQuiet {
            try MemberEntries(tx: tx, nowMs: nowMs, member: member).keep(entry)
            try MemberBooks.book(history, member: member, tx, Incidents(tx: tx, nowMs: nowMs))
            try tx.touch([member])
        } else {
            // Books the history even after a quiet night: it may be the first evaluation after a change without an
            // entry.
            _ = try MemberBooks.current(member, tx, nowMs: nowMs)
            let night = history.account.nextNight(afterMs: max(entry.atMs, history.account.lastAtMs), policy)
            try setDue(night.map { policy.zone.startMs(of: $0) })
        }
    }

    /// - Returns: `nil` when the night was run. One that was entered before its day, and does not count, is run anew.
    private func freeID(of day: Day) throws -> String? {
        for again in 0... {
            let id = HubEntryID.night(day, member, again: again).description
            guard try tx.exists("SELECT 1 FROM member_entry WHERE id = $1", [id]) else { return id }
            guard try Mends(of: member, tx).isDropped(id) else { return nil }
        }
        return nil
    }

    /// When a member's next night is due: at the next moment at which a night can change something, but one that is due
    /// and was not run yet stays due.
    ///
    /// - Parameters:
    ///   - before: what was due before.
    ///   - next: `nil` where no night changes anything.
    /// - Returns: milliseconds since 1970 UTC; `nil` for never.
    static func dueMs(before: Int64?, next: Int64?, nowMs: Int64) -> Int64? {
        guard let before, before <= nowMs else { return next }
        return min(before, next ?? before)
    }

    func setDue(_ atMs: Int64?) throws {
        try tx.run("UPDATE member SET night_due_ms = $1 WHERE id = $2", [atMs, member])
    }
}

extension Outcome {
    /// Nothing changed and nothing is to be told.
    var isQuiet: Bool { postings.isEmpty && derivation.steps.isEmpty && tierChange == nil }
}
