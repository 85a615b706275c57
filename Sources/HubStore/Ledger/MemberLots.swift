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
        let book = try load(member, db)
        let throughMs = try db.integer("SELECT booked_through_ms FROM member WHERE id = ?", [member.blob])
        let added = change.added.sorted(by: LotSpend.precedes)
        let isInOrder = added.first.map { $0.atMs > throughMs } ?? true
        if isInOrder, !change.mustReplay, book.debt.values.allSatisfy({ $0 == 0 }) {
            try append(added, to: book, member, db, incidents)
        } else {
            try replay(member, db, incidents)
        }
    }

    static func load(_ member: MemberID, _ db: Database) throws -> LotBook {
        var lines: [LotBook.Line] = []
        var debt: [Lot.Currency: Int64] = [:]
        for row in try db.rows("SELECT * FROM lot WHERE member = ?", [member.blob]) {
            let text: String = row["currency"]
            guard let currency = Lot.Currency(rawValue: text) else { continue }
            if row["debt"] {
                debt[currency] = row["taken"]
            } else {
                lines.append(LotBook.Line(grant: grant(row, currency), taken: row["taken"]))
            }
        }
        return LotBook(lines: lines, debt: debt)
    }

    private static func grant(_ row: Row, _ currency: Lot.Currency) -> LotGrant {
        LotGrant(
            id: row["id"], currency: currency, amount: row["granted"], gainedAtMs: row["gained_at_ms"],
            expiresAtMs: row["expires_at_ms"])
    }

    private static func append(
        _ added: [LotSpend], to book: LotBook, _ member: MemberID, _ db: Database, _ incidents: Incidents
    ) throws {
        let before = book.lines
        var book = book
        for spend in added {
            for allocation in book.take(spend) {
                try enter(allocation, by: allocation.amount, kind: "spend", member, atMs: spend.atMs, db, incidents)
            }
        }
        try save(book, after: before, member, throughMs: added.last?.atMs, db, incidents)
    }

    private struct Place: Hashable {
        var spend: OperationID?
        var lot: String
    }

    private static func replay(_ member: MemberID, _ db: Database, _ incidents: Incidents) throws {
        let spends = try db.rows(
            "SELECT id, at_ms, points, fen FROM spend WHERE member = ? AND state = 'posted'", [member.blob]
        ).compactMap { row in
            row.operation("id").map { LotSpend(id: $0, atMs: row["at_ms"], amount: row.amount("points", "fen")) }
        }
        let before = try load(member, db).lines
        let (book, wanted) = LotBook.replay(grants: before.map(\.grant), spends: spends)
        var booked = try self.booked(member, db)
        let moments = Dictionary(spends.map { ($0.id, $0.atMs) }) { first, _ in first }
        for allocation in wanted.reduced() {
            let place = Place(spend: allocation.spend, lot: allocation.lot)
            let before = booked.removeValue(forKey: place) ?? 0
            try correct(
                allocation, from: before, member, atMs: allocation.spend.flatMap { moments[$0] } ?? incidents.nowMs,
                db, incidents)
        }
        for (place, amount) in booked.sorted(by: { "\($0)" < "\($1)" }) where amount != 0 {
            let none = Allocation(spend: place.spend, lot: place.lot, currency: .points, amount: 0)
            try correct(none, from: amount, member, atMs: incidents.nowMs, db, incidents)
        }
        try save(book, after: before, member, throughMs: spends.map(\.atMs).max(), db, incidents)
    }

    /// What the ledger says of this member now, by spend and lot.
    private static func booked(_ member: MemberID, _ db: Database) throws -> [Place: Int64] {
        let rows = try db.rows(
            """
            SELECT spend, lot, -sum(amount) AS amount FROM ledger WHERE member = ?
                AND kind IN ('spend', 'spendReversal', 'repayment', 'repaymentReversal') GROUP BY spend, lot
            """, [member.blob])
        return Dictionary(
            rows.map { (Place(spend: $0.operation("spend"), lot: $0["lot"]), $0["amount"]) }
        ) { first, _ in first }
    }

    private static func correct(
        _ wanted: Allocation, from booked: Int64, _ member: MemberID, atMs: Int64, _ db: Database,
        _ incidents: Incidents
    ) throws {
        let name = wanted.spend == nil ? "repayment" : "spend"
        if booked != 0, wanted.amount != booked {
            try enter(wanted, by: -booked, kind: name + "Reversal", member, atMs: atMs, db, incidents)
        }
        if wanted.amount != 0, wanted.amount != booked {
            try enter(wanted, by: wanted.amount, kind: name, member, atMs: atMs, db, incidents)
        }
    }

    private static func enter(
        _ allocation: Allocation, by amount: Int64, kind: String, _ member: MemberID, atMs: Int64, _ db: Database,
        _ incidents: Incidents
    ) throws {
        if allocation.lot == LotBook.debtLot(allocation.currency) {
            try db.run(
                """
                INSERT INTO lot (member, id, currency, granted, gained_at_ms, debt) VALUES (?, ?, ?, 0, ?, 1)
                ON CONFLICT DO NOTHING
                """, [member.blob, allocation.lot, allocation.currency.rawValue, atMs])
        }
        try post(kind, -amount, lot: allocation.lot, spend: allocation.spend, member, atMs: atMs, db, incidents)
    }

    static func post(
        _ kind: String, _ amount: Int64, lot: String, spend: OperationID?, _ member: MemberID, atMs: Int64,
        _ db: Database, _ incidents: Incidents
    ) throws {
        try db.run(
            """
            INSERT INTO ledger (member, lot, spend, kind, amount, at_ms, booked_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [member.blob, lot, spend?.blob, kind, amount, atMs, incidents.nowMs])
    }

    /// Writes the sums of the lots that changed, and takes back expiries for which nothing is left.
    private static func save(
        _ book: LotBook, after before: [LotBook.Line], _ member: MemberID, throughMs: Int64?, _ db: Database,
        _ incidents: Incidents
    ) throws {
        for line in book.lines where !before.contains(line) {
            let expired = try db.integer(
                "SELECT expired FROM lot WHERE member = ? AND id = ?", [member.blob, line.grant.id])
            let kept = min(expired, line.remaining)
            if kept < expired {
                try post(
                    "expiryReversal", expired - kept, lot: line.grant.id, spend: nil, member,
                    atMs: line.grant.expiresAtMs ?? incidents.nowMs, db, incidents)
            }
            try db.run(
                "UPDATE lot SET taken = ?, expired = ? WHERE member = ? AND id = ?",
                [line.taken, kept, member.blob, line.grant.id])
        }
        // A replay may find that there never was a debt; then the lot that stands for it is empty.
        for currency in [Lot.Currency.points, .fen] {
            try db.run(
                "UPDATE lot SET taken = ?1 WHERE member = ?2 AND id = ?3 AND taken <> ?1",
                [book.debt[currency] ?? 0, member.blob, LotBook.debtLot(currency)])
        }
        if let throughMs {
            try db.run("UPDATE member SET booked_through_ms = ? WHERE id = ?", [throughMs, member.blob])
        }
        try checkFloor(book, member, db, incidents)
    }

    private static func checkFloor(
        _ book: LotBook, _ member: MemberID, _ db: Database, _ incidents: Incidents
    ) throws {
        guard let limits = try db.row("SELECT offline_limit_points, offline_limit_fen FROM hub") else { return }
        let balance = book.balance(atMs: incidents.nowMs)
        let floor = limits.amount("offline_limit_points", "offline_limit_fen")
        try incidents.setBelowFloor(!(balance + floor).isNonNegative, member: member)
    }
}

extension [Allocation] {
    private struct Key: Hashable {
        var spend: OperationID?
        var lot: String
    }

    /// One allocation per spend and lot, in order of first appearance.
    func reduced() -> [Allocation] {
        var places: [Key: Int] = [:]
        var sums: [Allocation] = []
        for allocation in self {
            let key = Key(spend: allocation.spend, lot: allocation.lot)
            if let place = places[key] {
                sums[place].amount += allocation.amount
            } else {
                places[key] = sums.count
                sums.append(allocation)
            }
        }
        return sums
    }
}
