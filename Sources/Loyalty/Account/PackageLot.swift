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

    package private(set) var id: String
    /// As it was when it was bought; a later policy does not change it.
    package private(set) var terms: PackageKind
    package let source: String
    /// The line of the bill `source`, from 0; `nil` where no bill of this member's bought it.
    package private(set) var line: Int?
    package let boughtAtMs: Int64
    /// What was paid for it.
    package let paid: Money
    package private(set) var bought: Int64
    /// What is neither booked nor used, by item; under `*` where the items share a number.
    package private(set) var left: [String: Int64]
    package private(set) var expiresAtMs: Int64?
    private var past = Past()

    /// What has become of a lot's sessions and of its time.
    package struct Past: Hashable, Sendable {
        package var sessions: [Session] = []
        package var frozen: [Range<Day>] = []
        package var extendedDays = 0
        /// Sessions that were left when it ended.
        package var forfeited: Int64 = 0
        package var transferred: Int64 = 0
        package var refunded: Int64 = 0
        /// Paid back for those refunded.
        package var repaid: Money = .zero

        package init() {}
    }

    package init(
        id: String, terms: PackageKind, source: String, line: Int? = nil, boughtAtMs: Int64, paid: Money,
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
    package var sessions: [Session] { past.sessions }
    package var frozen: [Range<Day>] { past.frozen }
    package var extendedDays: Int { past.extendedDays }
    package var forfeited: Int64 { past.forfeited }
    package var transferred: Int64 { past.transferred }
    package var refunded: Int64 { past.refunded }
    package var repaid: Money { past.repaid }

    package var leftInAll: Int64 { left.values.reduce(0, +) }

    package var open: [Session] { sessions.filter { $0.state == .booked } }

    /// Where sessions of an item are counted.
    func key(of item: String) -> String { terms.shared != nil ? Self.anyItem : item }
}

/// What can happen to a lot. Each of these moves sessions from one place to another and loses none.
extension PackageLot {
    /// Books or uses one of the sessions left, and forgets a cancelled session of the same id.
    mutating func take(_ session: Session) {
        past.sessions.removeAll { $0.id == session.id && $0.state == .cancelled }
        past.sessions.append(session)
        left[key(of: session.item), default: 0] -= 1
    }

    /// Sets a session's state. A session that is cancelled counts as left again.
    mutating func set(_ state: Session.State, ofSessionAt index: Int) {
        if state == .cancelled, sessions[index].state != .cancelled {
            left[key(of: sessions[index].item), default: 0] += 1
        }
        past.sessions[index].state = state
    }

    mutating func forfeitRest() {
        past.forfeited += leftInAll
        left = [:]
    }

    mutating func transferRest() {
        past.transferred += leftInAll
        left = [:]
    }

    /// Moves all sessions, booked ones too, to another account. The bill can then no longer be refunded here.
    mutating func transferAll() {
        transferRest()
        past.transferred += Int64(open.count)
        past.sessions.removeAll { $0.state == .booked }
    }

    /// - Parameters:
    ///   - counts: sessions by item, or under `*`.
    ///   - money: what is paid back for them.
    mutating func refund(_ counts: [String: Int64], for money: Money) {
        for (item, count) in counts {
            left[item, default: 0] -= count
            past.refunded += count
        }
        past.repaid += money
    }

    mutating func refundRest(for money: Money) {
        past.refunded += leftInAll
        past.repaid += money
        left = [:]
    }

    /// - Parameter endMs: the end that it has with these days added.
    mutating func freeze(_ days: Range<Day>, endMs: Int64?) {
        past.frozen.append(days)
        expiresAtMs = endMs
    }

    /// - Parameter endMs: as with `freeze`.
    mutating func extend(days: Int, endMs: Int64?) {
        past.extendedDays += days
        expiresAtMs = endMs
    }

    /// The lot as another account takes it over: without the bill that bought it, and without its period of validity,
    /// because its end already includes that.
    var leaving: PackageLot {
        var lot = self
        lot.line = nil
        lot.terms.validity = .forever
        return lot
    }

    /// A copy of this lot under another id, for when its own id is in use already.
    func renamed(_ id: String) -> PackageLot {
        var lot = self
        lot.id = id
        return lot
    }

    /// The lot restored from storage, with what has become of its sessions.
    package func with(_ past: Past, bought: Int64) -> PackageLot {
        var lot = self
        lot.past = past
        lot.bought = bought
        return lot
    }
}
