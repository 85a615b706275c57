internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Vocabulary

/// Goes through everything that the hub holds, a piece at a time, and holds it against what it is said to be: policies
/// against their digests, the chains of journals and entries, and every member against a replay.
package struct Verification: Sendable {
    private enum Part: Sendable {
        case policies
        case entries(after: Int64)
        case journals(after: JournalCheck.Place)
        case members(after: MemberID?)
        case through
    }

    private let database: HubDatabase
    private var part = Part.policies

    package init(_ database: HubDatabase) { self.database = database }

    package var isThrough: Bool { if case .through = part { true } else { false } }

    /// One piece, in a read of its own, so that nobody's log is held for long.
    ///
    /// - Returns: one line per contradiction, with ids and no names.
    package mutating func advance() async throws -> [String] {
        let (part, nowMs) = (part, database.now())
        let (found, next) = try await database.read { tx in try Self.check(part, tx, nowMs) }
        self.part = next
        return found
    }

    /// Until the time is up, or everything was looked at.
    package mutating func advance(for limit: Duration) async throws -> [String] {
        let end = ContinuousClock.now + limit
        var found: [String] = []
        while !isThrough, ContinuousClock.now < end, !Task.isCancelled { found += try await advance() }
        return found
    }

    private static func check(_ part: Part, _ tx: Transaction, _ nowMs: Int64) throws -> ([String], Part) {
        let limit = HubStoreLimits.rowsPerCheck
        switch part {
        case .policies: return (try policies(tx), .entries(after: 0))
        case .entries(let after):
            let (found, next) = try EntrySeals.check(after: after, limit: limit, tx)
            return (found, next.map { .entries(after: $0) } ?? .journals(after: .init()))
        case .journals(let after):
            let (found, next) = try JournalCheck.check(after: after, limit: limit, tx)
            return (found, next.map { .journals(after: $0) } ?? .members(after: nil))
        case .members(let after):
            let members: [MemberID] = try tx.rows(
                "SELECT id FROM member WHERE id > $1 ORDER BY id LIMIT $2",
                [after?.bytes ?? [], HubStoreLimits.membersPerCheck]
            ).column("id")
            let found = try members.flatMap { try MemberCheck(tx: tx, nowMs: nowMs, member: $0).findings() }
            guard let last = members.last else { return (found, .through) }
            return (found, .members(after: last))
        case .through: return ([], .through)
        }
    }

    private static func policies(_ tx: Transaction) throws -> [String] {
        try tx.rows("SELECT version, document, sha256 FROM policy ORDER BY version").compactMap { row in
            let (version, document): (String, String) = try (row["version"], row["document"])
            let text = PolicyText(document: document, calendars: try PolicyStore.calendars(of: version, tx))
            return try text.digest == row["sha256"] ? nil : "policy \(version) is not what was published"
        }
    }
}
