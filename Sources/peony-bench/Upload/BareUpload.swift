import Foundation
import GRDB
import HubAPI
import Vocabulary

/// The least that must happen to a line that arrives: it is hashed after the one before it and kept under its id, as
/// many in one flushed transaction as a kiosk sends in one request.
enum BareUpload {
    /// - Returns: lines a second.
    static func rate(_ requests: [UploadRequest], ids: [OperationID], _ path: String) throws -> Double {
        let queue = try DatabaseQueue.bare(path)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE line (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, body TEXT NOT NULL,
                        entry BLOB NOT NULL UNIQUE) STRICT
                    """)
        }
        var previous = JournalChain.root(ofEpoch: "bare")
        let nanoseconds = try Ticks.of {
            for request in requests {
                try queue.write { db in
                    let insert = try db.cachedStatement(sql: "INSERT INTO line VALUES (?, ?, ?, ?)")
                    for line in request.entries {
                        previous = JournalChain.hash(previous: previous, sequence: line.sequence, body: line.body)
                        try insert.execute(
                            arguments: [
                                line.sequence, Data(previous), line.body, Data(ids[Int(line.sequence) - 1].bytes),
                            ])
                    }
                }
            }
        }
        try queue.close()
        return Double(ids.count) * 1e9 / Double(nanoseconds)
    }
}
