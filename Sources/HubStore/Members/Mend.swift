internal import FoundationEssentials
internal import Database
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// An entry by which the hub corrects a member's history: an event that a wrong clock has dated counts at another
/// moment, or not at all.
///
/// Entries never change, so a mend is one more entry of the member, and every replay reads the mends first. A mend is
/// no event of the history itself. A mend that moves nothing makes the hub replay the history and correct the books.
package struct Mend: Hashable, Sendable, Codable {
    private static let kind = "mend"

    package var id: String
    package var member: String
    private var kind = Mend.kind
    /// When it was entered (ISO 8601), and the policy in force then, which it does not use.
    var at: String
    var policy: String
    var entries: [Counting]
    var spends: [Counting]

    /// The moment at which an event counts in place of its own.
    struct Counting: Hashable, Codable {
        var id: String
        /// `nil`: it does not count.
        var at: String?

        init(_ id: String, atMs: Int64?) {
            self.id = id
            at = atMs.map { MomentText.text($0) }
        }

        var atMs: Int64? { at.flatMap { MomentText.parse($0) } }
    }

    init(id: String, member: MemberID, atMs: Int64, policy: String, entries: [Counting], spends: [Counting]) {
        self.id = id
        self.member = member.description
        at = MomentText.text(atMs)
        self.policy = policy
        self.entries = entries
        self.spends = spends
    }

    /// - Returns: `nil` for an ordinary entry; a desk may have given one an id that looks like a mend's.
    init?(id: String, body: String) {
        guard id.hasPrefix(HubEntryID.mend), let mend = try? JSONDecoder().decode(Mend.self, from: Data(body.utf8)),
            mend.kind == Self.kind
        else { return nil }
        self = mend
    }

    var body: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

/// All mends of one member; a later one overrides an earlier one.
struct Mends {
    private(set) var count = 0
    private var moments: [MemberHistory.Place.Name: Int64?] = [:]

    init(of member: MemberID, _ tx: Transaction) throws {
        let rows = try tx.rows(
            """
            SELECT id, body FROM member_entry WHERE id BETWEEN $1 AND $1 || '~' AND member = $2 ORDER BY at_ms, id
            """, [HubEntryID.mend, member])
        self.init(try rows.compactMap { Mend(id: try $0["id"], body: try $0["body"]) })
    }

    /// - Parameter mends: the earlier ones first.
    init(_ mends: [Mend]) {
        for mend in mends { add(mend) }
    }

    private mutating func add(_ mend: Mend) {
        count += 1
        for (kind, countings) in [(MemberHistory.Place.Kind.entry, mend.entries), (.spend, mend.spends)] {
            for counting in countings { moments.updateValue(counting.atMs, forKey: .init(kind: kind, id: counting.id)) }
        }
    }

    func speak(of entry: String) -> Bool { moments.keys.contains(.init(kind: .entry, id: entry)) }

    func isDropped(_ entry: String) -> Bool {
        if case .some(.none) = moments[MemberHistory.Place.Name(kind: .entry, id: entry)] { true } else { false }
    }

    /// - Returns: the event as it counts; `nil` where it does not.
    func apply(to event: MemberHistory.Event) -> MemberHistory.Event? {
        guard let moment = moments[event.place.name] else { return event }
        guard let atMs = moment else { return nil }
        switch event {
        case .lot: return event
        case .entry(let entry): return .entry(entry.counting(atMs: atMs))
        case .spend(var card):
            card.spend.atMs = atMs
            return .spend(card)
        }
    }
}

extension MemberEntry {
    /// The same, had it happened then.
    fileprivate func counting(atMs: Int64) -> MemberEntry {
        var entry = self
        entry.atMs = atMs
        switch fact {
        case .bill(var bill):
            bill.atMs = atMs
            entry.fact = .bill(bill)
        case .joined(var person):
            person.joinedAtMs = atMs
            entry.fact = .joined(person)
        default: break
        }
        return entry
    }
}
