import Foundation
import GRDB
import HubAPI
import HubStore
import PolicyFile

/// A policy that comes into force for many members, while a kiosk sends one heartbeat after another: how long it takes,
/// and how long the slowest heartbeat waited.
enum PolicyChange {
    static func measure(_ bench: Workbench, members: Int) async throws -> [Figure] {
        Progress.say("   \(members) members, who hear of a new policy")
        let path = bench.path("change.sqlite")
        let database = try HubDatabase(path: path, now: { Int64(Date().timeIntervalSince1970 * 1000) })
        let salon = try await database.seedSample(members: 5, seed: 1)
        try await database.seedCrowd(members, seed: 2)
        _ = try await database.publish(try nextPolicy())
        let sweep = try await timed(database, salon.kiosks[0]) { try await database.tidy() }
        let nights = try await timed(database, salon.kiosks[0]) {
            while try await database.runNights().members > 0 {}
        }
        try database.close()
        let bare = try bareSweep(bench.path("bare-change.sqlite"), members: members)
        let ratio = sweep.seconds / bare
        return [
            Figure(
                what: "policy change over \(members) members", value: sweep.seconds, unit: "s",
                beside: Figure.Beside(name: "bare GRDB", value: bare, ratio: ratio, range: ratio...ratio),
                note: "bare: one UPDATE each of a table with the same index, 100 to a transaction, nobody else writes"),
            Figure(
                what: "longest wait of a heartbeat meanwhile", value: sweep.longest * 1000, unit: "ms",
                aim: .atMost(200), note: "\(sweep.beats) heartbeats"),
            Figure(what: "their first nights under it", value: nights.seconds, unit: "s"),
            Figure(
                what: "longest wait of a heartbeat meanwhile", value: nights.longest * 1000, unit: "ms",
                aim: .atMost(200), note: "\(nights.beats) heartbeats"),
        ]
    }

    private struct Timed: Sendable {
        var seconds = 0.0
        var longest = 0.0
        var beats = 0
    }

    private static func timed(
        _ database: HubDatabase, _ kiosk: String, _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Timed {
        let heartbeat = Heartbeat(
            version: "bench", startedAtMs: 0, sentAtMs: 0, lastFrameAtMs: nil, screen: "", reader: "", storeEpoch: "e",
            journalSequence: 0, notUploaded: 0, snapshotAsOfMs: nil, freeDiskBytes: 0)
        let beating = Task {
            var timed = Timed()
            while !Task.isCancelled {
                let asked = Ticks.now()
                do { _ = try await database.heartbeat(heartbeat, kiosk: kiosk) } catch is CancellationError { break }
                timed.longest = max(timed.longest, Double(Ticks.now() - asked) / 1e9)
                timed.beats += 1
                try? await Task.sleep(for: .milliseconds(2))
            }
            return timed
        }
        let began = Ticks.now()
        try await work()
        let seconds = Double(Ticks.now() - began) / 1e9
        beating.cancel()
        var timed = try await beating.value
        timed.seconds = seconds
        return timed
    }

    private static func nextPolicy() throws -> PolicyDocument {
        let sample = try PolicyDocument.read(HubDatabase.samplePolicy)
        let text = sample.text.replacingOccurrences(of: "version: yuerong-2026-1\n", with: "version: bench-2\n")
            .replacingOccurrences(of: "effectiveFrom: 2026-01-01\n", with: "effectiveFrom: 2026-01-02\n")
        return try PolicyDocument(text: text, calendars: sample.calendars)
    }

    /// - Returns: seconds.
    private static func bareSweep(_ path: String, members: Int) throws -> Double {
        let queue = try DatabaseQueue.bare(path)
        try queue.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE member (
                        id BLOB PRIMARY KEY, words TEXT NOT NULL, version INTEGER NOT NULL UNIQUE) STRICT
                    """)
            for number in 0..<members {
                try database.cachedStatement(sql: "INSERT INTO member VALUES (randomblob(16), ?, ?)")
                    .execute(arguments: [String(repeating: "x", count: 200), number])
            }
        }
        let ids = try queue.read { try Data.fetchAll($0, sql: "SELECT id FROM member ORDER BY id") }
        let nanoseconds = try Ticks.of {
            for first in stride(from: 0, to: ids.count, by: 100) {
                try queue.write { database in
                    for (place, id) in ids[first..<min(first + 100, ids.count)].enumerated() {
                        try database.cachedStatement(sql: "UPDATE member SET version = ? WHERE id = ?")
                            .execute(arguments: [members + first + place, id])
                    }
                }
            }
        }
        try queue.close()
        return Double(nanoseconds) / 1e9
    }
}
