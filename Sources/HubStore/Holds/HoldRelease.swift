internal import Foundation
internal import GRDB
internal import HubAPI

/// When a hold that ran out is given back: once its kiosk has told since then everything it did, because a kiosk that
/// is out of reach may have spent on the hold, which may be the whole balance.
struct HoldRelease {
    /// Of the kiosk's last heartbeat, milliseconds since 1970 UTC; `nil` for a kiosk that never sent one.
    var heardAtMs: Int64?
    /// Whether all that it had written by then is here.
    var isUpToDate: Bool

    /// Holds of the kiosk that ran out at this moment or before are given back.
    ///
    /// A kiosk that has been silent for `HubStoreLimits.silentKioskMs` since is not waited for.
    func throughMs(nowMs: Int64) -> Int64 {
        guard let heardAtMs else { return nowMs }
        let silent = nowMs - HubStoreLimits.silentKioskMs
        return isUpToDate ? max(min(heardAtMs, nowMs), silent) : silent
    }
}

extension HoldRelease {
    init(of kiosk: String, _ db: Database) throws {
        let row = try db.row("SELECT heartbeat, heartbeat_at_ms FROM kiosk WHERE name = ?", [kiosk])
        let text: String? = row?["heartbeat"]
        guard let text else {
            (heardAtMs, isUpToDate) = (nil, true)
            return
        }
        heardAtMs = row?["heartbeat_at_ms"]
        // One that cannot be read says nothing of how far the kiosk is.
        guard let heartbeat = try? JSONDecoder().decode(Heartbeat.self, from: Data(text.utf8)) else {
            isUpToDate = false
            return
        }
        let held = try StoreEpoch.find(db, kiosk: kiosk, epoch: heartbeat.storeEpoch)?.lastSequence ?? 0
        isUpToDate = heartbeat.journalSequence <= held
    }

    /// Gives back what can be.
    ///
    /// - Returns: whether no other is left.
    static func advance(_ step: Step) throws -> Bool {
        let kiosks = try step.db.rows(
            "SELECT DISTINCT kiosk FROM hold WHERE state = 'active' AND expires_at_ms <= ? ORDER BY kiosk",
            [step.nowMs])
        for row in kiosks {
            let kiosk: String = row["kiosk"]
            let throughMs = try HoldRelease(of: kiosk, step.db).throughMs(nowMs: step.nowMs)
            guard try release(of: kiosk, throughMs: throughMs, step) else { return false }
        }
        return true
    }

    private static func release(of kiosk: String, throughMs: Int64, _ step: Step) throws -> Bool {
        let rows = try step.db.rows(
            """
            SELECT id, member FROM hold WHERE kiosk = ? AND state = 'active' AND expires_at_ms <= ?
            ORDER BY expires_at_ms, id LIMIT ?
            """, [kiosk, throughMs, Step.limit])
        let (done, isThrough) = try step.take(rows) { row in
            let id: DatabaseValue = row["id"]
            try step.db.run("UPDATE hold SET state = 'released' WHERE id = ?", [id])
        }
        try step.touchMembers(of: done)
        return isThrough && !step.isOver
    }
}
