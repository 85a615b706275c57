internal import GRDB
package import HubAPI
internal import Loyalty
package import Vocabulary

extension HubDatabase {
    /// Ascending by id.
    package func incidents(_ status: IncidentFacts.Status, after: Int64?) async throws -> IncidentList {
        try await pool.read { db in
            let rows = try db.rows(
                "SELECT * FROM incident WHERE status = ? AND id > ? ORDER BY id LIMIT ?",
                [status.rawValue, after ?? 0, HubLimits.incidentsPerPage])
            return IncidentList(incidents: rows.compactMap(Self.incident))
        }
    }

    private static func incident(_ row: Row) -> IncidentFacts? {
        let kind: String = row["kind"]
        let status: String = row["status"]
        guard let kind = IncidentFacts.Kind(rawValue: kind), let status = IncidentFacts.Status(rawValue: status)
        else { return nil }
        return IncidentFacts(
            id: row["id"], kind: kind, kiosk: row["kiosk"], member: row.member("member"), card: row.card("card"),
            operation: row.operation("spend"), amount: row.amount("points", "fen"), detail: row["detail"],
            openedAtMs: row["opened_at_ms"], status: status, reason: row["reason"])
    }

    /// Closes an incident. Written off, an advance counts as settled; nobody is charged.
    package func resolve(incident id: Int64, _ resolution: IncidentResolution) async throws -> IncidentFacts {
        let nowMs = now()
        return try await pool.write { db in
            guard let row = try db.row("SELECT * FROM incident WHERE id = ?", [id]), let facts = Self.incident(row)
            else { throw HubStoreError.notFound(.incident(id)) }
            guard facts.status == .open else {
                throw HubStoreError.refused(.incidentClosed(facts.status))
            }
            let booking = SpendBooking(db, nowMs: nowMs)
            if resolution.action == .writeOff { try Self.writeOff(row, facts, booking, db) }
            // What can happen anew gives its key free, so that the next time opens an incident of its own.
            let isOnce = Self.onceOnly.contains(facts.kind)
            try db.run(
                "UPDATE incident SET status = 'resolved', reason = ?, key = key || ? WHERE id = ?",
                [String(resolution.reason.prefix(EntryCheck.textBytes)), isOnce ? "" : " resolved \(id)", id])
            try booking.finish()
            var resolved = facts
            resolved.status = .resolved
            resolved.reason = resolution.reason
            return resolved
        }
    }

    /// Kinds about one line, one operation or one stretch: the same evidence sent again is no new cause.
    private static let onceOnly: Set<IncidentFacts.Kind> = [
        .conflict, .journalFork, .unreadableEntry, .unexplainedAdvance, .recordMismatch, .contradiction,
    ]

    private static func writeOff(_ row: Row, _ facts: IncidentFacts, _ booking: SpendBooking, _ db: Database) throws {
        guard facts.kind == .unexplainedAdvance, let card = facts.card else {
            throw HubStoreError.refused(.notAnAdvance)
        }
        let from = row.amount("from_points", "from_fen")
        let to = from + row.amount("points", "fen")
        try db.run(
            """
            INSERT INTO write_off (incident, card, from_points, from_fen, to_points, to_fen)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [facts.id, card.description, from.points.count, from.money.fen, to.points.count, to.money.fen])
        booking.rejudge(card)
    }

    package func entry(_ id: OperationID) async throws -> SpendView {
        try await pool.read { db in try Self.view(db, id) }
    }

    /// Staff decide about a pending spend. It changes the balance; the card's settled odometers wait for the card.
    package func settle(_ id: OperationID, _ settlement: HandSettlement) async throws -> SpendView {
        let nowMs = now()
        return try await pool.write { db in
            let booking = SpendBooking(db, nowMs: nowMs)
            guard var spend = try booking.load(id) else { throw HubStoreError.notFound(.entry(id)) }
            guard spend.state == .pending else {
                throw HubStoreError.refused(.entryNotPending(spend.state))
            }
            spend.evidence.insert(settlement.outcome == .posted ? .postedByHand : .voidedByHand)
            spend.reason = String(settlement.reason.prefix(EntryCheck.textBytes))
            booking.put(spend)
            try booking.finish()
            return try Self.view(db, id)
        }
    }

    private static func view(_ db: Database, _ id: OperationID) throws -> SpendView {
        guard let spend = try SpendFacts.find(db, id), let amount = spend.amount else {
            throw HubStoreError.notFound(.entry(id))
        }
        let state: SpendView.State =
            switch spend.state {
            case .posted: .posted
            case .voided: .voided
            case .pending, nil: .pending
            }
        let byHand = !spend.evidence.isDisjoint(with: [.postedByHand, .voidedByHand])
        return SpendView(
            id: id, member: spend.member, card: spend.card, amount: amount, state: state,
            settledByHand: byHand && !spend.evidence.isProof && !spend.evidence.isDenial)
    }
}
