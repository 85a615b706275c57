internal import Database
package import HubAPI
internal import Loyalty
package import Vocabulary

/// The life of a card at the hub: issuing, active, blocked, closed.
extension HubDatabase {
    /// Gives an issue number. Asked again for the same plastic and member while the card is being issued, it
    /// gives the same.
    package func issue(_ request: IssueRequest) async throws -> CardView {
        let nowMs = now()
        return try await write { tx in
            let member = try Self.member(tx, request.member, number: request.memberNumber)
            try tx.lock(member: member)
            if let open = try Self.issuing(tx, request.uid, member) { return try Self.view(tx, open) }
            let booking = SpendBooking(tx, nowMs: nowMs)
            if let old = request.replaces { try Self.replace(old, member, booking, tx) }
            let id = try Self.insert(tx, request.uid, member, kind: .desfire, nowMs, replaces: request.replaces)
            booking.touch(member)
            try booking.finish()
            return try Self.view(tx, id)
        }
    }

    /// Lets a card that only has a UID name a member. Linked again to the same member, it is the same card; to
    /// another one, the old link is closed.
    package func link(_ request: LinkRequest) async throws -> CardView {
        let nowMs = now()
        return try await write { tx in
            guard !request.uid.isRandom else {
                throw HubStoreError.refused(.cardUIDIsRandom)
            }
            let member = try Self.member(tx, request.member, number: request.memberNumber)
            let booking = SpendBooking(tx, nowMs: nowMs)
            let links = try tx.rows(
                "SELECT * FROM card WHERE uid = $1 AND status <> 'closed'", [request.uid], lockingMembersIn: "member")
            try tx.lock(member: member)
            for row in links {
                let (id, owner): (CardID, MemberID) = try (row["id"], row["member"])
                let kind: CardFacts.Kind = try row.choice("kind")
                guard kind == .uidOnly else {
                    throw HubStoreError.refused(.cardUIDIsOurs)
                }
                if owner == member { return try Self.view(tx, id) }
                try tx.run("UPDATE card SET status = 'closed' WHERE id = $1", [id.description])
                booking.touch(owner)
            }
            let id = try Self.insert(tx, request.uid, member, kind: .uidOnly, nowMs, replaces: nil)
            booking.touch(member)
            try booking.finish()
            return try Self.view(tx, id)
        }
    }

    package func card(_ id: CardID) async throws -> CardView {
        try await read { tx in try Self.view(tx, id) }
    }

    /// The card was written and read back; from now on it may be used.
    package func markIssued(_ id: CardID) async throws -> CardView {
        try await change(id) { tx, status, member, _ in
            guard status == .issuing else {
                guard status == .active else { throw HubStoreError.refused(.cardIs(id, status)) }
                return
            }
            try tx.run("UPDATE card SET status = 'active' WHERE id = $1", [id.description])
            try OfflineRight.assign(member, tx)
        }
    }

    package func block(_ id: CardID, _ change: CardChange) async throws -> CardView {
        try await self.change(id) { _, status, _, booking in
            guard status != .closed else { throw HubStoreError.refused(.cardIs(id, .closed)) }
            try booking.cards.block(id, reason: String(change.reason.prefix(EntryCheck.textBytes)))
        }
    }

    /// Unblocks a suspect card, because staff say that it is one card after all. The evidence so far does not make it
    /// suspect again; new evidence does. Does nothing for a card in use.
    ///
    /// - Throws: `refused` for a card blocked for another reason, replaced meanwhile, or proven to be two.
    package func unblock(_ id: CardID, _ change: CardChange) async throws -> CardView {
        let reason = change.reason.prefix(EntryCheck.textBytes)
        guard reason.contains(where: { !$0.isWhitespace }) else { throw HubStoreError.refused(.reasonMissing) }
        return try await self.change(id) { tx, status, member, booking in
            guard status != .active else { return }
            try Self.refuseUnblocking(id, status, booking, tx)
            try Incidents(tx: tx, nowMs: booking.nowMs).closeFork(id, reason: String(reason))
            try tx.run("DELETE FROM last_reading WHERE card = $1", [id.description])
            try tx.run(
                """
                UPDATE card SET status = 'active', status_reason = '', suspect = 0, blocked_version = NULL WHERE id = $1
                """, [id.description])
            try tx.run(
                "INSERT INTO card_decision (card, decision, reason, decided_at_ms) VALUES ($1, 'unblocked', $2, $3)",
                [id.description, String(reason), booking.nowMs])
            try OfflineRight.assign(member, tx)
        }
    }

