package import Documents
package import Loyalty

/// What a desk asks about a member before it enters something: `{"ask": {…}}`, as in a case.
package struct DeskQuestion: Sendable {
    private var question: CaseFile.Question
    /// Where the question is about an entry: what the desk says of it.
    private var order: DeskOrder?

    /// Where the member stands.
    package static let account = DeskQuestion(question: .account)

    private init(question: CaseFile.Question, order: DeskOrder? = nil) {
        self.question = question
        self.order = order
    }

    /// - Throws: everything that is wrong in the document, by key.
    package static func decode(_ text: String, file: String) throws(DocumentProblems) -> DeskQuestion {
        try DocumentFile.decode(text, file: file, format: .json) { reader in
            var order: DeskOrder?
            let question = CaseFile.question(reader, atMs: 0, policy: "") { reader in
                let read = DeskOrder(reader)
                order = read
                return read.entry(nowMs: 0, inForce: "")
            }
            return DeskQuestion(question: question, order: order)
        }
    }

    /// What the rules say to it. Nothing is changed.
    package func answer(from standing: DeskStanding) -> CaseAnswer {
        asked(standing).answer(
            standing.account, atMs: max(standing.atMs, standing.account.lastAtMs), under: standing.policy,
            book: standing.book)
    }

    private func asked(_ standing: DeskStanding) -> CaseFile.Question {
        if var entry = order?.entry(nowMs: standing.atMs, inForce: standing.policy.version) {
            if case .bill(var bill) = entry.fact {
                bill.totalUses = standing.totalUses
                entry.fact = .bill(bill)
            }
            return .entry(entry)
        }
        guard case .bill(var bill) = question else { return question }
        bill.atMs = standing.atMs
        bill.totalUses = standing.totalUses
        return .bill(bill)
    }
}

/// Where a member stands, and by which rules: all that an answer to a desk's question comes from.
package struct DeskStanding: Sendable {
    package var account: MemberAccount
    /// Milliseconds since 1970 UTC.
    package var atMs: Int64
    /// The one in force then.
    package var policy: Policy
    package var book: PolicyBook
    /// How often all members together have had each limited offer, by its id.
    package var totalUses: [String: Int64]

    package init(
        account: MemberAccount, atMs: Int64, policy: Policy, book: PolicyBook, totalUses: [String: Int64]
    ) {
        self.account = account
        self.atMs = atMs
        self.policy = policy
        self.book = book
        self.totalUses = totalUses
    }
}
