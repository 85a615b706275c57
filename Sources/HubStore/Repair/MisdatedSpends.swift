internal import Database
internal import Foundation
internal import HubAPI
internal import Vocabulary

/// Spends that a wrong clock of the hub has dated, by their members. Kiosks' journals say when the taps were.
enum MisdatedSpends {
    static func find(_ tx: Transaction, possibleMs: ClosedRange<Int64>) throws -> [MemberID: [ClockDamage.Spend]] {
        let right = try rightMoments(tx, possibleMs)
        var found: [MemberID: [ClockDamage.Spend]] = [:]
        for row in try tx.rows("SELECT id, member, at_ms FROM spend WHERE member IS NOT NULL ORDER BY at_ms, id") {
            let (id, member): (OperationID, MemberID) = try (row["id"], row["member"])
            let atMs: Int64 = try row["at_ms"]
            let rightMs = right[id]
            guard atMs > possibleMs.upperBound || rightMs.map({ $0 != atMs }) ?? false else { continue }
            found[member, default: []].append(ClockDamage.Spend(id: id, atMs: atMs, rightMs: rightMs))
        }
        return found
    }

    /// Of intents that were taken, or dated, at an impossible moment.
    private static func rightMoments(_ tx: Transaction, _ possibleMs: ClosedRange<Int64>) throws -> [OperationID: Int64]
    {
        let epochs = try tx.rows(
            "SELECT DISTINCT epoch FROM journal WHERE at_ms > $2 OR received_at_ms NOT BETWEEN $1 AND $2",
            [possibleMs.lowerBound, possibleMs.upperBound])
        var moments: [OperationID: Int64] = [:]
        for row in epochs {
            let lines = try lines(of: row["epoch"], tx)
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
        of epoch: Int64, _ tx: Transaction
    ) throws -> [(line: JournalMoments.Line, spend: OperationID?)] {
        try tx.rows(
            """
            SELECT body, journal.at_ms AS at_ms, received_at_ms, spend.id AS intent
            FROM journal LEFT JOIN spend ON verdict = 'held' AND spend.id = journal.entry AND spend.has_intent = 1
            WHERE epoch = $1 ORDER BY sequence
            """, [epoch]
        ).map { row in
            let tap = try? JSONDecoder().decode(Tap.self, from: Data((row["body"] as String).utf8))
            let line = try JournalMoments.Line(
                tappedAtMs: tap?.tappedAtMs ?? 0, atMs: row["at_ms"], receivedAtMs: row["received_at_ms"])
            return (line, try row["intent"])
        }
    }

    /// What of a line is asked for.
    private struct Tap: Decodable {
        var tappedAtMs: Int64?
    }
}
