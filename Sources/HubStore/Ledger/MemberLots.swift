internal import GRDB
internal import Identity
internal import Loyalty

/// What a transaction changes for one member's lots.
struct LotChange {
    var added: [LotSpend] = []
    /// A spend was taken back or moved in time: everything is worked out anew.
    var mustReplay = false
}

/// Books spends on lots, by entries only.
///
/// Spends usually arrive in the order of their taps; then only the new ones are booked. A late one is booked by
/// replaying the member's history and entering the difference: what changes place is reversed and booked again,
/// and an expiry that the late spend forestalls is reversed.
enum MemberLots {
    static func apply(_ change: LotChange, member: MemberID, _ db: Database, _ incidents: Incidents) throws {
        let books = LotLedger(db: db, member: member, nowMs: incidents.nowMs)
        let purse = try load(member, db)
        let throughMs = try db.integer("SELECT booked_through_ms FROM member WHERE id = ?", [member.blob])
        let isInOrder = change.added.allSatisfy { $0.atMs > throughMs } && !change.mustReplay
        let after: Purse
        let lastMs: Int64?
        if isInOrder, !purse.isInDebt, let appended = try append(change.added, to: purse, books) {
            after = appended
            lastMs = change.added.map(\.atMs).max()
        } else {
            let spends = try spends(of: member, db)
            after = try replay(spends, purse, books)
            lastMs = spends.map(\.atMs).max()
        }
        try books.save(after, before: purse)
        if let lastMs { try db.run("UPDATE member SET booked_through_ms = ? WHERE id = ?", [lastMs, member.blob]) }
        try checkFloor(after, member, db, incidents)
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

    private static func spends(of member: MemberID, _ db: Database) throws -> [LotSpend] {
        try db.rows("SELECT id, at_ms, points, fen FROM spend WHERE member = ? AND state = 'posted'", [member.blob])
            .compactMap { row in
                row.operation("id").map { LotSpend(id: $0, atMs: row["at_ms"], amount: row.amount("points", "fen")) }
            }
    }

    /// - Returns: `nil`, and nothing is entered, when it ends in debt: a lot gained since may have to pay it back.
    private static func append(_ added: [LotSpend], to purse: Purse, _ books: LotLedger) throws -> Purse? {
        var purse = purse
        var lines: [(posting: Posting, spend: LotSpend)] = []
        for spend in added.sorted(by: LotSpend.precedes) {
            purse.take(spend)
            lines += purse.takePostings().map { ($0, spend) }
        }
        guard !purse.isInDebt else { return nil }
        for (posting, spend) in lines {
            try books.post(
                posting.kind.rawValue, posting.amount, lot: posting.lot, .spend(spend.id), atMs: spend.atMs)
        }
        return purse
    }

    private static func replay(_ spends: [LotSpend], _ purse: Purse, _ books: LotLedger) throws -> Purse {
        var replayed = Purse.replay(grants: purse.all, spends: spends, throughMs: books.nowMs)
        var moments: [LotLedger.Cause: Int64] = [:]
        for lot in purse.all { moments[.entry(lot.source)] = lot.gainedAtMs }
        for spend in spends { moments[.spend(spend.id)] = spend.atMs }
        let byName = Dictionary(spends.map { ($0.id.description, $0.id) }) { first, _ in first }
        try books.enterDifference(to: replayed.takePostings(), moments: moments) { entry in
            byName[entry].map { .spend($0) } ?? .entry(entry)
        }
        return replayed
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
