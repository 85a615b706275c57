package import Vocabulary

/// One journal line on its way to the hub.
package struct UploadedEntry: Hashable, Sendable, Codable {
    /// 1, 2, 3 … within the kiosk's store epoch, without holes.
    package var sequence: Int64
    /// Hex, 64 digits; see `JournalChain`.
    package var previousHash: String
    package var hash: String
    /// JSON of a `JournalEntry`, byte for byte what was hashed.
    package var body: String

    package init(sequence: Int64, previousHash: String, hash: String, body: String) {
        self.sequence = sequence
        self.previousHash = previousHash
        self.hash = hash
        self.body = body
    }
}

/// `POST /v1/kiosks/{kiosk}/journal`
package struct UploadRequest: Hashable, Sendable, Codable {
    /// A UUID made when the kiosk's file was created; a new file is a new epoch with sequences from 1.
    package var storeEpoch: String
    /// Ascending by sequence, at most `HubLimits.entriesPerUpload`.
    package var entries: [UploadedEntry]

    package init(storeEpoch: String, entries: [UploadedEntry]) {
        self.storeEpoch = storeEpoch
        self.entries = entries
    }
}

/// What the hub holds of this kiosk: carried by every answer, so that a restored hub is noticed at once.
package struct HubPosition: Hashable, Sendable, Codable {
    /// Changes when the hub's database was restored or made anew.
    package var hubEpoch: String
    /// The last sequence up to which the hub holds everything of the store epoch asked about; 0 for none.
    package var lastSequence: Int64
    /// Hash of that entry, hex; the epoch's root for sequence 0.
    package var lastHash: String

    package init(hubEpoch: String, lastSequence: Int64, lastHash: String) {
        self.hubEpoch = hubEpoch
        self.lastSequence = lastSequence
        self.lastHash = lastHash
    }
}

/// The answer to an upload; the same again for the same upload.
package struct Receipt: Hashable, Sendable, Codable {
    package var position: HubPosition
    /// Ids the hub holds out of those sent, in the order sent.
    package var held: [OperationID]
    /// Lines the hub could not take, with the reason. They stay on the kiosk and are shown to the operator.
    package var refused: [RefusedLine]

    package init(position: HubPosition, held: [OperationID], refused: [RefusedLine]) {
        self.position = position
        self.held = held
        self.refused = refused
    }
}

/// A line of a journal that the hub did not take as it came, by its sequence.
package struct RefusedLine: Hashable, Sendable, Codable {
    package var sequence: Int64
    package var code: Code
    package var message: String

    package enum Code: String, Sendable, Codable {
        /// The id is held with other content. Both are kept; the hub opens an incident.
        case conflict
        /// A sequence before this one is missing: send from `position.lastSequence + 1`.
        case hole
        /// The hub holds another line at this sequence, or the hash does not follow: begin a new store epoch.
        case fork
        /// The body is not an entry. It is kept as it came, and the hub opens an incident.
        case unreadable
    }

    package init(sequence: Int64, code: Code, message: String) {
        self.sequence = sequence
        self.code = code
        self.message = message
    }
}

/// Limits that both sides know.
package enum HubLimits {
    package static let entriesPerUpload = 500
    package static let bodyBytes = 2 * 1024 * 1024
    /// New lines of one kiosk within a day: some hundred thousand taps.
    package static let journalBytesPerDay = 256 * 1024 * 1024
    /// Of a reward as a kiosk names it.
    package static let rewardBytes = 200
    /// Of a reason that staff give.
    package static let reasonBytes = 1000
    package static let entryBodyBytes = 16 * 1024
    package static let membersPerFeedPage = 1000
    package static let policiesPerFeedPage = 16
    /// A page of the feed ends with the member that reaches this: a second on a line of 8 Mbit/s, and far below what
    /// a client reads of one answer, even with the texts of all policies.
    package static let feedPageBytes = 1024 * 1024
    /// What a kiosk may ask for instead. The least passes within a client's deadline (15 s) at 64 kbit/s.
    package static let feedPageBytesBounds = 64 * 1024...feedPageBytes
    /// The newest of them; what nobody fetches in time goes.
    package static let openClaimsPerMember = 20
    /// Named in one question to the feed.
    package static let policiesHeld = 64
    package static let longPollSeconds = 25
    /// Long polls of one kiosk at a time: one, and those whose ends were not noticed yet.
    package static let waitingPerKiosk = 4
    /// Operators who wait for answers of one kiosk at a time.
    package static let operatorsWaiting = 16
    /// When to come back after 429 and 503.
    package static let retryAfterSeconds = 5
    package static let logLinesPerAnswer = 500
    /// Requests of operators that a kiosk works on at a time; the hub lays down no more.
    package static let requestsAtOnce = 16
    package static let incidentsPerPage = 200
    package static let membersPerList = 200
    package static let membersPerHistoryPage = 200
    /// A page of histories ends with the member that reaches this.
    package static let historyPageBytes = 4 * 1024 * 1024
    /// A screenshot in base64, or a page of log lines.
    package static let remoteAnswerBytes = 8 * 1024 * 1024
    /// What a client reads of one answer before it gives up: a feed page of full members.
    package static let answerBytes = 32 * 1024 * 1024
}
