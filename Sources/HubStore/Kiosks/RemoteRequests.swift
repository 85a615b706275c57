internal import FoundationEssentials
internal import GRDB
package import HubAPI

/// What operators ask of kiosks, laid down here until the kiosk fetches it, and the kiosk's answers until the
/// operator does. Bounded in number, parts and age.
extension HubDatabase {
    /// - Parameter id: made by the caller, random.
    package func ask(kiosk: String, _ draft: RemoteRequestDraft, id: String) async throws -> RemoteRequest {
        let nowMs = now()
        return try await pool.write { db in
            guard try db.row("SELECT 1 FROM kiosk WHERE name = ?", [kiosk]) != nil else {
                throw HubStoreError.notFound(.kiosk(kiosk))
            }
            try Self.endAbandoned(db, nowMs)
            try KioskBounds(db: db, kiosk: kiosk).requireRequest()
            try db.run(
                """
                INSERT INTO remote_request (id, kiosk, kind, since_ms, cursor, follow, created_at_ms, asked_at_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [id, kiosk, draft.kind.rawValue, draft.sinceMs, draft.cursor, draft.follow, nowMs, nowMs])
            return RemoteRequest(
                id: id, kind: draft.kind, sinceMs: draft.sinceMs, cursor: draft.cursor, follow: draft.follow)
        }
    }

    /// Requests whose operator no longer asks for answers end.
    private static func endAbandoned(_ db: Database, _ nowMs: Int64) throws {
        try db.run(
            "UPDATE remote_request SET done = 1 WHERE done = 0 AND asked_at_ms < ?",
            [nowMs - HubStoreLimits.operatorGoneMs])
    }

    /// What the kiosk has to answer now. Marks it as fetched.
    package func openRequests(kiosk: String, storeEpoch: String? = nil) async throws -> RemoteRequestList {
        let nowMs = now()
        let list = try await pool.read { db in
            let rows = try db.rows(
                """
                SELECT * FROM remote_request WHERE kiosk = ? AND done = 0 AND asked_at_ms >= ?
                ORDER BY created_at_ms, id
                """,
                [kiosk, nowMs - HubStoreLimits.operatorGoneMs])
            return (
                RemoteRequestList(
                    position: try Self.position(db, kiosk: kiosk, storeEpoch: storeEpoch),
                    requests: rows.compactMap(Self.request)),
                rows.contains { $0["fetched_at_ms"] == nil }
            )
        }
        if list.1 {
            try await pool.write { db in
                try db.run(
                    "UPDATE remote_request SET fetched_at_ms = ? WHERE kiosk = ? AND fetched_at_ms IS NULL",
                    [nowMs, kiosk])
            }
        }
        return list.0
    }

    private static func request(_ row: Row) -> RemoteRequest? {
        let kind: String = row["kind"]
        guard let kind = RemoteRequest.Kind(rawValue: kind) else { return nil }
        return RemoteRequest(
            id: row["id"], kind: kind, sinceMs: row["since_ms"], cursor: row["cursor"], follow: row["follow"])
    }

    /// Stores a part once. `notFound` when the request has ended: the kiosk stops answering it.
    package func answer(requestID: String, _ answer: RemoteAnswer, kiosk: String) async throws -> HubPosition {
        let text = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
        return try await pool.write { db in
            let row = try db.row(
                "SELECT done FROM remote_request WHERE id = ? AND kiosk = ?", [requestID, kiosk])
            guard let row else { throw HubStoreError.notFound(.request(requestID)) }
            let isHeld =
                try db.row(
                    "SELECT 1 FROM remote_part WHERE request = ? AND part = ?", [requestID, answer.part]) != nil
            if !isHeld {
                if row["done"] { throw HubStoreError.notFound(.request(requestID, hasEnded: true)) }
                guard (0..<Int64(HubStoreLimits.partsPerRequest)).contains(answer.part) else {
                    throw HubStoreError.limit(.partsOfAnswer(most: HubStoreLimits.partsPerRequest))
                }
                try KioskBounds(db: db, kiosk: kiosk).requireAnswer(bytes: text.utf8.count, to: requestID)
                try db.run(
                    "INSERT INTO remote_part (request, part, body) VALUES (?, ?, ?)",
                    [requestID, answer.part, text])
                try db.run(
                    "UPDATE remote_request SET bytes = bytes + ? WHERE id = ?", [text.utf8.count, requestID])
                if answer.done { try db.run("UPDATE remote_request SET done = 1 WHERE id = ?", [requestID]) }
            }
            return try Self.position(db, kiosk: kiosk, storeEpoch: nil)
        }
    }

    /// - Parameter part: the last one seen; -1 for none. Only parts that follow it without a hole are given.
    package func answers(requestID: String, after part: Int64) async throws -> RemoteAnswerPage {
        let nowMs = now()
        return try await pool.write { db in
            guard let row = try db.row("SELECT * FROM remote_request WHERE id = ?", [requestID]) else {
                throw HubStoreError.notFound(.request(requestID))
            }
            try db.run("UPDATE remote_request SET asked_at_ms = ? WHERE id = ?", [nowMs, requestID])
            let parts = try Self.parts(of: requestID, after: part, db)
            let last = try db.integer("SELECT coalesce(max(part), -1) FROM remote_part WHERE request = ?", [requestID])
            let isLast = (parts.last?.part ?? part) >= last
            return RemoteAnswerPage(
                parts: parts, done: row["done"] && isLast, fetched: row["fetched_at_ms"] != nil)
        }
    }

    /// As many as go on one page, without a hole.
    private static func parts(of request: String, after part: Int64, _ db: Database) throws -> [RemoteAnswer] {
        var parts: [RemoteAnswer] = []
        var bytes = 0
        while parts.count < HubStoreLimits.partsPerPage, bytes < HubStoreLimits.answerPageBytes {
            let next = part + 1 + Int64(parts.count)
            let row = try db.row("SELECT body FROM remote_part WHERE request = ? AND part = ?", [request, next])
            guard let body: String = row?["body"] else { break }
            bytes += body.utf8.count
            parts.append(try JSONDecoder().decode(RemoteAnswer.self, from: Data(body.utf8)))
        }
        return parts
    }

    /// The operator has left.
    package func endRequest(_ id: String) async throws -> RemoteAnswerPage {
        try await pool.write { db in
            try db.run("UPDATE remote_request SET done = 1 WHERE id = ?", [id])
            guard db.changesCount > 0 else { throw HubStoreError.notFound(.request(id)) }
        }
        return RemoteAnswerPage(parts: [], done: true, fetched: true)
    }

    /// The kiosk of a request, for waking who waits on it.
    package func kiosk(ofRequest id: String) async throws -> String? {
        try await pool.read { db in
            try String.fetchOne(db, sql: "SELECT kiosk FROM remote_request WHERE id = ?", arguments: [id])
        }
    }
}
