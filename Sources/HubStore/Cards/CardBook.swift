internal import Database
internal import HubAPI
internal import Vocabulary
internal import Loyalty

/// The cards that one transaction meets: what kiosks read from them, and which it blocks.
///
/// Each is loaded once. Everything is written in the order of the cards' ids, so that the same lines make the same
/// versions and numbers in whatever process they are booked.
final class CardBook {
    private let tx: Transaction
    private let nowMs: Int64
    private let incidents: Incidents
    private var loaded: [CardID: CardRow] = [:]
    private var lastReadings: [Journal: Amount] = [:]
    private var blocked: Set<CardID> = []
    /// Members whose cards changed.
    private(set) var touched: Set<MemberID> = []

    /// One card in one kiosk's journal.
    private struct Journal: Hashable {
        var card: CardID
        var epoch: Int64
    }

    init(_ tx: Transaction, nowMs: Int64, _ incidents: Incidents) {
        self.tx = tx
        self.nowMs = nowMs
        self.incidents = incidents
    }

    func find(_ id: CardID) throws -> CardRow? {
        if let card = loaded[id] { return card }
        let card = try CardRow.find(tx, id)
        loaded[id] = card
        return card
    }

    func save(_ card: CardRow) throws {
        try card.save(tx)
        loaded[card.id] = card
        touched.insert(card.member)
    }

    /// The card that an entry names. A card that the hub has never issued is inserted as blocked, so that a spend
    /// accepted off line is still booked.
    ///
    /// - Parameter owner: the member whom the entry names; `nil` if the hub does not know that member.
    /// - Returns: `nil` for an unknown card without a known owner.
    func findOrInsert(_ id: CardID, by entry: JournalEntry, owner: () throws -> MemberID?) throws -> CardRow? {
        if let card = try find(id) {
            if let member = entry.member, member != card.member {
                try incidents.unknownCard(id, kiosk: entry.kiosk, member: member)
            }
            return card
        }
        try incidents.unknownCard(id, kiosk: entry.kiosk, member: entry.member)
        guard let member = try owner() else { return nil }
        try tx.run(
            """
            INSERT INTO card (id, uid, issue_number, member, kind, status, status_reason, expiry_day, created_at_ms)
            VALUES ($1, $2, $3, $4, 'desfire', 'blocked', 'never issued here', 0, $5)
            """, [id.description, id.uid.description, Int64(id.issueNumber), member, nowMs])
        touched.insert(member)
        return try find(id)
    }

    // Readings.

    /// Suspects the card if its odometers are lower than at the last reading in the same journal. Call it only for
    /// lines in the order of their taps: after a restore of the hub, a kiosk appends lines of earlier epochs again,
    /// behind newer lines.
    func read(_ odometers: Amount, _ card: CardRow, _ epoch: StoreEpoch) throws {
        let key = Journal(card: card.id, epoch: epoch.id)
        if lastReadings[key] == nil {
            let row = try tx.row(
                "SELECT points, fen FROM last_reading WHERE card = $1 AND epoch = $2", [card.id.description, epoch.id])
            lastReadings[key] = try row?.amount("points", "fen") ?? .zero
        }
        let last = lastReadings[key] ?? .zero
        if !last.fits(in: odometers) {
            try suspect(card, kiosk: epoch.kiosk, "A kiosk read lower odometers than it had read before.")
        } else if last != odometers {
            lastReadings[key] = odometers
        }
    }

    /// Keeps a reading for the card's judgement, unless everything below it is decided.
    func keepReading(_ odometers: Amount, _ card: CardRow) throws {
        guard odometers.position > card.base.position else { return }
        try tx.run(
            "INSERT INTO reading (card, points, fen) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [card.id.description, odometers.points.count, odometers.money.fen])
    }

    /// What is known of a card beside its spends that are not decided for good.
    func history(of card: CardRow, _ operations: [CardOperation]) throws -> CardHistory {
        let name = card.id.description
        try tx.run("DELETE FROM reading WHERE card = $1 AND points + fen <= $2", [name, card.base.position])
        let readings = try tx.rows("SELECT points, fen FROM reading WHERE card = $1", [name])
        let writeOffs = try tx.rows("SELECT * FROM write_off WHERE card = $1", [name])
        return CardHistory(
            base: card.base, operations: operations, readings: try readings.map { try $0.amount("points", "fen") },
            writeOffs: try writeOffs.map {
                OdometerRange(from: try $0.amount("from_points", "from_fen"), to: try $0.amount("to_points", "to_fen"))
            })
    }

    // Blocking.

    func suspect(_ card: CardRow, kiosk: String?, _ detail: String) throws {
        try incidents.forkOrClone(card.id, member: card.member, kiosk: kiosk, detail)
        try tx.run("UPDATE card SET suspect = 1 WHERE id = $1", [card.id.description])
        try block(card.id, reason: "suspected to be two cards")
        touched.insert(card.member)
    }

    /// Blocks the card if it is being issued or active. `saveBlocks` reassigns the right to spend off line.
    func block(_ card: CardID, reason: String) throws {
        let changed = try tx.run(
            """
            UPDATE card SET status = 'blocked', status_reason = $1, spends_offline = 0
            WHERE id = $2 AND status IN ('issuing', 'active')
            """, [reason, card.description])
        if changed > 0 { blocked.insert(card) }
    }

    // The end.

    func saveReadings() throws {
        let readings = lastReadings.sorted { ($0.key.card, $0.key.epoch) < ($1.key.card, $1.key.epoch) }
        for (key, odometers) in readings {
            try tx.run(
                """
                INSERT INTO last_reading (card, epoch, points, fen) VALUES ($1, $2, $3, $4)
                ON CONFLICT (card, epoch) DO UPDATE SET points = excluded.points, fen = excluded.fen
                """, [key.card.description, key.epoch, odometers.points.count, odometers.money.fen])
        }
    }

    /// Records the blocks. A kiosk knows of a block once it has the member's next feed version.
    func saveBlocks() throws {
        for card in blocked.sorted() {
            try tx.run("UPDATE card SET blocked_version = $1 WHERE id = $2", [FeedOrder.untold, card.description])
            guard let member = try CardRow.find(tx, card)?.member else { continue }
            try tx.touch([member], tellsBlock: true)
            try OfflineRight.assign(member, tx)
        }
    }
}
