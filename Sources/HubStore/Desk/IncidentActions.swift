internal import Database
package import HubAPI
internal import Loyalty
internal import Vocabulary

extension HubDatabase {
    /// Ascending by id.
    package func incidents(_ status: IncidentFacts.Status, after: Int64?) async throws -> IncidentList {
        try await read { tx in
            let rows = try tx.rows(
                "SELECT * FROM incident WHERE status = $1 AND id > $2 ORDER BY id LIMIT $3",
                [status.rawValue, after ?? 0, HubLimits.incidentsPerPage])
            return IncidentList(incidents: try rows.map(Self.incident))
        }
    }

    private static func incident(_ row: Row) throws -> IncidentFacts {
        try IncidentFacts(
            id: row["id"], kind: row.choice("kind"), kiosk: row["kiosk"], member: row["member"], card: row["card"],
            operation: row["spend"], amount: row.amount("points", "fen"), detail: row["detail"],
            openedAtMs: row["opened_at_ms"], status: row.choice("status"), reason: row["reason"])
    }

    /// Closes an incident. Written off, an advance counts as settled; nobody is charged.
    package func resolve(incident id: Int64, _ resolution: IncidentResolution) async throws -> IncidentFacts {
        let nowMs = now()
        return try await write { tx in
            let rows = try tx.rows("SELECT * FROM incident WHERE id = $1", [id], lockingMembersIn: "member")
            guard let row = rows.first else { throw HubStoreError.notFound(.incident(id)) }
            let facts = try Self.incident(row)
            guard facts.status == .open else {
                throw HubStoreError.refused(.incidentClosed(facts.status))
            }
            let booking = SpendBooking(tx, nowMs: nowMs)
            if resolution.action == .writeOff { try Self.writeOff(row, facts, booking, tx) }
            // A cause that can recur gives up its key, so that its next occurrence opens a new incident.
            let isOnce = Self.onceOnly.contains(facts.kind)
            let resolvedNow = try tx.run(
                """
                UPDATE incident SET status = 'resolved', reason = $1, key = key || $2 WHERE id = $3 AND status = 'open'
                """, [String(resolution.reason.prefix(EntryCheck.textBytes)), isOnce ? "" : " resolved \(id)", id])
            guard resolvedNow > 0 else { throw HubStoreError.refused(.incidentClosed(.resolved)) }
            try booking.finish()
            var resolved = facts
            resolved.status = .resolved
            resolved.reason = resolution.reason
            return resolved
        }
    }

    /// Kinds about one line, one operation or one range: the same evidence sent again is no new cause.
    private static let onceOnly: Set<IncidentFacts.Kind> = [
        .conflict, .journalFork, .unreadableEntry, .unexplainedAdvance, .recordMismatch, .contradiction,
    ]

    private static func writeOff(_ row: Row, _ facts: IncidentFacts, _ booking: SpendBooking, _ tx: Transaction) throws
    {
        guard facts.kind == .unexplainedAdvance, let card = facts.card else {
            throw HubStoreError.refused(.notAnAdvance)
        }
        let from = try row.amount("from_points", "from_fen")
        let to = from + (try row.amount("points", "fen"))
        try tx.run(
            """
            INSERT INTO write_off (incident, card, from_points, from_fen, to_points, to_fen)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [facts.id, card.description, from.points.count, from.money.fen, to.points.count, to.money.fen])
        booking.rejudge(card)
    }
}
