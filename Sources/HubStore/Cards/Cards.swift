internal import GRDB
package import HubAPI
internal import Loyalty
package import Vocabulary

/// The life of a card at the hub: issuing, active, blocked, closed.
extension HubDatabase {
    /// Gives an issue number. Asked again for the same plastic and member while the card is being issued, it
    /// gives the same.
    package func issue(_ request: IssueRequest) async throws -> CardView {
        let nowMs = now()
        return try await pool.write { db in
            let member = try Self.member(db, request.member, number: request.memberNumber)
            if let open = try Self.issuing(db, request.uid, member) { return try Self.view(db, open) }
            let booking = SpendBooking(db, nowMs: nowMs)
            if let old = request.replaces { try Self.replace(old, member, booking, db) }
            let id = try Self.insert(db, request.uid, member, kind: .desfire, nowMs, replaces: request.replaces)
            booking.touch(member)
            try booking.finish()
            return try Self.view(db, id)
        }
    }

    /// Lets a card that only has a UID name a member. Linked again to the same member, it is the same card; to
    /// another one, the old link is closed.
    package func link(_ request: LinkRequest) async throws -> CardView {
        let nowMs = now()
        return try await pool.write { db in
            guard !request.uid.isRandom else {
                throw HubStoreError.refused(.cardUIDIsRandom)
            }
            let member = try Self.member(db, request.member, number: request.memberNumber)
            let booking = SpendBooking(db, nowMs: nowMs)
            for row in try db.rows("SELECT * FROM card WHERE uid = ? AND status <> 'closed'", [request.uid.description])
            {
                guard let id = row.card("id"), let owner = row.member("member") else { continue }
                guard row["kind"] == CardFacts.Kind.uidOnly.rawValue else {
                    throw HubStoreError.refused(.cardUIDIsOurs)
                }
                if owner == member { return try Self.view(db, id) }
                try db.run("UPDATE card SET status = 'closed' WHERE id = ?", [id.description])
                booking.touch(owner)
            }
            let id = try Self.insert(db, request.uid, member, kind: .uidOnly, nowMs, replaces: nil)
            booking.touch(member)
            try booking.finish()
            return try Self.view(db, id)
        }
    }

    package func card(_ id: CardID) async throws -> CardView {
        try await pool.read { db in try Self.view(db, id) }
    }

    /// The card was written and read back; from now on it may be used.
    package func markIssued(_ id: CardID) async throws -> CardView {
        try await change(id) { db, status, member, _ in
            guard status == .issuing else {
                guard status == .active else { throw HubStoreError.refused(.cardIs(id, status)) }
                return
            }
            try db.run("UPDATE card SET status = 'active' WHERE id = ?", [id.description])
            try OfflineRight.settle(member, db)
        }
    }

    package func block(_ id: CardID, _ change: CardChange) async throws -> CardView {
        try await self.change(id) { _, status, _, booking in
            guard status != .closed else { throw HubStoreError.refused(.cardIs(id, .closed)) }
            try booking.cards.block(id, reason: String(change.reason.prefix(EntryCheck.textBytes)))
        }
    }

    /// Staff say that a suspect card is one card after all. What was held against it is not held against it again;
    /// anything new is. Asked again for a card in use, nothing happens.
    ///
    /// - Throws: `refused` for a card blocked for another reason, replaced meanwhile, or proven to be two.
    package func unblock(_ id: CardID, _ change: CardChange) async throws -> CardView {
        let reason = change.reason.prefix(EntryCheck.textBytes)
        guard reason.contains(where: { !$0.isWhitespace }) else { throw HubStoreError.refused(.reasonMissing) }
        return try await self.change(id) { db, status, member, booking in
            guard status != .active else { return }
            try Self.refuseUnblocking(id, status, booking, db)
            try Incidents(db: db, nowMs: booking.nowMs).closeFork(id, reason: String(reason))
            try db.run("DELETE FROM last_reading WHERE card = ?", [id.description])
            try db.run(
                """
                UPDATE card SET status = 'active', status_reason = '', suspect = 0, blocked_version = NULL WHERE id = ?
                """, [id.description])
            try db.run(
                "INSERT INTO card_decision (card, decision, reason, decided_at_ms) VALUES (?, 'unblocked', ?, ?)",
                [id.description, String(reason), booking.nowMs])
            try OfflineRight.settle(member, db)
        }
    }

    private static func refuseUnblocking(
        _ id: CardID, _ status: CardFacts.Status, _ booking: SpendBooking, _ db: Database
    ) throws {
        let name = id.description
        guard status == .blocked, try db.row("SELECT 1 FROM card WHERE id = ? AND suspect = 1", [name]) != nil else {
            throw HubStoreError.refused(.cardNotSuspected(id, status))
        }
        guard try db.row("SELECT 1 FROM card WHERE replaces = ?", [name]) == nil else {
            throw HubStoreError.refused(.cardReplaced(id))
        }
        guard try !booking.isForked(id) else {
            throw HubStoreError.refused(.cardForked(id))
        }
    }

