internal import GRDB
internal import HubAPI
internal import Vocabulary

/// Spends that a wrong clock of the hub has dated, by their members. Kiosks' journals say when the taps were.
enum MisdatedSpends {
    static func find(_ db: Database, possibleMs: ClosedRange<Int64>) throws -> [MemberID: [ClockDamage.Spend]] {
        let right = try rightMoments(db, possibleMs)
        var found: [MemberID: [ClockDamage.Spend]] = [:]
        for row in try db.rows("SELECT id, member, at_ms FROM spend WHERE member IS NOT NULL ORDER BY at_ms, id") {
            guard let id = row.operation("id"), let member = row.member("member") else { continue }
            let atMs: Int64 = row["at_ms"]
            let rightMs = right[id]
            guard atMs > possibleMs.upperBound || rightMs.map({ $0 != atMs }) ?? false else { continue }
            found[member, default: []].append(ClockDamage.Spend(id: id, atMs: atMs, rightMs: rightMs))
        }
        return found
    }

    /// Of intents that were taken, or dated, at an impossible moment.
    private static func rightMoments(_ db: Database, _ possibleMs: ClosedRange<Int64>) throws -> [OperationID: Int64] {
        let epochs = try db.rows(
            "SELECT DISTINCT epoch FROM journal WHERE at_ms > ?2 OR received_at_ms NOT BETWEEN ?1 AND ?2",
            [possibleMs.lowerBound, possibleMs.upperBound])
        var moments: [OperationID: Int64] = [:]
        for row in epochs {
            let lines = try lines(of: row["epoch"], db)
            let right = JournalMoments.right(lines.map(\.line), possibleMs: possibleMs)
            for ((line, spend), rightMs) in zip(lines, right) {
                let isWrong = line.atMs > possibleMs.upperBound || !possibleMs.contains(line.receivedAtMs)
                if let spend, isWrong { moments[spend] = rightMs }
            }
        }
        return moments
    }

    /// What is no entry has no tap.
    private static func lines(
        of epoch: Int64, _ db: Database
    ) throws -> [(line: JournalMoments.Line, spend: OperationID?)] {
        try db.rows(
            """
            SELECT CASE WHEN json_valid(body) THEN json_extract(body, '$.tappedAtMs') END AS tapped,
                journal.at_ms AS at_ms, received_at_ms, CASE WHEN spend.has_intent THEN spend.id END AS intent
            FROM journal LEFT JOIN spend ON verdict = 'held' AND spend.id = journal.entry
            WHERE epoch = ? ORDER BY sequence
            """, [epoch]
        ).map { row in
            let tappedAtMs: Int64? = row["tapped"]
            let line = JournalMoments.Line(
                tappedAtMs: tappedAtMs ?? 0, atMs: row["at_ms"], receivedAtMs: row["received_at_ms"])
            return (line, row.operation("intent"))
        }
    }
}
