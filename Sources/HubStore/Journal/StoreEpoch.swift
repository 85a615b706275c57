internal import GRDB
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
    static func find(_ db: Database, kiosk: String, epoch: String) throws -> StoreEpoch? {
        guard let row = try db.row("SELECT * FROM store_epoch WHERE kiosk = ? AND epoch = ?", [kiosk, epoch]) else {
            return nil
        }
        return StoreEpoch(
            id: row["id"], kiosk: kiosk, epoch: epoch, lastSequence: row["last_sequence"],
            lastHash: row.bytes("last_hash") ?? [], lastAtMs: row["last_at_ms"])
    }

    static func findOrBegin(_ db: Database, kiosk: String, epoch: String) throws -> StoreEpoch {
        if let known = try find(db, kiosk: kiosk, epoch: epoch) { return known }
        try KioskBounds(db: db, kiosk: kiosk).requireEpoch()
        let root = JournalChain.root(ofEpoch: epoch)
        try db.run(
            """
            INSERT INTO store_epoch (kiosk, epoch, last_sequence, last_hash, last_at_ms) VALUES (?, ?, 0, ?, 0)
            """, [kiosk, epoch, blobValue(root)])
        let id = db.lastInsertedRowID
        return StoreEpoch(id: id, kiosk: kiosk, epoch: epoch, lastSequence: 0, lastHash: root, lastAtMs: 0)
    }

    func save(_ db: Database) throws {
        try db.run(
            "UPDATE store_epoch SET last_sequence = ?, last_hash = ?, last_at_ms = ? WHERE id = ?",
            [lastSequence, blobValue(lastHash), lastAtMs, id])
        try db.run("UPDATE kiosk SET store_epoch = ? WHERE name = ?", [epoch, kiosk])
    }

    /// When a line counts as having happened: at its tap, but not before the line before it and never after it
    /// came here. A kiosk whose clock was set back or stands in the future does no harm that way, and neither does a
    /// line before it that was taken while the hub's own clock stood in the future.
    func moment(of entry: JournalEntry, receivedAtMs: Int64) -> Int64 {
        min(max(entry.tappedAtMs, lastAtMs), receivedAtMs)
    }
}

extension HubDatabase {
    /// - Parameter storeEpoch: `nil` for the one from which the hub heard last.
    static func position(_ db: Database, kiosk: String, storeEpoch: String?) throws -> HubPosition {
        let heard = try db.row("SELECT store_epoch FROM kiosk WHERE name = ?", [kiosk])
        let hubEpoch = try db.hubEpoch()
        guard let epoch = storeEpoch ?? heard?["store_epoch"] else {
            return HubPosition(hubEpoch: hubEpoch, lastSequence: 0, lastHash: "")
        }
        let known = try StoreEpoch.find(db, kiosk: kiosk, epoch: epoch)
        return HubPosition(
            hubEpoch: hubEpoch, lastSequence: known?.lastSequence ?? 0,
            lastHash: Hex.text(known?.lastHash ?? JournalChain.root(ofEpoch: epoch)))
    }
}
