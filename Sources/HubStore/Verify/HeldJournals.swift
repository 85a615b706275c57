internal import FoundationEssentials
internal import GRDB
internal import HubAPI

/// The journals of kiosks as the hub holds them: every line hashed again after the one before it.
enum HeldJournals {
    /// Where in which journal a check goes on.
    struct Place: Hashable {
        var epoch: Int64 = 0
        var sequence: Int64 = 0
        var hash: [UInt8] = []
    }

    /// - Returns: what is wrong, and where it goes on; `nil` after the last journal.
    static func check(after place: Place, limit: Int, _ db: Database) throws -> (found: [String], next: Place?) {
        let isWithin = place.sequence > 0
        let row = try db.row(
            "SELECT * FROM store_epoch WHERE id \(isWithin ? "=" : ">") ? ORDER BY id LIMIT 1", [place.epoch])
        guard let row else { return ([], nil) }
        let (id, kiosk, name): (Int64, String, String) = (row["id"], row["kiosk"], row["epoch"])
        var (sequence, previous) = (place.sequence, isWithin ? place.hash : JournalChain.root(ofEpoch: name))
        var found: [String] = []
        let lines = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT sequence, hash, CAST(body AS BLOB) FROM journal WHERE epoch = ? AND sequence > ?
                    ORDER BY sequence LIMIT ?
                    """), arguments: [id, sequence, limit])
        var count = 0
        while let line = try lines.next() {
            count += 1
            let at: Int64 = line[0]
            if at != sequence + 1 { found.append("journal of \(kiosk): line \(sequence + 1) of \(name) is missing") }
            let hash = try line.withUnsafeData(atIndex: 2) { body in
                (body ?? Data()).withUnsafeBytes { JournalChain.hash(previous: previous, sequence: at, body: $0) }
            }
            previous = line.bytes("hash") ?? []
            if hash != previous {
                found.append("journal of \(kiosk): line \(at) of \(name) does not follow from the one before it")
            }
            sequence = at
        }
        guard count < limit else { return (found, Place(epoch: id, sequence: sequence, hash: previous)) }
        if sequence != row["last_sequence"] || previous != row.bytes("last_hash") {
            found.append("journal of \(kiosk): \(name) does not end where the hub has said that it does")
        }
        return (found, Place(epoch: id))
    }
}
