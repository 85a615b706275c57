package import Vocabulary

/// `GET /v1/operator/kiosks/{kiosk}`: what the hub knows of a kiosk.
package struct KioskStatus: Hashable, Sendable, Codable {
    package var kiosk: String
    package var number: UInt32
    package var store: Bilingual
    /// `nil` when it has never sent one.
    package var heartbeat: Heartbeat?
    package var heartbeatAgeMs: Int64?
    /// By how much the kiosk's clock stood ahead of the hub's (behind: below 0) at its last heartbeat.
    package var clockAheadMs: Int64?
    package var position: HubPosition
    package var openRequests: Int64

    package init(
        kiosk: String, number: UInt32, store: Bilingual, heartbeat: Heartbeat?, heartbeatAgeMs: Int64?,
        clockAheadMs: Int64? = nil, position: HubPosition, openRequests: Int64
    ) {
        self.kiosk = kiosk
        self.number = number
        self.store = store
        self.heartbeat = heartbeat
        self.heartbeatAgeMs = heartbeatAgeMs
        self.clockAheadMs = clockAheadMs
        self.position = position
        self.openRequests = openRequests
    }
}

/// `GET /v1/operator/kiosks`
package struct KioskStatusList: Hashable, Sendable, Codable {
    package var kiosks: [KioskStatus]
    /// `nil` from a hub that does not watch its clock yet.
    package var hubClock: HubClockFacts?

    package init(kiosks: [KioskStatus], hubClock: HubClockFacts? = nil) {
        self.kiosks = kiosks
        self.hubClock = hubClock
    }
}

/// How the clock of the hub's machine stands.
package struct HubClockFacts: Hashable, Sendable, Codable {
    /// Whether anything that depends on the time is booked.
    package var isTrusted: Bool
    /// What the machine says, milliseconds since 1970 UTC.
    package var wallMs: Int64
    /// What the hub goes by.
    package var momentMs: Int64
    /// What is wrong and what to do, while it is not trusted.
    package var advice: String?

    package init(isTrusted: Bool, wallMs: Int64, momentMs: Int64, advice: String?) {
        self.isTrusted = isTrusted
        self.wallMs = wallMs
        self.momentMs = momentMs
        self.advice = advice
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

/// What the hub says when all it has to say is that it has it.
package struct Acknowledgement: Hashable, Sendable, Codable {
    package var position: HubPosition
    package init(position: HubPosition) { self.position = position }
}
