internal import Database
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// What a transaction changes for one member's lots.
struct LotChange {
    var added: [PostedSpend] = []
    /// A spend was taken back or moved in time: everything is worked out anew.
    var mustReplay = false
}

/// Books what the rules say of a member's lots, by adding lines to the ledger only.
///
/// An event at the end of a member's history only adds lines. After any other change the history is replayed and the
/// difference is booked: amounts that moved are reversed and booked again, and an expiry that a late spend prevents is
/// reversed.
enum MemberBooks {
    static func bookSpends(_ change: LotChange, member: MemberID, _ tx: Transaction, _ incidents: Incidents) throws {
        let history =
            change.mustReplay
            ? try MemberHistory.replayed(member, PolicyStore.table(tx), tx)
            : try MemberHistory.evaluate(member, adding: change.added.map { .spend($0) }, moving: true, tx)
        try book(history, member: member, tx, incidents)
    }

    /// Writes an evaluated history to lots, ledger, tier and derivations.
    static func book(_ history: MemberHistory, member: MemberID, _ tx: Transaction, _ incidents: Incidents) throws {
        let now = history.advanced(to: incidents.nowMs)
        let policy = try PolicyStore.find(tx, atMs: incidents.nowMs)
        let books = LotLedger(tx: tx, member: member, nowMs: incidents.nowMs)
        let before = try history.booked ?? load(member, tx)
        let purse = now.account.purse
        try books.open(purse, before: before)
        if history.isOnTop {
            try books.book(now.bookings, moments: now.moments)
        } else {
            try books.bookDifference(to: now.bookings, moments: now.moments)
        }
        try books.save(purse, before: before)
        try saveReasons(of: history, member, tx, incidents)
        try MemberStanding(tx: tx, nowMs: incidents.nowMs).save(history, of: member, policy)
        // A history to which time alone has added postings is not cached: the next event would book them again.
        if now.bookings.count == history.bookings.count {
            try HistoryCache.keep(history, of: member, tx)
        } else {
            try HistoryCache.forget(member, tx)
        }
        try checkFloor(purse, member, policy, incidents)
    }

    /// The evaluated history, as the books have it: where a replay differs from them, the difference is booked first.
    static func current(_ member: MemberID, _ tx: Transaction, nowMs: Int64) throws -> MemberHistory {
        if let history = try HistoryCache.find(member, tx) { return history }
        // Later events book only what is new, so the books must match this history.
        let history = try MemberHistory.replayed(member, PolicyStore.table(tx), tx)
        try book(history, member: member, tx, Incidents(tx: tx, nowMs: nowMs))
        return history
    }

    /// - Note: after a replay, opens incidents for entries that were accepted and are refused now.
    private static func saveReasons(
        of history: MemberHistory, _ member: MemberID, _ tx: Transaction, _ incidents: Incidents
    ) throws {
        let worded = history.isOnTop ? [:] : try wordedReasons(of: member, tx)
        for (entry, why) in history.reasons() {
            if let kept = worded[entry], KeptReasons.figures(kept) == KeptReasons.figures(why) { continue }
            try tx.run(
                """
                INSERT INTO why (entry, member, body) VALUES ($1, $2, $3)
                ON CONFLICT (entry) DO UPDATE SET body = excluded.body
                    WHERE why.body <> excluded.body AND why.member = excluded.member
                """, [entry, member, why])
        }
        if !history.isOnTop { try incidents.setRefusedLater(history.refused, member: member) }
    }

    /// Rows of earlier versions, by entry: their steps have sentences behind their values. The sentences are shown as
    /// they are for as long as the figures stay.
    private static func wordedReasons(of member: MemberID, _ tx: Transaction) throws -> [String: String] {
        let rows = try tx.rows(
            """
            SELECT entry, body FROM why WHERE member = $1 AND body LIKE '%],"zh":%'
            """, [member])
        return Dictionary(try rows.map { (try $0["entry"], try $0["body"]) }) { first, _ in first }
    }

    /// Lots and debts before any booked expiry, because a spend from before the expiry may still arrive.
    static func load(_ member: MemberID, _ tx: Transaction) throws -> Purse {
        var lots: [PurseLot] = []
        var debt: [LotCurrency: Int64] = [:]
        for row in try tx.rows("SELECT * FROM lot WHERE member = $1", [member]) {
            let currency: LotCurrency = try row.choice("currency")
            if try row["debt"] { debt[currency] = try row["taken"] } else { lots.append(try lot(row, currency)) }
        }
        return Purse(lots: lots, debt: debt)
    }

    /// What the member can spend at a moment, nothing reserved subtracted.
    static func balance(of member: MemberID, atMs now: Int64, _ tx: Transaction) throws -> Amount {
        try load(member, tx).funds(atMs: now)
    }

    private static func lot(_ row: Row, _ currency: LotCurrency) throws -> PurseLot {
        var lot = try PurseLot(
            id: row["id"], currency: currency, source: row["source"], granted: row["granted"],
            gainedAtMs: row["gained_at_ms"], activeFromMs: row["active_from_ms"], expiresAtMs: row["expires_at_ms"])
        lot.taken = try row["taken"]
        return lot
    }

    static func spends(of member: MemberID, _ tx: Transaction) throws -> [PostedSpend] {
        try tx.rows(
            "SELECT id, at_ms, points, fen, reward FROM spend WHERE member = $1 AND state = 'posted'", [member]
        ).map { row in
            try PostedSpend(
                spend: LotSpend(id: row["id"], atMs: row["at_ms"], amount: row.amount("points", "fen")),
                reward: row["reward"])
        }
    }

    /// Inserts a lot and books its grant. The caller must work out, by `bookSpends`, which debts it pays back and who
    /// sees it.
    static func grant(_ lot: PurseLot, to member: MemberID, _ tx: Transaction, _ incidents: Incidents) throws {
        try tx.run(
            """
            INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, expires_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                member, lot.id, lot.currency.rawValue, lot.source, lot.granted, lot.gainedAtMs, lot.activeFromMs,
                lot.expiresAtMs,
            ])
        try LotLedger(tx: tx, member: member, nowMs: incidents.nowMs).post(
            LineKind(.grant), lot.granted, lot: lot.id, .entry(lot.source), atMs: lot.gainedAtMs)
        try HistoryCache.forget(member, tx)
    }

    private static func checkFloor(
        _ purse: Purse, _ member: MemberID, _ policy: Policy?, _ incidents: Incidents
    ) throws {
        guard let floor = policy?.kiosk.offlineLimit else { return }
        let isBelow = !(purse.funds(atMs: incidents.nowMs) + floor).isNonNegative
        try incidents.setBelowFloor(isBelow, member: member)
    }
}
