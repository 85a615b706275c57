import Foundation
import GRDB
import HubAPI
import HubStore
import Loyalty
import Vocabulary

/// Reads the hub's tables as an auditor would: with SQL, not with the hub's own code.
struct HubLook {
    let hub: SimulatedHub

    init(_ hub: SimulatedHub) { self.hub = hub }

    struct Line: Hashable {
        var epoch: Int64
        var sequence: Int64
        var id: OperationID
        var verdict: String
        var body: String
        var hash: [UInt8]
    }

    struct Spend: Hashable {
        var id: OperationID
        var card: CardID?
        var amount: Amount
        var state: String
    }

    struct Lot: Hashable {
        var member: MemberID
        var currency: String
        /// What the lot's own columns say is left; negative for a debt.
        var remaining: Int64
        /// The sum of its ledger lines.
        var booked: Int64
        var expiresAtMs: Int64?
        var isDebt: Bool
    }

    func journal() throws -> [Line] {
        try rows("SELECT * FROM journal ORDER BY epoch, sequence").compactMap { row in
            guard let id = (row["entry"] as Data?).flatMap({ OperationID(bytes: $0) }) else { return nil }
            let hash: Data = row["hash"]
            return Line(
                epoch: row["epoch"], sequence: row["sequence"], id: id, verdict: row["verdict"], body: row["body"],
                hash: Array(hash))
        }
    }

    func epochNames() throws -> [Int64: String] {
        Dictionary(
            try rows("SELECT id, epoch FROM store_epoch").map { ($0["id"] as Int64, $0["epoch"] as String) }
        ) { first, _ in first }
    }

    func spends() throws -> [Spend] {
        try rows("SELECT * FROM spend").compactMap { row in
            let id: Data = row["id"]
            guard let id = OperationID(bytes: id) else { return nil }
            let card: String? = row["card"]
            return Spend(
                id: id, card: card.flatMap { CardID($0) },
                amount: Amount(points: Points(row["points"] ?? 0), money: Money(fen: row["fen"] ?? 0)),
                state: row["state"])
        }
    }

    /// Spends for which the hub set something aside, whether or not they came.
    func holds() throws -> [OperationID] {
        try rows("SELECT id FROM hold ORDER BY rowid").compactMap { OperationID(bytes: $0["id"] as Data) }
    }

    func settled() throws -> [CardID: Amount] {
        Dictionary(
            try rows("SELECT id, settled_points, settled_fen FROM card").compactMap { row in
                CardID(row["id"] as String).map { ($0, Amount(points: Points(row[1]), money: Money(fen: row[2]))) }
            }
        ) { first, _ in first }
    }

    func lots() throws -> [Lot] {
        try rows(
            """
            SELECT lot.*, (SELECT coalesce(sum(amount), 0) FROM ledger
                WHERE ledger.member = lot.member AND ledger.lot = lot.id) AS booked FROM lot
            """
        ).compactMap { row in
            guard let member = MemberID(bytes: row["member"] as Data) else { return nil }
            let granted: Int64 = row["granted"]
            let taken: Int64 = row["taken"]
            let expired: Int64 = row["expired"]
            return Lot(
                member: member, currency: row["currency"], remaining: granted - taken - expired,
                booked: row["booked"], expiresAtMs: row["expires_at_ms"], isDebt: row["debt"])
        }
    }

    func expired(_ member: MemberID) throws -> Amount {
        let rows = try rows(
            """
            SELECT lot.currency, sum(ledger.amount) FROM ledger
            JOIN lot ON lot.member = ledger.member AND lot.id = ledger.lot
            WHERE ledger.member = ? AND kind IN ('expiry', 'expiryReversal') GROUP BY lot.currency
            """, [Data(member.bytes)])
        var sum = Amount.zero
        for row in rows {
            if row[0] == "points" {
                sum.points += Points(-(row[1] as Int64))
            } else {
                sum.money += Money(fen: -(row[1] as Int64))
            }
        }
        return sum
    }

    /// - Returns: `isByLoss`: an account below its floor by no more than spends of which only a card still knew.
    func incidents() throws -> [(kind: String, status: String, detail: String, isByLoss: Bool)] {
        try rows("SELECT kind, status, detail, (\(Self.byLoss)) FROM incident ORDER BY id").map {
            ($0[0], $0[1], $0[2], $0[3])
        }
    }

    /// When a kiosk and the hub are both restored to before a spend, nobody but the card has it. Until that card comes
    /// back the hub may grant holds to the member's other cards, so the floor can be missed by as much and no more.
    private static let byLoss = """
        SELECT incident.kind = 'below-floor'
            AND total(CASE currency WHEN 'points' THEN rest ELSE 0 END)
                + \(SmallSalon.limit.points.count) + lost_points >= 0
            AND total(CASE currency WHEN 'points' THEN 0 ELSE rest END)
                + \(SmallSalon.limit.money.fen) + lost_fen >= 0
        FROM (SELECT currency, granted - taken - expired AS rest FROM lot WHERE member = incident.member),
            (SELECT total(points) AS lost_points, total(fen) AS lost_fen FROM spend
                WHERE member = incident.member AND state = 'posted' AND evidence = 1)
        """

    func claims() throws -> [OperationID: String] {
        Dictionary(
            try rows("SELECT spend, status FROM claim").compactMap { row in
                OperationID(bytes: row[0] as Data).map { ($0, row[1] as String) }
            }
        ) { first, _ in first }
    }

    private func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try hub.database().rows(sql, arguments)
    }
}
