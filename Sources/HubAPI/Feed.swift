package import Vocabulary

/// What a kiosk asks the feed for. The answer is only good for the request it was made for.
package struct FeedRequest: Hashable, Sendable {
    /// `nil` for everything.
    package var cursor: Int64?
    /// Of the snapshot; `nil` when there is none.
    package var hubEpoch: String?
    package var storeEpoch: String
    /// SHA-256 of the policies that the kiosk holds, hex: their texts need not be sent.
    package var policies: [String]
    /// How large the page may be, about; at least one member comes. `nil` for `HubLimits.feedPageBytes`.
    package var maximumBytes: Int?

    package init(
        cursor: Int64?, hubEpoch: String?, storeEpoch: String, policies: [String] = [], maximumBytes: Int? = nil
    ) {
        self.maximumBytes = maximumBytes
        self.cursor = cursor
        self.hubEpoch = hubEpoch
        self.storeEpoch = storeEpoch
        self.policies = policies
    }
}

/// `GET /v1/kiosks/{kiosk}/feed?cursor=C&epoch=E&policies=D,D&bytes=B`: what changed since the cursor; without one,
/// everything.
package struct FeedPage: Hashable, Sendable, Codable {
    package var position: HubPosition
    /// To be sent next time. Opaque to kiosks, ascending inside a hub epoch.
    package var cursor: Int64
    /// Whether another page follows at once.
    package var more: Bool
    /// The hub's clock when the page was read, milliseconds since 1970 UTC.
    package var asOfMs: Int64
    package var kiosk: KioskFacts
    /// In each page: the one in force first, then those that come into force later, at most
    /// `HubLimits.policiesPerFeedPage`.
    package var policies: [PolicyFacts]
    package var members: [MemberFacts]
    package var removedMembers: [MemberID]

    package init(
        position: HubPosition, cursor: Int64, more: Bool, asOfMs: Int64, kiosk: KioskFacts,
        policies: [PolicyFacts], members: [MemberFacts], removedMembers: [MemberID]
    ) {
        self.position = position
        self.cursor = cursor
        self.more = more
        self.asOfMs = asOfMs
        self.kiosk = kiosk
        self.policies = policies
        self.members = members
        self.removedMembers = removedMembers
    }
}