    /// The card was erased, its odometers are gone; the last ones are judged like any other reading.
    package func close(_ id: CardID, _ change: CardChange) async throws -> CardView {
        try await self.change(id) { db, status, _, booking in
            guard status != .closed else { return }
            if let odometers = change.odometers { try booking.lastReading(odometers, of: id) }
            try booking.cards.block(id, reason: String(change.reason.prefix(EntryCheck.textBytes)))
            try db.run("UPDATE card SET status = 'closed' WHERE id = ?", [id.description])
        }
    }

    private func change(
        _ id: CardID,
        _ body: @escaping @Sendable (Database, CardFacts.Status, MemberID, SpendBooking) throws -> Void
    ) async throws -> CardView {
        let nowMs = now()
        return try await pool.write { db in
            let view = try Self.view(db, id)
            let booking = SpendBooking(db, nowMs: nowMs)
            try body(db, view.status, view.member, booking)
            booking.touch(view.member)
            try booking.finish()
            return try Self.view(db, id)
        }
    }

    // Rows.

    private static func member(_ db: Database, _ id: MemberID?, number: String?) throws -> MemberID {
        let row =
            if let id {
                try db.row("SELECT id FROM member WHERE id = ?", [id.blob])
            } else {
                try db.row("SELECT id FROM member WHERE number = ?", [number ?? ""])
            }
        guard let member = row?.member("id") else { throw HubStoreError.notFound(.member(id)) }
        return member
    }

    private static func issuing(_ db: Database, _ uid: CardUID, _ member: MemberID) throws -> CardID? {
        try db.row(
            "SELECT id FROM card WHERE uid = ? AND member = ? AND status = 'issuing' ORDER BY issue_number DESC",
            [uid.description, member.blob])?.card("id")
    }

    /// The old card is blocked at once; lots and balances belong to the member and stay as they are.
    private static func replace(_ old: CardID, _ member: MemberID, _ booking: SpendBooking, _ db: Database) throws {
        guard let card = try CardRow.find(db, old) else { throw HubStoreError.notFound(.card(old)) }
        guard card.member == member else {
            throw HubStoreError.refused(.cardOfOtherMember(old))
        }
        try booking.cards.block(old, reason: "replaced")
    }

    private static func insert(
        _ db: Database, _ uid: CardUID, _ member: MemberID, kind: CardFacts.Kind, _ nowMs: Int64, replaces: CardID?
    ) throws -> CardID {
        let count = try db.integer("SELECT count(*) FROM card WHERE member = ?", [member.blob])
        guard count < HubStoreLimits.cardsPerMember else {
            throw HubStoreError.limit(.cardsOfMember(most: HubStoreLimits.cardsPerMember))
        }
        let inUse = try db.row(
            "SELECT id FROM card WHERE uid = ? AND kind = 'desfire' AND status = 'active'", [uid.description])
        if let other = inUse?.card("id") {
            throw HubStoreError.refused(.plasticInUse(other))
        }
        let last = try db.integer("SELECT max(issue_number) FROM card WHERE uid = ?", [uid.description])
        let id = CardID(uid: uid, issueNumber: UInt32(clamping: last + 1))
        try db.run(
            """
            INSERT INTO card (id, uid, issue_number, member, kind, status, expiry_day, replaces, created_at_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id.description, uid.description, last + 1, member.blob, kind.rawValue,
                kind == .desfire ? "issuing" : "active", nowMs / StoreZone.dayMs + validDays,
                replaces?.description, nowMs,
            ])
        return id
    }

    /// Five years; printed on no card, so it may be renewed by writing the member file again.
    private static let validDays: Int64 = 1826

    private static func view(_ db: Database, _ id: CardID) throws -> CardView {
        let row = try db.row(
            """
            SELECT card.*, member.surname_zh, member.surname_en, member.title, member.language, member.tier
            FROM card JOIN member ON member.id = card.member WHERE card.id = ?
            """, [id.description])
        guard let row, let member = row.member("member") else { throw HubStoreError.notFound(.card(id)) }
        let status: String = row["status"]
        let expiryDay: Int64 = row["expiry_day"]
        return CardView(
            id: id, member: member, owner: MemberName.addressed(row), language: row.code("language"), tier: row["tier"],
            expiryDay: UInt32(clamping: expiryDay), status: CardFacts.Status(rawValue: status) ?? .blocked,
            settled: row.amount("settled_points", "settled_fen"))
    }
}
