internal import FoundationEssentials
internal import Database
package import HubAPI

/// Requests of operators to kiosks, stored until the kiosk fetches them, and the kiosks' answers, stored until the
/// operator does. Bounded in number, parts and age.
extension HubDatabase {
    /// - Parameter id: made by the caller, random.
    package func ask(kiosk: String, _ draft: RemoteRequestDraft, id: String) async throws -> RemoteRequest {
        let nowMs = now()
        return try await write(locking: [.sharedHub, .kiosk(kiosk)]) { tx in
            guard try tx.exists("SELECT 1 FROM kiosk WHERE name = $1", [kiosk]) else {
                throw HubStoreError.notFound(.kiosk(kiosk))
            }
            try Self.endAbandoned(tx, nowMs)
            try KioskBounds(tx: tx, kiosk: kiosk).requireRequest()
            try tx.run(
                """
                INSERT INTO remote_request (id, kiosk, kind, since_ms, cursor, follow, created_at_ms, asked_at_ms)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """,
                [id, kiosk, draft.kind.rawValue, draft.sinceMs, draft.cursor, draft.follow, nowMs, nowMs])
            tx.signal(.requests(kiosk: kiosk))
            return RemoteRequest(
                id: id, kind: draft.kind, sinceMs: draft.sinceMs, cursor: draft.cursor, follow: draft.follow)
        }
    }

    /// Requests whose operator no longer asks for answers end.
    private static func endAbandoned(_ tx: Transaction, _ nowMs: Int64) throws {
        try tx.run(
            "UPDATE remote_request SET done = 1 WHERE done = 0 AND asked_at_ms < $1",
            [nowMs - HubStoreLimits.operatorGoneMs])
    }

    /// What the kiosk has to answer now. Marks it as fetched.
    package func openRequests(kiosk: String, storeEpoch: String? = nil) async throws -> RemoteRequestList {
        let nowMs = now()
        let list = try await read { tx in
            let rows = try tx.rows(
                """
                SELECT * FROM remote_request WHERE kiosk = $1 AND done = 0 AND asked_at_ms >= $2
                ORDER BY created_at_ms, id
                """,
                [kiosk, nowMs - HubStoreLimits.operatorGoneMs])
            return (
                RemoteRequestList(
                    position: try Self.position(tx, kiosk: kiosk, storeEpoch: storeEpoch),
                    requests: try rows.map(Self.request)),
                try rows.contains { try $0["fetched_at_ms"] as Int64? == nil }
            )
        }
        if list.1 {
            try await write { tx in
                try tx.run(
                    "UPDATE remote_request SET fetched_at_ms = $1 WHERE kiosk = $2 AND fetched_at_ms IS NULL",
                    [nowMs, kiosk])
            }
        }
        return list.0
    }

    private static func request(_ row: Row) throws -> RemoteRequest {
        try RemoteRequest(
            id: row["id"], kind: row.choice("kind"), sinceMs: row["since_ms"], cursor: row["cursor"],
            follow: row["follow"])
    }

    /// Stores a part once. `notFound` when the request has ended: the kiosk stops answering it.
    package func answer(requestID: String, _ answer: RemoteAnswer, kiosk: String) async throws -> HubPosition {
        let text = try WireJSON.text(of: answer)
        return try await write(locking: [.sharedHub, .kiosk(kiosk)]) { tx in
            let row = try tx.row(
                "SELECT done FROM remote_request WHERE id = $1 AND kiosk = $2", [requestID, kiosk])
            guard let row else { throw HubStoreError.notFound(.request(requestID)) }
            let isHeld =
                try tx.exists(
                    "SELECT 1 FROM remote_part WHERE request = $1 AND part = $2", [requestID, answer.part])
            if !isHeld {
                if try row["done"] { throw HubStoreError.notFound(.request(requestID, hasEnded: true)) }
                guard (0..<Int64(HubStoreLimits.partsPerRequest)).contains(answer.part) else {
                    throw HubStoreError.limit(.partsOfAnswer(most: HubStoreLimits.partsPerRequest))
                }
                try KioskBounds(tx: tx, kiosk: kiosk).requireAnswer(bytes: text.utf8.count, to: requestID)
                try tx.run(
                    "INSERT INTO remote_part (request, part, body) VALUES ($1, $2, $3)",
                    [requestID, answer.part, text])
                try tx.run(
                    "UPDATE remote_request SET bytes = bytes + $1 WHERE id = $2", [text.utf8.count, requestID])
                if answer.done { try tx.run("UPDATE remote_request SET done = 1 WHERE id = $1", [requestID]) }
                tx.signal(.answers(kiosk: kiosk))
            }
            return try Self.position(tx, kiosk: kiosk, storeEpoch: nil)
        }
    }

    /// - Parameter part: the last one seen; -1 for none. Only parts that follow it without a hole are given.
    package func answers(requestID: String, after part: Int64) async throws -> RemoteAnswerPage {
        let nowMs = now()
        return try await write { tx in
            guard let row = try tx.row("SELECT * FROM remote_request WHERE id = $1", [requestID]) else {
                throw HubStoreError.notFound(.request(requestID))
            }
            try tx.run("UPDATE remote_request SET asked_at_ms = $1 WHERE id = $2", [nowMs, requestID])
            let parts = try Self.parts(of: requestID, after: part, tx)
            let last = try tx.integer("SELECT coalesce(max(part), -1) FROM remote_part WHERE request = $1", [requestID])
            let isLast = (parts.last?.part ?? part) >= last
            return RemoteAnswerPage(
                parts: parts, done: try row["done"] && isLast, fetched: try row["fetched_at_ms"] as Int64? != nil)
        }
    }

    /// As many as go on one page, without a hole.
    private static func parts(of request: String, after part: Int64, _ tx: Transaction) throws -> [RemoteAnswer] {
        var parts: [RemoteAnswer] = []
        var bytes = 0
        while parts.count < HubStoreLimits.partsPerPage, bytes < HubStoreLimits.answerPageBytes {
            let next = part + 1 + Int64(parts.count)
            let row = try tx.row("SELECT body FROM remote_part WHERE request = $1 AND part = $2", [request, next])
            guard let body = try row?["body"] as String? else { break }
            bytes += body.utf8.count
            parts.append(try JSONDecoder().decode(RemoteAnswer.self, from: Data(body.utf8)))
        }
        return parts
    }

    /// The operator has left.
    package func endRequest(_ id: String) async throws -> RemoteAnswerPage {
        try await write { tx in
            let ended = try tx.row("UPDATE remote_request SET done = 1 WHERE id = $1 RETURNING kiosk", [id])
            guard let ended else { throw HubStoreError.notFound(.request(id)) }
            tx.signal(.answers(kiosk: try ended["kiosk"]))
        }
        return RemoteAnswerPage(parts: [], done: true, fetched: true)
    }

    /// The kiosk of a request, for waking who waits on it.
    package func kiosk(ofRequest id: String) async throws -> String? {
        try await read { tx in
            try tx.row("SELECT kiosk FROM remote_request WHERE id = $1", [id])?["kiosk"]
        }
    }
}
