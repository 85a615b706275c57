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

    package enum Code: String, Sendable, Codable, CaseIterable {
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
