package import Vocabulary

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
