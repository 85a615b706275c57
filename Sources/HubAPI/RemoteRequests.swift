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

    package enum Kind: String, Sendable, Codable { case logs, status, screenshot }

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

/// `POST /v1/kiosks/{kiosk}/heartbeat`: proof of life, with what is really on the screen.
package struct Heartbeat: Hashable, Sendable, Codable {
    package var version: String
    package var startedAtMs: Int64
    package var sentAtMs: Int64
    package var lastFrameAtMs: Int64?
    package var screen: String
    package var reader: String
    package var storeEpoch: String
    package var journalSequence: Int64
    package var notUploaded: Int64
    package var snapshotAsOfMs: Int64?
    package var freeDiskBytes: Int64
    /// The last line of the store epoch that the hub has acknowledged: it must still hold it. `nil` from older kiosks.
    package var acknowledged: AcknowledgedLine?

    package init(
        version: String, startedAtMs: Int64, sentAtMs: Int64, lastFrameAtMs: Int64?, screen: String, reader: String,
        storeEpoch: String, journalSequence: Int64, notUploaded: Int64, snapshotAsOfMs: Int64?, freeDiskBytes: Int64,
        acknowledged: AcknowledgedLine? = nil
    ) {
        self.version = version
        self.startedAtMs = startedAtMs
        self.sentAtMs = sentAtMs
        self.lastFrameAtMs = lastFrameAtMs
        self.screen = screen
        self.reader = reader
        self.storeEpoch = storeEpoch
        self.journalSequence = journalSequence
        self.notUploaded = notUploaded
        self.snapshotAsOfMs = snapshotAsOfMs
        self.freeDiskBytes = freeDiskBytes
        self.acknowledged = acknowledged
    }
}

/// A line of a kiosk's journal by its place and hash.
package struct AcknowledgedLine: Hashable, Sendable, Codable {
    /// The hub's, when it acknowledged the line: of a hub that was restored since, nothing follows.
    package var hubEpoch: String
    package var sequence: Int64
    /// 64 hex digits; the epoch's root for sequence 0.
    package var hash: String

    package init(hubEpoch: String, sequence: Int64, hash: String) {
        self.hubEpoch = hubEpoch
        self.sequence = sequence
        self.hash = hash
    }
}
