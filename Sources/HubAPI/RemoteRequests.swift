/// What an operator asks of a kiosk. The kiosk fetches it on its own connection
/// (`GET /v1/kiosks/{kiosk}/requests?wait=25`) and answers with `POST …/requests/{id}/answers`.
package struct RemoteRequest: Hashable, Sendable, Codable {
    package var id: String
    package var kind: Kind
    /// For logs: from this time on (milliseconds since 1970), or from after this cursor.
    package var sinceMs: Int64?
    package var cursor: Int64?
    /// For logs: keep sending what comes, until the operator leaves.
    package var follow: Bool

    package enum Kind: String, Sendable, Codable, CaseIterable { case logs, status, screenshot }

    package init(id: String, kind: Kind, sinceMs: Int64?, cursor: Int64?, follow: Bool) {
        self.id = id
        self.kind = kind
        self.sinceMs = sinceMs
        self.cursor = cursor
        self.follow = follow
    }
}

package struct RemoteRequestList: Hashable, Sendable, Codable {
    package var position: HubPosition
    package var requests: [RemoteRequest]

    package init(position: HubPosition, requests: [RemoteRequest]) {
        self.position = position
        self.requests = requests
    }
}

/// One part of an answer. Parts are numbered from 0, so that a part sent twice is stored once.
package struct RemoteAnswer: Hashable, Sendable, Codable {
    package var part: Int64
    /// Log lines (one JSON object each), or one line with the status object.
    package var lines: [String]
    /// Where to go on after this part.
    package var cursor: Int64?
    /// Log entries that could not be sent, by cursor, with the reason.
    package var skipped: [SkippedLine]
    /// PNG, base64, personal fields painted out.
    package var png: String?
    package var done: Bool

    package init(part: Int64, lines: [String], cursor: Int64?, skipped: [SkippedLine], png: String?, done: Bool) {
        self.part = part
        self.lines = lines
        self.cursor = cursor
        self.skipped = skipped
        self.png = png
        self.done = done
    }
}

package struct SkippedLine: Hashable, Sendable, Codable {
    package var cursor: Int64
    package var reason: String

    package init(cursor: Int64, reason: String) {
        self.cursor = cursor
        self.reason = reason
    }
}

/// `POST /v1/operator/kiosks/{kiosk}/requests`; the answer is the `RemoteRequest` with its id.
package struct RemoteRequestDraft: Hashable, Sendable, Codable {
    package var kind: RemoteRequest.Kind
    package var sinceMs: Int64?
    package var cursor: Int64?
    package var follow: Bool

    package init(kind: RemoteRequest.Kind, sinceMs: Int64? = nil, cursor: Int64? = nil, follow: Bool = false) {
        self.kind = kind
        self.sinceMs = sinceMs
        self.cursor = cursor
        self.follow = follow
    }
}

/// `GET /v1/operator/requests/{id}/answers?after=PART&wait=SECONDS`: the parts after that one, ascending.
package struct RemoteAnswerPage: Hashable, Sendable, Codable {
    package var parts: [RemoteAnswer]
    /// No further part will come: the last was marked so, or the request was given up.
    package var done: Bool
    /// Whether the kiosk has fetched the request.
    package var fetched: Bool

    package init(parts: [RemoteAnswer], done: Bool, fetched: Bool) {
        self.parts = parts
        self.done = done
        self.fetched = fetched
    }
}
