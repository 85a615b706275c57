internal import Database
package import HubAPI
internal import Loyalty
package import Vocabulary

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
            // What can happen anew gives its key free, so that the next time opens an incident of its own.
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

    package func entry(_ id: OperationID) async throws -> SpendView {
        try await read { tx in try Self.view(tx, id) }
    }

    /// Staff decide about a pending spend. It changes the balance; the card's settled odometers wait for the card.
    package func settle(_ id: OperationID, _ settlement: HandSettlement) async throws -> SpendView {
        let nowMs = now()
        return try await write { tx in
            let booking = SpendBooking(tx, nowMs: nowMs)
            guard var spend = try booking.load(id) else { throw HubStoreError.notFound(.entry(id)) }
            guard spend.state == .pending else {
                throw HubStoreError.refused(.entryNotPending(spend.state))
            }
            spend.evidence.insert(settlement.outcome == .posted ? .postedByHand : .voidedByHand)
            spend.reason = String(settlement.reason.prefix(EntryCheck.textBytes))
            booking.put(spend)
            try booking.finish()
            return try Self.view(tx, id)
        }
    }

    private static func view(_ tx: Transaction, _ id: OperationID) throws -> SpendView {
        guard let spend = try SpendFacts.find(tx, id), let amount = spend.amount else {
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
