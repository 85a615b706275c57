internal import GRDB
internal import Identity
internal import Loyalty

extension HubDatabase {
    /// Runs the nights that are due, of at most `HubStoreLimits.nightsAtOnce` members.
    ///
    /// Harmless to run twice or late, and nothing but redeeming by itself depends on it: what a night books is true at
    /// its moment anyway.
    /// - Returns: how many members it looked at; 0 when nothing is left to do.
    package func runNights() async throws -> Int {
        let nowMs = now()
        return try await pool.write { db in
            guard try db.row("SELECT 1 FROM hub") != nil else { return 0 }
            let due = try db.rows(
                "SELECT id, night_due_ms FROM member WHERE night_due_ms <= ? ORDER BY night_due_ms, id LIMIT ?",
                [nowMs, HubStoreLimits.nightsAtOnce])
            for row in due {
                guard let member = row.member("id") else { continue }
                try Nights(db: db, nowMs: nowMs, member: member).run(dueMs: row["night_due_ms"])
            }
            return due.count
        }
    }
}

/// One member's nights, each an entry of its own.
struct Nights {
    let db: Database
    let nowMs: Int64
    let member: MemberID

    func run(dueMs: Int64) throws {
        guard let policy = try PolicyShelf.find(db, atMs: dueMs) else { return try setDue(nil) }
        let day = policy.zone.day(atMs: dueMs)
        let entry = MemberEntry(
            id: "night-\(day)-\(member)", atMs: policy.zone.startMs(of: day), policy: policy.version, fact: .night(day))
        let isThere = try db.row("SELECT 1 FROM member_entry WHERE id = ?", [entry.id]) != nil
        guard !isThere else { return try setDue(policy.zone.startMs(of: day.adding(days: 1))) }
        try setDue(nil)
        let history = try MemberHistory.of(member, adding: [.entry(entry)], db)
        if let outcome = history.outcomes.first(where: { $0.entry == entry.id }), !outcome.isQuiet {
            try EntryDesk(db: db, nowMs: nowMs, member: member).keep(entry)
            try MemberLots.enter(history, member: member, db, Incidents(db: db, nowMs: nowMs))
            try db.touch([member])
        } else {
            let night = history.account.nextNight(afterMs: max(entry.atMs, history.account.lastAtMs), policy)
            try setDue(night.map { policy.zone.startMs(of: $0) })
        }
    }

    private func setDue(_ atMs: Int64?) throws {
        try db.run("UPDATE member SET night_due_ms = ? WHERE id = ?", [atMs, member.blob])
    }
}

extension Outcome {
    /// Nothing changed and nothing is to be told.
    var isQuiet: Bool { postings.isEmpty && derivation.steps.isEmpty && tierChange == nil }
}
