/// A member's entries, evaluated one after the other: always to the same account, whatever order they came in.
package struct History: Sendable {
    package private(set) var account = MemberAccount()
    /// By entry, in the order in which they were applied.
    package private(set) var outcomes: [Outcome] = []
    private let book: PolicyBook
    private let keepsOutcomes: Bool

    /// - Parameter keepsOutcomes: `false` where only the account matters, so that memory does not grow.
    package init(under book: PolicyBook, keepsOutcomes: Bool = true) {
        self.book = book
        self.keepsOutcomes = keepsOutcomes
    }

    /// The whole history from its beginning.
    ///
    /// - Throws: `conflict` when an id comes twice with different contents; the same entry twice counts once.
    package static func replayed(
        _ entries: [MemberEntry], under book: PolicyBook, keepsOutcomes: Bool = true
    ) throws(RuleError) -> History {
        var history = History(under: book, keepsOutcomes: keepsOutcomes)
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

    /// The next entry; it must not be earlier than the last.
    @discardableResult
    package mutating func append(_ entry: MemberEntry) throws(RuleError) -> Outcome {
        let policies = book.policies
        let outcome = try account.apply(entry, under: policies.span[try book.index(version: entry.policy)])
        if keepsOutcomes { outcomes.append(outcome) }
        return outcome
    }
}
