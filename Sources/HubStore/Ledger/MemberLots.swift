internal import GRDB
internal import Identity
internal import Loyalty

/// What a transaction changes for one member's lots.
struct LotChange {
    var added: [LotSpend] = []
    /// A spend was taken back or moved in time: everything is worked out anew.
    var mustReplay = false
}

/// Books what the rules say of a member's lots, by lines of the ledger only.
///
/// Spends usually arrive in the order of their taps; then only the new ones are booked. A late one is booked by
/// replaying the member's history and entering the difference: what changes place is reversed and booked again,
/// and an expiry that the late spend forestalls is reversed.
enum MemberLots {
    static func apply(_ change: LotChange, member: MemberID, _ db: Database, _ incidents: Incidents) throws {
        let purse = try load(member, db)
        guard !change.mustReplay, let after = try append(change.added, to: purse, member, db, incidents) else {
            let history = try MemberHistory.replayed(member, db, nowMs: incidents.nowMs)
            return try enter(history, member: member, db, incidents)
        }
        try LotLedger(db: db, member: member, nowMs: incidents.nowMs).save(after, before: purse)
        if let lastMs = change.added.map(\.atMs).max() { try setThrough(lastMs, member, db) }
        try checkFloor(after, member, db, incidents)
    }

    /// Makes lots, ledger, tier and reasons say what a history comes to.
    static func enter(_ history: MemberHistory, member: MemberID, _ db: Database, _ incidents: Incidents) throws {
        let books = LotLedger(db: db, member: member, nowMs: incidents.nowMs)
        let before = try load(member, db)
        let purse = history.account.purse
        try books.open(purse)
        try books.enterDifference(to: history.postings, moments: history.moments, cause: history.cause)
        try books.save(purse, before: before)
        if let lastMs = history.lastMs { try setThrough(lastMs, member, db) }
        if history.hasEntries, let tier = try tier(of: history, atMs: incidents.nowMs, db) {
            try db.run("UPDATE member SET tier = ?1 WHERE id = ?2 AND tier <> ?1", [tier, member.blob])
        }
        for (entry, why) in history.reasons() {
            try db.run(
                """
                INSERT INTO why (entry, member, body) VALUES (?, ?, json(?))
                ON CONFLICT (entry) DO UPDATE SET body = excluded.body WHERE body <> excluded.body
                """, [entry, member.blob, why])
        }
        try checkFloor(purse, member, db, incidents)
    }

    private static func tier(of history: MemberHistory, atMs now: Int64, _ db: Database) throws -> String? {
        guard let policy = try PolicyShelf.find(db, atMs: now) else { return nil }
        return history.account.tierID(atMs: now, policy)
    }

    private static func setThrough(_ lastMs: Int64, _ member: MemberID, _ db: Database) throws {
        try db.run("UPDATE member SET booked_through_ms = ? WHERE id = ?", [lastMs, member.blob])
    }

    /// Lots and debts as if no expiry had ever been booked: a spend may turn up that was made before it.
    static func load(_ member: MemberID, _ db: Database) throws -> Purse {
        var lots: [PurseLot] = []
        var debt: [LotCurrency: Int64] = [:]
        for row in try db.rows("SELECT * FROM lot WHERE member = ?", [member.blob]) {
            let text: String = row["currency"]
            guard let currency = LotCurrency(rawValue: text) else { continue }
            if row["debt"] { debt[currency] = row["taken"] } else { lots.append(lot(row, currency)) }
        }
        return Purse(lots: lots, debt: debt)
    }

    private static func lot(_ row: Row, _ currency: LotCurrency) -> PurseLot {
        var lot = PurseLot(
            id: row["id"], currency: currency, source: row["source"], granted: row["granted"],
            gainedAtMs: row["gained_at_ms"], activeFromMs: row["active_from_ms"], expiresAtMs: row["expires_at_ms"])
        lot.taken = row["taken"]
        return lot
    }

    static func spends(of member: MemberID, _ db: Database) throws -> [LotSpend] {
        try db.rows("SELECT id, at_ms, points, fen FROM spend WHERE member = ? AND state = 'posted'", [member.blob])
            .compactMap { row in
                row.operation("id").map { LotSpend(id: $0, atMs: row["at_ms"], amount: row.amount("points", "fen")) }
            }
    }

    /// Books spends that are later than all that is booked, without looking at what came before them.
    ///
    /// - Returns: `nil`, and nothing is entered, where that would not do: out of order, in debt (a lot gained since
    ///   may have to pay it back), or stored value of several lots, which divides by where it came from.
    private static func append(
        _ added: [LotSpend], to before: Purse, _ member: MemberID, _ db: Database, _ incidents: Incidents
    ) throws -> Purse? {
        let throughMs = try db.integer("SELECT booked_through_ms FROM member WHERE id = ?", [member.blob])
        let gained = Set(before.all.map(\.gainedAtMs))
        let money = before.lots.count { $0.currency != .points }
        guard !before.isInDebt,
            added.allSatisfy({ $0.atMs > throughMs && !gained.contains($0.atMs) }),
            money <= 1 || added.allSatisfy({ $0.amount.money == .zero })
        else { return nil }
        var purse = before
        var lines: [(posting: Posting, spend: LotSpend)] = []
        for spend in added.sorted(by: LotSpend.precedes) {
            purse.take(spend)
            lines += purse.takePostings().map { ($0, spend) }
        }
        guard !purse.isInDebt else { return nil }
        let books = LotLedger(db: db, member: member, nowMs: incidents.nowMs)
        for (posting, spend) in lines {
            try books.post(
                posting.kind.rawValue, posting.amount, lot: posting.lot, .spend(spend.id), atMs: spend.atMs)
        }
        return purse
    }

    /// A new lot. What it pays back and who gets to see it is for the caller to work out, by `apply`.
    static func grant(_ lot: PurseLot, to member: MemberID, _ db: Database, _ incidents: Incidents) throws {
        try db.run(
            """
            INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, expires_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                member.blob, lot.id, lot.currency.rawValue, lot.source, lot.granted, lot.gainedAtMs, lot.activeFromMs,
                lot.expiresAtMs,
            ])
        try LotLedger(db: db, member: member, nowMs: incidents.nowMs).post(
            "grant", lot.granted, lot: lot.id, .entry(lot.source), atMs: lot.gainedAtMs)
    }

    private static func checkFloor(
        _ purse: Purse, _ member: MemberID, _ db: Database, _ incidents: Incidents
    ) throws {
        guard let floor = try PolicyShelf.find(db, atMs: incidents.nowMs)?.kiosk.offlineLimit else { return }
        let isBelow = !(purse.funds(atMs: incidents.nowMs) + floor).isNonNegative
        try incidents.setBelowFloor(isBelow, member: member)
    }
}
