package import Vocabulary

package struct KioskFacts: Hashable, Sendable, Codable {
    /// Written into card records; given by the hub.
    package var number: UInt32
    package var salon: Bilingual
    /// As rules name the store.
    package var storeID: String
    package var store: Bilingual
    /// IANA name, such as `Asia/Shanghai`.
    package var timeZone: String

    package init(
        number: UInt32, salon: Bilingual, storeID: String, store: Bilingual, timeZone: String
    ) {
        self.number = number
        self.salon = salon
        self.storeID = storeID
        self.store = store
        self.timeZone = timeZone
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
    /// The hub's epoch when it acknowledged the line; a hub that was restored since need not have it.
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
