/// A member's entries, evaluated one after the other: always to the same account, whatever order they came in.
package struct History: Sendable {
    package private(set) var account = MemberAccount()
    /// By entry, in the order in which they were applied.
    package private(set) var outcomes: [Outcome] = []
    private let book: PolicyBook
    private let keepsOutcomes: Bool
    private let detail: ReasonDetail

    /// - Parameters:
    ///   - keepsOutcomes: `false` where only the account matters, so that memory does not grow.
    ///   - detail: `figures` where nobody will ask why.
    package init(under book: PolicyBook, keepsOutcomes: Bool = true, detail: ReasonDetail = .reasons) {
        self.book = book
        self.keepsOutcomes = keepsOutcomes
        self.detail = detail
    }

    /// The whole history from its beginning.
    ///
    /// - Throws: `conflict` when an id comes twice with different contents; the same entry twice counts once.
    package static func replayed(
        _ entries: [MemberEntry], under book: PolicyBook, keepsOutcomes: Bool = true
    ) throws(RuleError) -> History {
        var history = History(
            under: book, keepsOutcomes: keepsOutcomes, detail: keepsOutcomes ? .reasons : .figures)
        var last: MemberEntry?
        for entry in entries.sorted(by: MemberEntry.precedes) {
            if let last, last.id == entry.id {
                guard last == entry else { throw .conflict(kind: "entry", id: entry.id) }
                continue
            }
            last = entry
            try history.append(entry)
        }
        return history
    }

    /// A member's account at a moment, what happened at it included. An entry that fails is left out, because in a
    /// history of many members one must not hide all the others.
    ///
    /// - Parameter failed: gets each entry that was left out.
    /// - Returns: `nil` if nothing had happened yet, or if the account had been merged into another by then.
    package static func account(
        of entries: [MemberEntry], atMs now: Int64, under book: PolicyBook,
        failed: (MemberEntry, RuleError) -> Void
    ) -> MemberAccount? {
        var history = History(under: book, keepsOutcomes: false, detail: .figures)
        var last: String?
        for entry in entries.sorted(by: MemberEntry.precedes) where entry.id != last && entry.atMs <= now {
            last = entry.id
            do {
                try history.append(entry)
                if case .mergedAway = entry.fact { return nil }
            } catch { failed(entry, error) }
        }
        return history.account.entries.isEmpty ? nil : history.account
    }

    /// The next entry; it must not be earlier than the last.
    @discardableResult
    package mutating func append(_ entry: MemberEntry) throws(RuleError) -> Outcome {
        let version = try book.version(entry.policy)
        let sale = try book.sale(of: entry, in: account)
        let outcome = try account.apply(entry, under: version.policy, sale: sale, detail: detail)
        if keepsOutcomes { outcomes.append(outcome) }
        return outcome
    }
}
