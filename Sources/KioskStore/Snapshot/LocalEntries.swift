internal import Foundation
internal import GRDB
internal import HubAPI
package import Vocabulary

/// A spend of a member that this kiosk knows of, and that the snapshot's balance does not include, or only as held.
package struct LocalSpend: Hashable, Sendable {
    package var id: OperationID
    package var card: CardID
    package var amount: Amount
    package var before: Amount
    package var after: Amount
    package var state: State
    /// What it was for, and the moment of its tap, milliseconds since 1970 UTC; `nil` where another kiosk began it.
    package var reward: String?
    package var tappedAtMs: Int64?
    /// Whether the snapshot counts it among what is `held` already: then it explains the odometer, but
    /// must not be subtracted from the balance again.
    package var heldByHub: Bool

    package enum State: Hashable, Sendable { case pending, posted }
}

/// What this kiosk journalled of a member, read inside the caller's transaction.
struct LocalEntries {
    typealias Settled = (spend: LocalSpend, posted: Bool)

    private let member: MemberID
    private let cards: [CardFacts]
    /// The last journal line that the member's facts reflect.
    private let line: Int64
    private let database: Database

    init(of owner: ReflectedMember, _ database: Database) {
        member = owner.facts.id
        cards = owner.facts.cards
        line = owner.reflectedLine
        self.database = database
    }

    /// Intents that the facts do not reflect and that were not voided, oldest first.
    func announced() throws -> [LocalSpend] {
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
            let amount = Amount(points: try row.integer(2), fen: try row.integer(3))
            let before = Amount(points: try row.integer(4), fen: try row.integer(5))
            return LocalSpend(
                id: OperationID(try row.uuid(0)), card: card, amount: amount, before: before, after: before &+ amount,
                state: posted == true ? .posted : .pending, reward: try row.optional(7),
                tappedAtMs: try row.optional(8), heldByHub: false)
        }
    }

    /// Intents that the facts still call open and this kiosk has settled since.
    func settledHere() throws -> [Settled] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT posted FROM settlement WHERE intent = ?1 AND line > ?2
                AND NOT EXISTS (SELECT 1 FROM intent WHERE member = ?3 AND line > ?2 AND id = ?1)
                """)
        return try cards.flatMap { card in
            try card.open.compactMap { open in
                let posted = try Bool.fetchOne(statement, arguments: [open.id.uuid, line, member.uuid])
                guard let posted else { return nil }
                let spend = LocalSpend(
                    id: open.id, card: card.id, amount: open.after &- open.before, before: open.before,
                    after: open.after,
                    state: .posted, heldByHub: true)
                return (spend, posted)
            }
        }
    }

    /// A card's intents without an outcome: those in the hub's facts that this kiosk has not resolved, then this
    /// kiosk's own.
    static func open(_ card: CardFacts, _ announced: [LocalSpend], _ settled: [Settled]) -> [OpenIntent] {
        let answered = Set(settled.map(\.spend.id))
        let own = announced.filter { $0.card == card.id && $0.state == .pending }
        let theirs = card.open.filter { open in
            !answered.contains(open.id) && !own.contains { $0.id == open.id }
        }
        return theirs + own.map { OpenIntent(id: $0.id, before: $0.before, after: $0.after) }
    }

    func checkedInBookings() throws -> Set<String> {
        let sql = "SELECT booking FROM checkIn WHERE member = ? AND line > ? AND booking IS NOT NULL"
        return try String.fetchSet(database.cachedStatement(sql: sql), arguments: [member.uuid, line])
    }

    func checkedInAtMs() throws -> Int64? {
        let sql = "SELECT max(j.recordedAtMs) FROM checkIn c JOIN journal j ON j.line = c.line WHERE c.member = ?"
        return try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [member.uuid])
    }
}
