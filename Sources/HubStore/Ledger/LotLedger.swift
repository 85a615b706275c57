internal import Database
internal import Loyalty
internal import Vocabulary

/// The lines of one member's ledger, and the sums of them that stand in the lots.
struct LotLedger {
    /// What a line is due to.
    enum Cause: Hashable {
        case spend(OperationID)
        case entry(String)
    }

    /// A line to be, with what it is due to.
    struct Booking {
        var posting: Posting
        var cause: Cause
    }

    let tx: Transaction
    let member: MemberID
    let nowMs: Int64

    func post(_ kind: LineKind, _ amount: Int64, lot: String, _ cause: Cause, atMs: Int64) throws {
        let (spend, entry): (OperationID?, String?) =
            switch cause {
            case .spend(let id): (id, nil)
            case .entry(let id): (nil, id)
            }
        try tx.run(
            """
            INSERT INTO ledger (member, lot, spend, entry, kind, amount, at_ms, booked_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [member, lot, spend, entry, kind.rawValue, amount, atMs, nowMs])
    }

    // The difference to what is booked.

    /// The key by which ledger lines are added up; a reversal has the key of the line that it reverses.
    private struct Place: Hashable {
        var cause: Cause
        var lot: String
        var family: Posting.Kind

        init(_ cause: Cause, lot: String, kind: LineKind) {
            self.cause = cause
            self.lot = lot
            family = kind.family
        }

        var order: (String, String, String) { (lot, family.rawValue, "\(cause)") }
    }

    /// Books postings that follow everything booked so far, except expiries.
    func book(_ bookings: [Booking], moments: [Cause: Int64]) throws {
        for booking in bookings where booking.posting.kind != .expiry {
            let (posting, cause) = (booking.posting, booking.cause)
            if posting.lot == Purse.debtLot(posting.currency) { try openDebt(posting.currency) }
            try post(
                LineKind(posting.kind), posting.amount, lot: posting.lot, cause, atMs: moments[cause] ?? nowMs)
        }
    }

    /// Makes the ledger equal to these postings, except expiries: reverses amounts that differ and books them again.
    /// `expire` books expiries.
    ///
    /// - Parameter moments: when each cause counts, milliseconds since 1970 UTC; a cause without a moment counts now.
    func bookDifference(to bookings: [Booking], moments: [Cause: Int64]) throws {
        var booked = try booked()
        var wanted: [Place: Int64] = [:]
        var order: [Place] = []
        for booking in bookings where booking.posting.kind != .expiry {
            let posting = booking.posting
            let place = Place(booking.cause, lot: posting.lot, kind: LineKind(posting.kind))
            if wanted[place] == nil { order.append(place) }
            wanted[place, default: 0] += posting.amount
            if posting.lot == Purse.debtLot(posting.currency) { try openDebt(posting.currency) }
        }
        for place in order {
            let before = booked.removeValue(forKey: place) ?? 0
            try correct(place, from: before, to: wanted[place] ?? 0, atMs: moments[place.cause] ?? nowMs)
        }
        for (place, amount) in booked.sorted(by: { $0.key.order < $1.key.order }) {
            try correct(place, from: amount, to: 0, atMs: nowMs)
        }
    }

    private func booked() throws -> [Place: Int64] {
        var sums: [Place: Int64] = [:]
        for row in try tx.rows(
            """
            SELECT spend, entry, lot, kind, sum(amount) AS amount FROM ledger
            WHERE member = $1 AND kind NOT IN ($2, $3) GROUP BY spend, entry, lot, kind
            """, [member, LineKind.expiry.rawValue, LineKind.expiryReversal.rawValue])
        {
            let (spend, entry): (OperationID?, String?) = try (row["spend"], row["entry"])
            guard let cause = spend.map({ Cause.spend($0) }) ?? entry.map({ .entry($0) }) else {
                throw row.damaged("entry", "a line of the ledger has no cause")
            }
            sums[Place(cause, lot: try row["lot"], kind: try row.choice("kind")), default: 0] += try row["amount"]
        }
        return sums
    }

    private func correct(_ place: Place, from booked: Int64, to wanted: Int64, atMs: Int64) throws {
        guard booked != wanted else { return }
        if booked != 0 {
            let isPlain = place.family == .grant || place.family == .spend && booked > 0
            try post(LineKind(place.family, isReversal: !isPlain), -booked, lot: place.lot, place.cause, atMs: atMs)
        }
        if wanted != 0 {
            let isReversal = place.family == .spend && wanted > 0
            try post(LineKind(place.family, isReversal: isReversal), wanted, lot: place.lot, place.cause, atMs: atMs)
        }
    }

    private func openDebt(_ currency: LotCurrency) throws {
        try tx.run(
            """
            INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, debt)
            VALUES ($1, $2, $3, $2, 0, $4, $4, 1) ON CONFLICT DO NOTHING
            """, [member, Purse.debtLot(currency), currency.rawValue, nowMs])
    }

    // The sums.

    /// Enters lots that are new, so that lines can speak of them.
    func open(_ purse: Purse, before: Purse) throws {
        for lot in purse.all where before.lot(lot.id) == nil {
            try tx.run(
                """
                INSERT INTO lot (member, id, currency, source, granted, gained_at_ms, active_from_ms, expires_at_ms)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                """,
                [
                    member, lot.id, lot.currency.rawValue, lot.source, lot.granted, lot.gainedAtMs,
                    lot.activeFromMs, lot.expiresAtMs,
                ])
        }
    }

    /// Writes the sums of lots that changed, and reverses the part of an expiry that is used up or not due.
    func save(_ purse: Purse, before: Purse) throws {
        // What has expired is booked by time alone, and changes none of these sums.
        for lot in purse.all where before.lot(lot.id)?.withoutExpiry != lot.withoutExpiry { try save(lot) }
        for lot in before.all where purse.lot(lot.id) == nil {
            // Nothing granted it after all; its line in the ledger was reversed.
            var gone = lot
            gone.granted = 0
            gone.taken = 0
            try save(gone)
        }
        // A replay may find that there never was a debt; then the lot that stands for it is empty.
        for currency in LotCurrency.allCases where purse.debt[currency] ?? 0 != before.debt[currency] ?? 0 {
            try tx.run(
                "UPDATE lot SET taken = $1 WHERE member = $2 AND id = $3",
                [purse.debt[currency] ?? 0, member, Purse.debtLot(currency)])
        }
    }

    private func save(_ lot: PurseLot) throws {
        let expired = try tx.integer("SELECT expired FROM lot WHERE member = $1 AND id = $2", [member, lot.id])
        let kept = lot.hasExpired(atMs: nowMs) ? min(expired, lot.granted - lot.taken) : 0
        if kept < expired {
            try postExpiryReversal(of: lot.id, expired - kept, atMs: lot.expiresAtMs ?? nowMs)
        }
        try tx.run(
            """
            UPDATE lot SET granted = $1, taken = $2, expired = $3, gained_at_ms = $4, active_from_ms = $5,
                expires_at_ms = $6
            WHERE member = $7 AND id = $8
            """,
            [
                lot.granted, lot.taken, kept, lot.gainedAtMs, lot.activeFromMs, lot.expiresAtMs, member, lot.id,
            ])
    }

    /// Books the expiry of what is left in a lot.
    func expire(_ lot: String, rest: Int64, atMs: Int64) throws {
        try post(.expiry, -rest, lot: lot, .entry(DerivedID.timePassing), atMs: atMs)
        try tx.run("UPDATE lot SET expired = expired + $1 WHERE member = $2 AND id = $3", [rest, member, lot])
    }

    /// Reverses an expiry that was booked before its moment.
    func takeBackExpiry(of lot: String, _ amount: Int64, atMs: Int64) throws {
        try postExpiryReversal(of: lot, amount, atMs: atMs)
        try tx.run("UPDATE lot SET expired = expired - $1 WHERE member = $2 AND id = $3", [amount, member, lot])
    }

    private func postExpiryReversal(of lot: String, _ amount: Int64, atMs: Int64) throws {
        try post(.expiryReversal, amount, lot: lot, .entry(DerivedID.timePassing), atMs: atMs)
    }
}

extension PurseLot {
    fileprivate var withoutExpiry: PurseLot {
        var lot = self
        lot.expired = 0
        return lot
    }
}
