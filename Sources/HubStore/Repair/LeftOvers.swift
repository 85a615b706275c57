internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import PolicyFile
internal import Vocabulary

/// What is left beside members' histories.
struct LeftOvers {
    let db: Database
    let nowMs: Int64

    /// Moments in the future that would hold something up until they come.
    func marks() throws -> [String] {
        try Self.questions.compactMap { words, graceMs, sql in
            let row = try db.row(sql, [nowMs + HubStoreLimits.deskAheadMs + graceMs])
            guard let count: Int64 = row?["count"], count > 0, let atMs: Int64 = row?["at"] else { return nil }
            return "\(count) \(words) lie in the future, up to \(MomentText.text(atMs))."
        }
    }

    private static let questions = [
        (
            "ends of holds", HubStoreLimits.holdMs,
            "SELECT count(*) AS count, max(expires_at_ms) AS at FROM hold WHERE state = 'active' AND expires_at_ms > ?"
        ),
        (
            "last moments of kiosks' journals", 0,
            "SELECT count(*) AS count, max(last_at_ms) AS at FROM store_epoch WHERE last_at_ms > ?"
        ),
        (
            "moments up to which pending points were looked at", 0,
            "SELECT count(*) AS count, max(after_ms) AS at FROM sweep WHERE kind = 'activations' AND after_ms > ?"
        ),
        (
            "heartbeats of kiosks", 0,
            "SELECT count(*) AS count, max(heartbeat_at_ms) AS at FROM kiosk WHERE heartbeat_at_ms > ?"
        ),
    ]

    func questions() throws -> [String] { try conflicts() + kiosksBehind() }

    /// Lines under an id that stands for something else, as long as staff have not closed the incident.
    private func conflicts() throws -> [String] {
        try db.rows(
            """
            SELECT incident.id AS incident, kiosk, sequence, body FROM incident JOIN journal
                ON incident.key = 'conflict:' || journal.epoch || ':' || journal.sequence
            WHERE incident.kind = 'conflict' AND status = 'open' ORDER BY incident.id
            """
        ).compactMap { row in
            let (body, kiosk): (String, String) = (row["body"], row["kiosk"])
            let (incident, sequence): (Int64, Int64) = (row["incident"], row["sequence"])
            guard let entry = try? JSONDecoder().decode(JournalEntry.self, from: Data(body.utf8)),
                case .spendIntent(let intent) = entry.fact
            else { return nil }
            return """
                Line \(sequence) of the journal of \(kiosk), of \(MomentText.text(entry.tappedAtMs)): a spend of \
                \(intent.amount.points) and \(intent.amount.money) by card \(entry.card?.description ?? "-") bears \
                the id \(entry.id), which stands for something else, and is not booked. Ask at the store whether the \
                customer got anything, enter it at the desk, and resolve incident \(incident).
                """
        }
    }

    /// Kiosks that are heard from, and of whose journal the hub got nothing although there is more.
    private func kiosksBehind() throws -> [String] {
        try db.rows(
            """
            SELECT name, json_extract(heartbeat, '$.journalSequence') - coalesce(last_sequence, 0) AS missing, (
                    SELECT max(received_at_ms) FROM journal WHERE epoch = store_epoch.id
                ) AS heard
            FROM kiosk LEFT JOIN store_epoch ON store_epoch.kiosk = kiosk.name
                AND store_epoch.epoch = json_extract(heartbeat, '$.storeEpoch')
            WHERE missing > 0 AND heartbeat_at_ms - coalesce(heard, 0) > ? ORDER BY name
            """, [HubStoreLimits.stuckJournalMs]
        ).map { row in
            let (name, missing): (String, Int64) = (row["name"], row["missing"])
            return """
                Kiosk \(name) has \(missing) lines in its journal that the hub does not hold, though it is heard from. \
                What customers spent there is in them. Update the kiosk; if they still do not come, look at its log.
                """
        }
    }
}
