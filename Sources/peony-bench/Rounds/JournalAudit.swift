import Crypto
import Foundation
import GRDB
import HubAPI
import HubStore

/// `hubd audit` over the journal of a kiosk that was never silent, beside reading its lines and hashing them.
enum JournalAudit {
    static func measure(_ bench: Workbench, lines: Int) async throws -> [Figure] {
        Progress.say("   \(lines) lines of a journal, which are audited")
        let path = bench.path("audit.sqlite")
        let nowMs: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
        let made = try HubDatabase(path: path, now: nowMs)
        let kiosk = try await made.seedSample(members: 5, seed: 1).kiosks[0]
        try made.close()
        try fill(path, kiosk, lines)
        let database = try HubDatabase(path: path, as: .guest, now: nowMs)
        let began = Ticks.now()
        let found = try await database.audit()
        let ours = Double(Ticks.now() - began) / 1e9
        try database.close()
        guard found.isEmpty else { throw TapFailure(what: "the audit found \(found[0])") }
        let bare = try bareReading(path)
        let ratio = ours / bare
        return [
            Figure(
                what: "audit over \(lines) journal lines", value: ours, unit: "s",
                beside: Figure.Beside(name: "bare GRDB", value: bare, ratio: ratio, range: ratio...ratio),
                note: "bare: every body read and hashed, nothing compared")
        ]
    }

    private static func fill(_ path: String, _ kiosk: String, _ lines: Int) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            var hash = JournalChain.root(ofEpoch: "bench")
            try database.execute(
                sql: "INSERT INTO store_epoch VALUES (1, ?, 'bench', ?, ?, 1)", arguments: [kiosk, lines, Data(hash)])
            let insert = try database.makeStatement(
                sql: "INSERT INTO journal VALUES (1, ?, ?, ?, randomblob(16), 'held', 1, 1)")
            for sequence in 1...Int64(lines) {
                let body = #"{"fact":{"checkIn":{"booking":"b\#(sequence)","offline":true}},"# + filling
                hash = JournalChain.hash(previous: hash, sequence: sequence, body: body)
                try insert.execute(arguments: [sequence, Data(hash), body])
            }
            try database.execute(sql: "UPDATE store_epoch SET last_hash = ?", arguments: [Data(hash)])
        }
        try queue.close()
    }

    /// As long as what a check-in has besides.
    private static let filling = #""filling":""# + String(repeating: "x", count: 300) + #""}"#

    /// - Returns: seconds.
    private static func bareReading(_ path: String) throws -> Double {
        let queue = try DatabaseQueue(path: path)
        let nanoseconds = try Ticks.of {
            try queue.read { database in
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT body FROM journal WHERE epoch = 1 ORDER BY sequence")
                while let row = try rows.next() {
                    var body: String = row[0]
                    body.withUTF8 { _ = SHA256.hash(data: UnsafeRawBufferPointer($0)) }
                }
            }
        }
        try queue.close()
        return Double(nanoseconds) / 1e9
    }
}
