internal import Database
package import HubAPI
internal import Loyalty
internal import PolicyFile
package import Vocabulary

extension HubDatabase {
    /// Histories as entries, for whoever evaluates them elsewhere: what cards spent is among them, and what a member
    /// had before entries were kept stands as an adjustment.
    ///
    /// - Parameter after: the last member of the page before.
    package func history(after: MemberID?, limit: Int?) async throws -> HistoryPage {
        let limit = min(limit ?? HubLimits.membersPerHistoryPage, HubLimits.membersPerHistoryPage)
        return try await read { tx in
            let book = try PolicyStore.table(tx).book
            let rows = try tx.rows(
                "SELECT id FROM member WHERE id > $1 ORDER BY id LIMIT $2", [after?.bytes ?? [], limit + 1])
            let members: [MemberID] = try rows.column("id")
            var lines: [String] = []
            var (bytes, told) = (0, 0)
            for member in members.prefix(limit) where bytes < HubLimits.historyPageBytes {
                let events = try MemberHistory.kept(member, tx).sorted { $0.place < $1.place }
                let own = try events.map { EntryLine.text(try $0.entry(book), of: member.description) }
                lines += own
                bytes += own.reduce(0) { $0 + $1.utf8.count }
                told += 1
            }
            return HistoryPage(lines: lines, next: told > 0 && told < members.count ? members[told - 1] : nil)
        }
    }

    package func policyDocuments() async throws -> PolicyList {
        try await read { tx in PolicyList(policies: try PolicyStore.all(tx)) }
    }
}

extension MemberHistory.Event {
    func entry(_ book: PolicyBook) throws -> MemberEntry {
        switch self {
        case .entry(let entry): return entry.withoutWords
        case .spend(let card): return card.entry(policy: try book.policy(ofTapAtMs: card.spend.atMs).version)
        case .lot(let lot):
            let adjustment = Adjustment(
                currency: lot.currency, amount: lot.granted, reason: "before entries were kept",
                expiresAtMs: lot.expiresAtMs)
            return MemberEntry(
                id: lot.id, atMs: lot.gainedAtMs, policy: try book.policy(ofTapAtMs: lot.gainedAtMs).version,
                fact: .adjust(adjustment))
        }
    }
}

extension MemberEntry {
    /// What staff wrote may name somebody, or say what nobody else needs to know.
    fileprivate var withoutWords: MemberEntry {
        var entry = self
        switch fact {
        case .adjust(var adjustment):
            adjustment.reason = "-"
            entry.fact = .adjust(adjustment)
        case .refund(var refund):
            refund.reason = ""
            entry.fact = .refund(refund)
        default: break
        }
        return entry
    }
}
