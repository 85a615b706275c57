package import Vocabulary

/// Sessions bought together, under the terms of the day on which they were bought.
///
/// Every session bought is in exactly one place: left, booked, used, forfeited, transferred or refunded.
package struct PackageLot: Hashable, Sendable {
    package struct Session: Hashable, Sendable {
        package enum State: String, Hashable, Sendable, CaseIterable {
            case booked, used
            /// Cancelled too late: gone like a used one.
            case consumed
            /// Cancelled in time: back among those left.
            case cancelled
        }

        package var id: String
        package var item: String
        package var forMs: Int64
        package var state = State.booked

        package init(id: String, item: String, forMs: Int64) {
            self.id = id
            self.item = item
            self.forMs = forMs
        }

        package var isUsed: Bool { state == .used || state == .consumed }
    }

    /// Under this key of `left` stand sessions of which the items share a number.
    package static let anyItem = "*"

    package var id: String
    /// As it was when it was bought; a later policy does not change it.
    package var terms: PackageKind
    package var source: String
    /// The line of the bill `source`, from 0; `nil` where no bill of this member's bought it.
    package var line: Int?
    package var boughtAtMs: Int64
    /// What was paid for it, fen.
    package var paid: Int64
    package var bought: Int64
    /// What is neither booked nor used, by item; under `*` where the items share a number.
    package var left: [String: Int64]
    package var expiresAtMs: Int64?
    package var sessions: [Session] = []
    package var frozen: [Range<Day>] = []
    package var extendedDays = 0
    /// Sessions that were left when it ended.
    package var forfeited: Int64 = 0
    package var transferred: Int64 = 0
    package var refunded: Int64 = 0
    /// Fen paid back for those refunded.
    package var repaid: Int64 = 0

    package init(
        id: String, terms: PackageKind, source: String, line: Int? = nil, boughtAtMs: Int64, paid: Int64,
        left: [String: Int64], expiresAtMs: Int64?
    ) {
        self.id = id
        self.terms = terms
        self.source = source
        self.line = line
        self.boughtAtMs = boughtAtMs
        self.paid = paid
        self.left = left
        self.bought = left.values.reduce(0, +)
        self.expiresAtMs = expiresAtMs
    }

    package var kind: String { terms.id }

    package var leftInAll: Int64 { left.values.reduce(0, +) }

    package var open: [Session] { sessions.filter { $0.state == .booked } }
}
