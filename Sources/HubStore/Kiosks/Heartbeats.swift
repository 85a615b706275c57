internal import FoundationEssentials
internal import Database
package import HubAPI
internal import Vocabulary

extension HubDatabase {
    package func heartbeat(_ heartbeat: Heartbeat, kiosk: String) async throws -> HubPosition {
        let nowMs = now()
        let text = try WireJSON.text(of: heartbeat)
        return try await write(locking: [.sharedHub, .kiosk(kiosk)]) { tx in
            try tx.run("UPDATE kiosk SET heartbeat = $1, heartbeat_at_ms = $2 WHERE name = $3", [text, nowMs, kiosk])
            try Self.compare(heartbeat, kiosk: kiosk, Incidents(tx: tx, nowMs: nowMs))
            try Self.raiseBarrier(tx, kiosk: kiosk, heartbeat)
            try Self.clearBarrier(tx, kiosk: kiosk, nowMs: nowMs)
            return try Self.position(tx, kiosk: kiosk, storeEpoch: heartbeat.storeEpoch)
        }
    }

    /// What a kiosk says that the hub has acknowledged must still be here. If not, this database is older than what was
    /// served before, or was changed.
    private static func compare(_ heartbeat: Heartbeat, kiosk: String, _ incidents: Incidents) throws {
        guard let line = heartbeat.acknowledged, line.sequence > 0, try line.hubEpoch == incidents.tx.hubEpoch() else {
            return
        }
        let held = try StoreEpoch.find(incidents.tx, kiosk: kiosk, epoch: heartbeat.storeEpoch)
        let row = try incidents.tx.row(
            "SELECT hash FROM journal WHERE epoch = $1 AND sequence = $2", [held?.id, line.sequence])
        let kept: [UInt8]? = try row?["hash"]
        let hash = kept.map { Hex.text($0) }
        guard hash != line.hash.uppercased() else { return }
        try incidents.lost(line, kiosk: kiosk, heldTo: held?.lastSequence ?? 0, isOther: hash != nil)
    }

    private static func raiseBarrier(_ tx: Transaction, kiosk: String, _ heartbeat: Heartbeat) throws {
        guard var barrier = try FeedBarrier(of: kiosk, tx) else { return }
        if barrier.raise(epoch: heartbeat.storeEpoch, sequence: heartbeat.journalSequence) {
            try barrier.save(kiosk, tx)
        }
    }

    /// Passes the right to spend off line on to the cards that waited for this kiosk, as many as one step has time for;
    /// the chore does the others.
    static func clearBarrier(_ tx: Transaction, kiosk: String, nowMs: Int64) throws {
        guard var barrier = try FeedBarrier(of: kiosk, tx), let line = barrier.awaited else { return }
        let held = try StoreEpoch.find(tx, kiosk: kiosk, epoch: line.epoch)?.lastSequence ?? 0
        guard barrier.clear(lastSequence: held) else { return }
        try barrier.save(kiosk, tx)
        _ = try OfflineRight.assignWaiting(Step(tx, nowMs: nowMs))
    }

    package func kiosks() async throws -> KioskStatusList {
        let (nowMs, hubClock) = (now(), clockFacts())
        return try await read { tx in
            let rows = try tx.rows("\(Self.kioskColumns) ORDER BY kiosk.name")
            return KioskStatusList(kiosks: try rows.map { try Self.status(tx, $0, nowMs) }, hubClock: hubClock)
        }
    }

    package func kiosk(_ name: String) async throws -> KioskStatus {
        let nowMs = now()
        return try await read { tx in
            guard let row = try tx.row("\(Self.kioskColumns) WHERE kiosk.name = $1", [name]) else {
                throw HubStoreError.notFound(.kiosk(name))
            }
            return try Self.status(tx, row, nowMs)
        }
    }

    private static let kioskColumns: SQL = """
        SELECT kiosk.*, store.zh, store.en,
            (SELECT count(*) FROM remote_request WHERE kiosk = kiosk.name AND done = 0) AS open_requests
        FROM kiosk JOIN store ON store.id = kiosk.store
        """

    private static func status(_ tx: Transaction, _ row: Row, _ nowMs: Int64) throws -> KioskStatus {
        let (name, text, atMs): (String, String?, Int64?) = try (row["name"], row["heartbeat"], row["heartbeat_at_ms"])
        let heartbeat = text.flatMap { try? JSONDecoder().decode(Heartbeat.self, from: Data($0.utf8)) }
        return try KioskStatus(
            kiosk: name, number: row["number"], store: row.words("zh", "en"), heartbeat: heartbeat,
            heartbeatAgeMs: atMs.map { nowMs - $0 }, clockAheadMs: atMs.flatMap { heartbeat?.clockAhead(ofMs: $0) },
            position: position(tx, kiosk: name, storeEpoch: nil),
            openRequests: row["open_requests"])
    }
}

extension Heartbeat {
    /// `nil` for a time that no clock shows.
    fileprivate func clockAhead(ofMs receivedAtMs: Int64) -> Int64? {
        EntryCheck.possibleMs.contains(sentAtMs) ? sentAtMs - receivedAtMs : nil
    }
}