    private static func refuseUnblocking(
        _ id: CardID, _ status: CardFacts.Status, _ booking: SpendBooking, _ tx: Transaction
    ) throws {
        let name = id.description
        guard status == .blocked, try tx.exists("SELECT 1 FROM card WHERE id = $1 AND suspect = 1", [name]) else {
            throw HubStoreError.refused(.cardNotSuspected(id, status))
        }
        guard try !tx.exists("SELECT 1 FROM card WHERE replaces = $1", [name]) else {
            throw HubStoreError.refused(.cardReplaced(id))
        }
        guard try !booking.isForked(id) else {
            throw HubStoreError.refused(.cardForked(id))
        }
    }

    /// The card was erased, its odometers are gone; the last ones are judged like any other reading.
    package func close(_ id: CardID, _ change: CardChange) async throws -> CardView {
        try await self.change(id) { tx, status, _, booking in
            guard status != .closed else { return }
            if let odometers = change.odometers { try booking.lastReading(odometers, of: id) }
            try booking.cards.block(id, reason: String(change.reason.prefix(EntryCheck.textBytes)))
            try tx.run("UPDATE card SET status = 'closed' WHERE id = $1", [id.description])
        }
    }

    private func change(
        _ id: CardID,
        _ body: @escaping @Sendable (Transaction, CardFacts.Status, MemberID, SpendBooking) throws -> Void
    ) async throws -> CardView {
        let nowMs = now()
        return try await write { tx in
            _ = try CardRow.find(tx, id)
            let view = try Self.view(tx, id)
            let booking = SpendBooking(tx, nowMs: nowMs)
            try body(tx, view.status, view.member, booking)
            booking.touch(view.member)
            try booking.finish()
            return try Self.view(tx, id)
        }
    }

    // Rows.

    private static func member(_ tx: Transaction, _ id: MemberID?, number: String?) throws -> MemberID {
        let row =
            if let id {
                try tx.row("SELECT id FROM member WHERE id = $1", [id])
            } else {
                try tx.row("SELECT id FROM member WHERE number = $1", [number ?? ""])
            }
        guard let row else { throw HubStoreError.notFound(.member(id)) }
        return try row["id"]
    }

    private static func issuing(_ tx: Transaction, _ uid: CardUID, _ member: MemberID) throws -> CardID? {
        try tx.row(
            "SELECT id FROM card WHERE uid = $1 AND member = $2 AND status = 'issuing' ORDER BY issue_number DESC",
            [uid, member])?["id"]
    }

    /// The old card is blocked at once; lots and balances belong to the member and stay as they are.
    private static func replace(_ old: CardID, _ member: MemberID, _ booking: SpendBooking, _ tx: Transaction) throws {
        guard let card = try CardRow.find(tx, old) else { throw HubStoreError.notFound(.card(old)) }
        guard card.member == member else {
            throw HubStoreError.refused(.cardOfOtherMember(old))
        }
        try booking.cards.block(old, reason: "replaced")
    }

    private static func insert(
        _ tx: Transaction, _ uid: CardUID, _ member: MemberID, kind: CardFacts.Kind, _ nowMs: Int64, replaces: CardID?
    ) throws -> CardID {
        let count = try tx.integer("SELECT count(*) FROM card WHERE member = $1", [member])
        guard count < HubStoreLimits.cardsPerMember else {
            throw HubStoreError.limit(.cardsOfMember(most: HubStoreLimits.cardsPerMember))
        }
        let inUse = try tx.row(
            "SELECT id FROM card WHERE uid = $1 AND kind = 'desfire' AND status = 'active'", [uid.description])
        if let inUse { throw HubStoreError.refused(.plasticInUse(try inUse["id"])) }
        let last = try tx.integerIfAny("SELECT max(issue_number) FROM card WHERE uid = $1", [uid]) ?? 0
        let id = CardID(uid: uid, issueNumber: UInt32(clamping: last + 1))
        try tx.run(
            """
            INSERT INTO card (id, uid, issue_number, member, kind, status, expiry_day, replaces, created_at_ms)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                id.description, uid.description, last + 1, member, kind.rawValue,
                kind == .desfire ? "issuing" : "active", nowMs / StoreZone.dayMs + validDays,
                replaces?.description, nowMs,
            ])
        return id
    }

    /// Five years; printed on no card, so it may be renewed by writing the member file again.
    private static let validDays: Int64 = 1826

    private static func view(_ tx: Transaction, _ id: CardID) throws -> CardView {
        let row = try tx.row(
            """
            SELECT card.*, member.surname_zh, member.surname_en, member.title, member.language, member.tier
            FROM card JOIN member ON member.id = card.member WHERE card.id = $1
            """, [id.description])
        guard let row else { throw HubStoreError.notFound(.card(id)) }
        let expiryDay: Int64 = try row["expiry_day"]
        return try CardView(
            id: id, member: row["member"], owner: MemberName.addressed(row), language: row["language"],
            tier: row["tier"], expiryDay: UInt32(clamping: expiryDay), status: row.choice("status"),
            settled: row.amount("settled_points", "settled_fen"))
    }
}
