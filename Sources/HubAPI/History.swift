package import Identity

/// `GET /v1/history?after=MEMBER&limit=N`: members' histories, whole ones, ascending by member.
package struct HistoryPage: Hashable, Sendable, Codable {
    /// JSON, an entry each with its `member`, as `kioskctl policy replay` reads them; a member's in their order.
    package var lines: [String]
    /// To be sent as `after` for the next page; `nil` at the end.
    package var next: MemberID?

    package init(lines: [String], next: MemberID?) {
        self.lines = lines
        self.next = next
    }
}

/// `GET /v1/policies`: all that were published, ascending by the moment from which they count.
package struct PolicyList: Hashable, Sendable, Codable {
    package var policies: [PublishedDocument]
    package init(policies: [PublishedDocument]) { self.policies = policies }
}

/// A version as it was published, for ever.
package struct PublishedDocument: Hashable, Sendable, Codable {
    package var version: String
    /// Milliseconds since 1970 UTC.
    package var effectiveFromMs: Int64
    /// YAML.
    package var document: String
    /// Texts by the names by which the document calls them.
    package var calendars: [String: String]

    package init(version: String, effectiveFromMs: Int64, document: String, calendars: [String: String]) {
        self.version = version
        self.effectiveFromMs = effectiveFromMs
        self.document = document
        self.calendars = calendars
    }
}
