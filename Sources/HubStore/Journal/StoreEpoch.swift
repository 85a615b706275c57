internal import Database
internal import HubAPI
internal import Vocabulary

/// How far the hub holds one journal of one kiosk.
struct StoreEpoch {
    var id: Int64
    var kiosk: String
    var epoch: String
    var lastSequence: Int64
    var lastHash: [UInt8]
    /// The moment of the last line as it counts; see `moment(of:receivedAtMs:)`.
    var lastAtMs: Int64

    /// - Returns: `nil` when nothing was uploaded under it yet.
    static func find(_ tx: Transaction, kiosk: String, epoch: String) throws -> StoreEpoch? {
        guard let row = try tx.row("SELECT * FROM store_epoch WHERE kiosk = $1 AND epoch = $2", [kiosk, epoch]) else {
            return nil
        }
        return try StoreEpoch(
            id: row["id"], kiosk: kiosk, epoch: epoch, lastSequence: row["last_sequence"],
            lastHash: row["last_hash"], lastAtMs: row["last_at_ms"])
    }

    static func findOrBegin(_ tx: Transaction, kiosk: String, epoch: String) throws -> StoreEpoch {
        if let known = try find(tx, kiosk: kiosk, epoch: epoch) { return known }
        try KioskBounds(tx: tx, kiosk: kiosk).requireEpoch()
        let root = JournalChain.root(ofEpoch: epoch)
        let id = try tx.integer(
            """
            INSERT INTO store_epoch (kiosk, epoch, last_sequence, last_hash, last_at_ms) VALUES ($1, $2, 0, $3, 0)
            RETURNING id
            """, [kiosk, epoch, root])
        return StoreEpoch(id: id, kiosk: kiosk, epoch: epoch, lastSequence: 0, lastHash: root, lastAtMs: 0)
    }

    func save(_ tx: Transaction) throws {
        try tx.run(
            "UPDATE store_epoch SET last_sequence = $1, last_hash = $2, last_at_ms = $3 WHERE id = $4",
            [lastSequence, lastHash, lastAtMs, id])
        try tx.run("UPDATE kiosk SET store_epoch = $1 WHERE name = $2", [epoch, kiosk])
    }

    /// The moment at which a line counts, milliseconds since 1970 UTC: its tap, but not before the line before it and
    /// never after its arrival. So a kiosk's clock that was set back or is ahead does no harm, and neither does a
    /// previous line that arrived while the hub's own clock was ahead.
    func moment(of entry: JournalEntry, receivedAtMs: Int64) -> Int64 {
        min(max(entry.tappedAtMs, lastAtMs), receivedAtMs)
    }
}

extension HubDatabase {
    /// - Parameter storeEpoch: `nil` for the one from which the hub heard last.
    static func position(_ tx: Transaction, kiosk: String, storeEpoch: String?) throws -> HubPosition {
        let heard = try tx.row("SELECT store_epoch FROM kiosk WHERE name = $1", [kiosk])
        let hubEpoch = try tx.hubEpoch()
        guard let epoch = try storeEpoch ?? heard?["store_epoch"] else {
            return HubPosition(hubEpoch: hubEpoch, lastSequence: 0, lastHash: "")
        }
        let known = try StoreEpoch.find(tx, kiosk: kiosk, epoch: epoch)
        return HubPosition(
            hubEpoch: hubEpoch, lastSequence: known?.lastSequence ?? 0,
            lastHash: Hex.text(known?.lastHash ?? JournalChain.root(ofEpoch: epoch)))
    }
}
