internal import Foundation
internal import GRDB
package import HubAPI
package import Identity

/// A spend this kiosk knows of and the snapshot's balance does not, or not as certain.
package struct OwnSpend: Hashable, Sendable {
    package var id: OperationID
    package var card: CardID
    package var points: Int64
    package var fen: Int64
    package var before: WireOdometers
    package var after: WireOdometers
    package var state: State
    /// What it was for, and the moment of its tap, milliseconds since 1970 UTC; `nil` where another kiosk began it.
    package var reward: String?
    package var tappedAtMs: Int64?
    /// Whether the snapshot counts it in `heldPoints` and `heldFen` already: then it explains the odometer, but
    /// must not be subtracted from the balance again.
    package var heldByHub: Bool

    package enum State: Hashable, Sendable { case pending, posted }
}

extension KioskStore {
    /// This kiosk's spends of a member that the snapshot does not reflect, oldest first; voided ones are left out.
    ///
    /// Balance here = the snapshot's lots − its held − the sum of those with `heldByHub == false`. A card's
    /// odometer should stand at its `settled` plus all its posted ones; a pending one may be in it or not.
    package func ownSpends(of member: MemberID) throws(StoreError) -> [OwnSpend] {
        try reading { database in
            let reflected = try Self.reflectedLine(of: member, database)
            let own = try Self.announced(by: member, above: reflected, database)
            let facts = try self.facts(of: member, database)
            let settled = try (facts?.cards ?? []).flatMap { card in
                try Self.settledHere(card, of: member, above: reflected, database).compactMap {
                    $0.posted ? $0.spend : nil
                }
            }
            return own + settled
        }
    }

    /// Intents of a card that no outcome has settled, as far as this kiosk knows: the snapshot's and its own.
    package func openIntents(of card: CardID) throws(StoreError) -> [OpenIntent] {
        try reading { database in
            let sql = """
                SELECT member FROM card WHERE id = ?1 UNION ALL SELECT member FROM intent WHERE card = ?1 LIMIT 1
                """
            let owner = try database.cachedStatement(sql: sql)
            guard let uuid = try UUID.fetchOne(owner, arguments: [card.description]) else { return [] }
            let member = MemberID(uuid)
            let reflected = try Self.reflectedLine(of: member, database)
            let facts = try self.facts(of: member, database)?.cards.first { $0.id == card }
            let settled = try facts.map { try Self.settledHere($0, of: member, above: reflected, database) } ?? []
            let answered = Set(settled.map(\.spend.id))
            let own = try Self.announced(by: member, above: reflected, database).filter {
                $0.card == card && $0.state == .pending
            }
            let theirs = (facts?.open ?? []).filter { open in
                !answered.contains(open.id) && !own.contains { $0.id == open.id }
            }
            return theirs + own.map { OpenIntent(id: $0.id, before: $0.before, after: $0.after) }
        }
    }

    /// Bookings this kiosk checked the member in for, which the snapshot may still show as booked.
    package func checkedInBookings(of member: MemberID) throws(StoreError) -> Set<String> {
        try reading { database in
            let reflected = try Self.reflectedLine(of: member, database)
            let sql = "SELECT booking FROM checkIn WHERE member = ? AND line > ? AND booking IS NOT NULL"
            return try String.fetchSet(
                database.cachedStatement(sql: sql), arguments: [member.uuid, reflected])
        }
    }

    /// Whether the member has checked in at this kiosk since a moment, with a booking or without.
    ///
    /// - Parameter sinceMs: compared with the entry's `recordedAtMs`.
    package func hasCheckedIn(_ member: MemberID, sinceMs: Int64) throws(StoreError) -> Bool {
        try reading { database in
            let sql = """
                SELECT EXISTS (SELECT 1 FROM checkIn c JOIN journal j ON j.line = c.line
                WHERE c.member = ? AND j.recordedAtMs >= ?)
                """
            return try Bool.fetchOne(database.cachedStatement(sql: sql), arguments: [member.uuid, sinceMs]) ?? false
        }
    }

    /// The last journal line that the member's facts take into account.
    private static func reflectedLine(of member: MemberID, _ database: Database) throws -> Int64 {
        let sql = """
            SELECT max(m.reflectedLine, g.reflectedLine) FROM member m JOIN generation g ON g.number = m.generation
            WHERE m.id = ?
            """
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [member.uuid]) ?? 0
    }

    private func facts(of member: MemberID, _ database: Database) throws -> MemberFacts? {
        let statement = try database.cachedStatement(sql: "SELECT facts FROM member WHERE id = ?")
        guard let text = try String.fetchOne(statement, arguments: [member.uuid]) else { return nil }
        return try lastMember.value(of: text)
    }

    /// Own intents above a line that were not voided, oldest first.
    private static func announced(
        by member: MemberID, above line: Int64, _ database: Database
    ) throws -> [OwnSpend] {
        let sql = """
            SELECT i.id, i.card, i.points, i.fen, i.beforePoints, i.beforeFen, s.posted,
                iif(json_valid(j.body), json_extract(j.body, '$.fact.reward'), NULL),
                iif(json_valid(j.body), json_extract(j.body, '$.tappedAtMs'), NULL)
            FROM intent i JOIN journal j ON j.line = i.line LEFT JOIN settlement s ON s.intent = i.id
            WHERE i.member = ? AND i.line > ? AND coalesce(s.posted, 1) = 1 ORDER BY i.line
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [member.uuid, line]).map { row in
            guard let card = CardID(try row.text(1)) else { throw StoreError.damaged(reason: "a card id") }
            let posted: Bool? = try row.optional(6)
            let (points, fen) = (try row.integer(2), try row.integer(3))
            let before = WireOdometers(points: try row.integer(4), fen: try row.integer(5))
            let after = WireOdometers(points: before.points &+ points, fen: before.fen &+ fen)
            return OwnSpend(
                id: OperationID(try row.uuid(0)), card: card, points: points, fen: fen, before: before, after: after,
                state: posted == true ? .posted : .pending, reward: try row.optional(7),
                tappedAtMs: try row.optional(8), heldByHub: false)
        }
    }

    /// Intents that the snapshot still calls open and this kiosk has settled since.
    private static func settledHere(
        _ card: CardFacts, of member: MemberID, above line: Int64, _ database: Database
    ) throws -> [(spend: OwnSpend, posted: Bool)] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT posted FROM settlement WHERE intent = ?1 AND line > ?2
                AND NOT EXISTS (SELECT 1 FROM intent WHERE member = ?3 AND line > ?2 AND id = ?1)
                """)
        return try card.open.compactMap { open in
            let posted = try Bool.fetchOne(statement, arguments: [open.id.uuid, line, member.uuid])
            guard let posted else { return nil }
            let spend = OwnSpend(
                id: open.id, card: card.id, points: open.after.points &- open.before.points,
                fen: open.after.fen &- open.before.fen, before: open.before, after: open.after, state: .posted,
                heldByHub: true)
            return (spend, posted)
        }
    }
}
