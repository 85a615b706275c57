internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import PolicyFile
internal import Vocabulary

/// Finds damage outside of members' histories.
struct LeftOvers {
    let tx: Transaction
    let nowMs: Int64

    /// Moments in the future that would hold something up until they come.
    func marks() throws -> [String] {
        try Self.questions.compactMap { words, graceMs, sql in
            let row = try tx.row(sql, [nowMs + HubStoreLimits.deskAheadMs + graceMs])
            let (count, lastMs): (Int64?, Int64?) = try (row?["count"], row?["at"])
            guard let count, count > 0, let atMs = lastMs else { return nil }
            return "\(count) \(words) lie in the future, up to \(MomentText.text(atMs))."
        }
    }

    private static let questions: [(String, Int64, SQL)] = [
        (
            "ends of holds", HubStoreLimits.holdMs,
            "SELECT count(*) AS count, max(expires_at_ms) AS at FROM hold WHERE state = 'active' AND expires_at_ms > $1"
        ),
        (
            "last moments of kiosks' journals", 0,
            "SELECT count(*) AS count, max(last_at_ms) AS at FROM store_epoch WHERE last_at_ms > $1"
        ),
        (
            "moments up to which pending points were looked at", 0,
            "SELECT count(*) AS count, max(after_ms) AS at FROM sweep WHERE kind = 'activations' AND after_ms > $1"
        ),
        (
            "heartbeats of kiosks", 0,
            "SELECT count(*) AS count, max(heartbeat_at_ms) AS at FROM kiosk WHERE heartbeat_at_ms > $1"
        ),
    ]

    func questions() throws -> [String] { try conflicts() + kiosksBehind() }

    /// Lines under an id that stands for something else, as long as staff have not closed the incident.
    private func conflicts() throws -> [String] {
        try tx.rows(
            """
            SELECT incident.id AS incident, kiosk, sequence, body FROM incident JOIN journal
                ON incident.key = 'conflict:' || journal.epoch || ':' || journal.sequence
            WHERE incident.kind = 'conflict' AND status = 'open' ORDER BY incident.id
            """
        ).compactMap { row in
            let (body, kiosk): (String, String) = try (row["body"], row["kiosk"])
            let (incident, sequence): (Int64, Int64) = try (row["incident"], row["sequence"])
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
        try tx.rows(
            """
            SELECT name, heartbeat, heartbeat_at_ms FROM kiosk WHERE heartbeat IS NOT NULL ORDER BY name
            """
        ).compactMap { row in
            let (name, text): (String, String) = try (row["name"], row["heartbeat"])
            guard let heartbeat = try? JSONDecoder().decode(Heartbeat.self, from: Data(text.utf8)) else { return nil }
            let journal = try StoreEpoch.find(tx, kiosk: name, epoch: heartbeat.storeEpoch)
            let missing = heartbeat.journalSequence - (journal?.lastSequence ?? 0)
            guard missing > 0, try row["heartbeat_at_ms"] - lastHeard(journal) > HubStoreLimits.stuckJournalMs else {
                return nil
            }
            return """
                Kiosk \(name) has \(missing) lines in its journal that the hub does not hold, though it is heard from. \
                What customers spent there is in them. Update the kiosk; if they still do not come, look at its log.
                """
        }
    }

    /// When a line of a journal came last; 0 for never.
    private func lastHeard(_ journal: StoreEpoch?) throws -> Int64 {
        guard let journal else { return 0 }
        return try tx.integerIfAny("SELECT max(received_at_ms) FROM journal WHERE epoch = $1", [journal.id]) ?? 0
    }
}
