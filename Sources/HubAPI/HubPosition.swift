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

/// An answer that only says that the hub has received something.
package struct Acknowledgement: Hashable, Sendable, Codable {
    package var position: HubPosition
    package init(position: HubPosition) { self.position = position }
}
