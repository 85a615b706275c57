internal import FoundationEssentials
internal import GRDB
package import HubAPI
internal import Vocabulary

extension HubDatabase {
    package func heartbeat(_ heartbeat: Heartbeat, kiosk: String) async throws -> HubPosition {
        let nowMs = now()
        let text = String(decoding: try JSONEncoder().encode(heartbeat), as: UTF8.self)
        return try await pool.write { db in
            try db.run("UPDATE kiosk SET heartbeat = ?, heartbeat_at_ms = ? WHERE name = ?", [text, nowMs, kiosk])
            try Self.compare(heartbeat, kiosk: kiosk, Incidents(db: db, nowMs: nowMs))
            try Self.raiseBarrier(db, kiosk: kiosk, heartbeat)
            try Self.clearBarrier(db, kiosk: kiosk, nowMs: nowMs)
            return try Self.position(db, kiosk: kiosk, storeEpoch: heartbeat.storeEpoch)
        }
    }

    /// What a kiosk says that the hub has acknowledged must still be here. If not, this database is older than what was
    /// served before, or was changed.
    private static func compare(_ heartbeat: Heartbeat, kiosk: String, _ incidents: Incidents) throws {
        guard let line = heartbeat.acknowledged, line.sequence > 0, try line.hubEpoch == incidents.db.hubEpoch() else {
            return
        }
        let held = try StoreEpoch.find(incidents.db, kiosk: kiosk, epoch: heartbeat.storeEpoch)
        let row = try incidents.db.row(
            "SELECT hash FROM journal WHERE epoch = ? AND sequence = ?", [held?.id, line.sequence])
        let hash = row?.bytes("hash").map { Hex.text($0) }
        guard hash != line.hash.uppercased() else { return }
        try incidents.lost(line, kiosk: kiosk, heldTo: held?.lastSequence ?? 0, isOther: hash != nil)
    }

    private static func raiseBarrier(_ db: Database, kiosk: String, _ heartbeat: Heartbeat) throws {
        guard var barrier = try FeedBarrier(of: kiosk, db) else { return }
        if barrier.raise(epoch: heartbeat.storeEpoch, sequence: heartbeat.journalSequence) {
            try barrier.save(kiosk, db)
        }
    }

    /// Passes the right to spend off line on to the cards that waited for this kiosk, as many as one step has time for;
    /// the chore does the others.
    static func clearBarrier(_ db: Database, kiosk: String, nowMs: Int64) throws {
        guard var barrier = try FeedBarrier(of: kiosk, db), let line = barrier.awaited else { return }
        let held = try StoreEpoch.find(db, kiosk: kiosk, epoch: line.epoch)?.lastSequence ?? 0
        guard barrier.clear(lastSequence: held) else { return }
        try barrier.save(kiosk, db)
        _ = try OfflineRight.passOn(Step(db, nowMs: nowMs))
    }

    package func kiosks() async throws -> KioskStatusList {
        let (nowMs, hubClock) = (now(), clockFacts())
        return try await pool.read { db in
            let rows = try db.rows("\(Self.kioskColumns) ORDER BY kiosk.name")
            return KioskStatusList(kiosks: try rows.map { try Self.status(db, $0, nowMs) }, hubClock: hubClock)
        }
    }

    package func kiosk(_ name: String) async throws -> KioskStatus {
        let nowMs = now()
        return try await pool.read { db in
            guard let row = try db.row("\(Self.kioskColumns) WHERE kiosk.name = ?", [name]) else {
                throw HubStoreError.notFound(.kiosk(name))
            }
            return try Self.status(db, row, nowMs)
        }
    }

    private static let kioskColumns = """
        SELECT kiosk.*, store.zh, store.en,
            (SELECT count(*) FROM remote_request WHERE kiosk = kiosk.name AND done = 0) AS open_requests
        FROM kiosk JOIN store ON store.id = kiosk.store
        """

    private static func status(_ db: Database, _ row: Row, _ nowMs: Int64) throws -> KioskStatus {
        let name: String = row["name"]
        let text: String? = row["heartbeat"]
        let atMs: Int64? = row["heartbeat_at_ms"]
        let heartbeat = text.flatMap { try? JSONDecoder().decode(Heartbeat.self, from: Data($0.utf8)) }
        return KioskStatus(
            kiosk: name, number: row["number"], store: row.words("zh", "en"), heartbeat: heartbeat,
            heartbeatAgeMs: atMs.map { nowMs - $0 }, clockAheadMs: atMs.flatMap { heartbeat?.clockAhead(ofMs: $0) },
            position: try position(db, kiosk: name, storeEpoch: nil),
            openRequests: row["open_requests"])
    }
}

extension Heartbeat {
    /// `nil` for a time that no clock shows.
    fileprivate func clockAhead(ofMs receivedAtMs: Int64) -> Int64? {
        EntryCheck.possibleMs.contains(sentAtMs) ? sentAtMs - receivedAtMs : nil
    }
}
