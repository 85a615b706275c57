internal import Foundation
internal import Database
internal import HubAPI
internal import Vocabulary

/// When an expired hold is released: once its kiosk has reported everything it did until then. A kiosk that is out of
/// reach may have spent on the hold, up to the whole balance.
struct HoldRelease {
    /// Of the kiosk's last heartbeat, milliseconds since 1970 UTC; `nil` for a kiosk that never sent one.
    var heardAtMs: Int64?
    /// Whether the hub has every line that the kiosk had written by that heartbeat.
    var isUpToDate: Bool

    /// The kiosk's holds that expired at this moment (milliseconds since 1970 UTC) or before are released.
    ///
    /// A kiosk that has been silent for `HubStoreLimits.silentKioskMs` since the expiry is not waited for.
    func throughMs(nowMs: Int64) -> Int64 {
        guard let heardAtMs else { return nowMs }
        let silent = nowMs - HubStoreLimits.silentKioskMs
        return isUpToDate ? max(min(heardAtMs, nowMs), silent) : silent
    }
}

extension HoldRelease {
    init(of kiosk: String, _ tx: Transaction) throws {
        let row = try tx.row("SELECT heartbeat, heartbeat_at_ms FROM kiosk WHERE name = $1", [kiosk])
        let text: String? = try row?["heartbeat"]
        guard let text else {
            (heardAtMs, isUpToDate) = (nil, true)
            return
        }
        heardAtMs = try row?["heartbeat_at_ms"]
        // One that cannot be read says nothing of how far the kiosk is.
        guard let heartbeat = try? JSONDecoder().decode(Heartbeat.self, from: Data(text.utf8)) else {
            isUpToDate = false
            return
        }
        let held = try StoreEpoch.find(tx, kiosk: kiosk, epoch: heartbeat.storeEpoch)?.lastSequence ?? 0
        isUpToDate = heartbeat.journalSequence <= held
    }

    /// Releases expired holds for one step.
    ///
    /// - Returns: whether none is left.
    static func advance(_ step: Step) throws -> Bool {
        let kiosks = try step.tx.rows(
            "SELECT DISTINCT kiosk FROM hold WHERE state = 'active' AND expires_at_ms <= $1 ORDER BY kiosk",
            [step.nowMs])
        for row in kiosks {
            let kiosk: String = try row["kiosk"]
            let throughMs = try HoldRelease(of: kiosk, step.tx).throughMs(nowMs: step.nowMs)
            guard try release(of: kiosk, throughMs: throughMs, step) else { return false }
        }
        return true
    }

    private static func release(of kiosk: String, throughMs: Int64, _ step: Step) throws -> Bool {
        let rows = try step.rows(
            """
            SELECT id, member FROM hold WHERE kiosk = $1 AND state = 'active' AND expires_at_ms <= $2
            ORDER BY expires_at_ms, id LIMIT $3
            """, [kiosk, throughMs, Step.limit])
        let (done, isThrough) = try step.forEach(rows) { row in
            let id: OperationID = try row["id"]
            try step.tx.run("UPDATE hold SET state = 'released' WHERE id = $1", [id])
        }
        try step.touchMembers(of: done)
        return isThrough && !step.isOver
    }
}
