internal import FoundationEssentials
internal import Database
internal import HubAPI

/// The journals of kiosks as the hub holds them: every line hashed again after the one before it.
enum JournalCheck {
    /// Where in which journal a check goes on.
    struct Place: Hashable {
        var epoch: Int64 = 0
        var sequence: Int64 = 0
        var hash: [UInt8] = []
    }

    /// - Returns: what is wrong, and where it goes on; `nil` after the last journal.
    static func check(after place: Place, limit: Int, _ tx: Transaction) throws -> (found: [String], next: Place?) {
        let isWithin = place.sequence > 0
        let sql: SQL = isWithin ? ofEpoch : ofNextEpoch
        guard let row = try tx.row(sql, [place.epoch]) else { return ([], nil) }
        let (id, kiosk, name): (Int64, String, String) = try (row["id"], row["kiosk"], row["epoch"])
        var (sequence, previous) = (place.sequence, isWithin ? place.hash : JournalChain.root(ofEpoch: name))
        var found: [String] = []
        let lines = try tx.rows(
            "SELECT sequence, hash, body FROM journal WHERE epoch = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
            [id, sequence, limit])
        for line in lines {
            let at: Int64 = try line["sequence"]
            if at != sequence + 1 { found.append("journal of \(kiosk): line \(sequence + 1) of \(name) is missing") }
            let hash = try bytes(line.value("body")).withUnsafeBytes {
                JournalChain.hash(previous: previous, sequence: at, body: $0)
            }
            previous = try line["hash"]
            if hash != previous {
                found.append("journal of \(kiosk): line \(at) of \(name) does not follow from the one before it")
            }
            sequence = at
        }
        guard lines.count < limit else { return (found, Place(epoch: id, sequence: sequence, hash: previous)) }
        if try sequence != row["last_sequence"] || previous != row["last_hash"] {
            found.append("journal of \(kiosk): \(name) does not end where the hub has said that it does")
        }
        return (found, Place(epoch: id))
    }

    private static let ofEpoch: SQL = "SELECT id, kiosk, epoch, last_sequence, last_hash FROM store_epoch WHERE id = $1"
    private static let ofNextEpoch: SQL = """
        SELECT id, kiosk, epoch, last_sequence, last_hash FROM store_epoch WHERE id > $1 ORDER BY id LIMIT 1
        """

    /// Of a text: also of one that somebody has made no text any more.
    private static func bytes(_ value: SQLValue) -> [UInt8] {
        switch value {
        case .text(let text): BodyText.bytes(text)
        case .blob(let bytes): bytes
        case .null, .integer, .real: []
        }
    }
}
