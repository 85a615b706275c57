import Database
import HubAPI
import Loyalty
import Vocabulary

@testable import HubStore

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

    func journal() async throws -> [Line] {
        try await rows("SELECT * FROM journal ORDER BY epoch, sequence").compactMap { row in
            guard let id: OperationID = try row["entry"] else { return nil }
            return try Line(
                epoch: row["epoch"], sequence: row["sequence"], id: id, verdict: row["verdict"], body: row["body"],
                hash: row["hash"])
        }
    }

    func epochNames() async throws -> [Int64: String] {
        let rows = try await rows("SELECT id, epoch FROM store_epoch")
        return Dictionary(try rows.map { try ($0["id"], $0["epoch"]) }) { first, _ in first }
    }

    func spends() async throws -> [Spend] {
        try await rows("SELECT * FROM spend").map { row in
            let (points, fen): (Int64?, Int64?) = try (row["points"], row["fen"])
            return try Spend(
                id: row["id"], card: row["card"],
                amount: Amount(points: Points(points ?? 0), money: Money(fen: fen ?? 0)), state: row["state"])
        }
    }

    /// Spends for which the hub set something aside, whether or not they came.
    func holds() async throws -> [OperationID] {
        try await rows("SELECT id FROM hold ORDER BY expires_at_ms, id").firstColumn()
    }

    func settled() async throws -> [CardID: Amount] {
        let settled = try await rows("SELECT id, settled_points, settled_fen FROM card").map { row in
            let (id, points, fen): (CardID, Int64, Int64) = try (row["id"], row["settled_points"], row["settled_fen"])
            return (id, Amount(points: Points(points), money: Money(fen: fen)))
        }
        return Dictionary(settled) { first, _ in first }
    }

    func lots() async throws -> [Lot] {
        try await rows(
            """
            SELECT lot.*, (SELECT CAST(coalesce(sum(amount), 0) AS bigint) FROM ledger
                WHERE ledger.member = lot.member AND ledger.lot = lot.id) AS booked FROM lot
            """
        ).map { row in
            let (granted, taken, expired): (Int64, Int64, Int64) = try (row["granted"], row["taken"], row["expired"])
            return try Lot(
                member: row["member"], currency: row["currency"], remaining: granted - taken - expired,
                booked: row["booked"], expiresAtMs: row["expires_at_ms"], isDebt: row["debt"])
        }
    }

    func expired(_ member: MemberID) async throws -> Amount {
        let rows = try await rows(
            """
            SELECT lot.currency AS currency, CAST(-sum(ledger.amount) AS bigint) AS amount FROM ledger
            JOIN lot ON lot.member = ledger.member AND lot.id = ledger.lot
            WHERE ledger.member = $1 AND kind IN ('expiry', 'expiryReversal') GROUP BY lot.currency
            """, [member])
        var sum = Amount.zero
        for row in rows {
            let (currency, amount): (String, Int64) = try (row["currency"], row["amount"])
            if currency == "points" { sum.points += Points(amount) } else { sum.money += Money(fen: amount) }
        }
        return sum
    }

    /// - Returns: `isByLoss`: an account below its floor by no more than spends of which only a card still knew.
    func incidents() async throws -> [(kind: String, status: String, detail: String, isByLoss: Bool)] {
        let limit = SmallSalon.limit
        return try await rows(Self.incidents, [limit.points.count, limit.money.fen]).map { row in
            try (row["kind"], row["status"], row["detail"], row["by_loss"])
        }
    }

    /// When a kiosk and the hub are both restored to before a spend, nobody but the card has it. Until that card comes
    /// back the hub may grant holds to the member's other cards, so the floor can be missed by as much and no more.
    private static let incidents: SQL = """
        SELECT kind, status, detail, CASE WHEN kind = 'below-floor'
            AND (SELECT coalesce(sum(granted - taken - expired), 0) FROM lot
                    WHERE lot.member = incident.member AND currency = 'points')
                + (SELECT coalesce(sum(points), 0) FROM spend
                    WHERE spend.member = incident.member AND state = 'posted' AND evidence = 1) + $1 >= 0
            AND (SELECT coalesce(sum(granted - taken - expired), 0) FROM lot
                    WHERE lot.member = incident.member AND currency <> 'points')
                + (SELECT coalesce(sum(fen), 0) FROM spend
                    WHERE spend.member = incident.member AND state = 'posted' AND evidence = 1) + $2 >= 0
            THEN 1 ELSE 0 END AS by_loss
        FROM incident ORDER BY id
        """

    func claims() async throws -> [OperationID: String] {
        let rows = try await rows("SELECT spend, status FROM claim")
        return Dictionary(try rows.map { try ($0["spend"], $0["status"]) }) { first, _ in first }
    }

    private func rows(_ sql: SQL, _ values: [any SQLBindable & Sendable] = []) async throws -> Rows {
        try await hub.database().read { tx in try tx.rows(sql, values) }
    }
}
