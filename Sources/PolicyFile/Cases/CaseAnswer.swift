internal import Identity
package import Loyalty
package import Settings

extension CaseFile {
    /// Evaluates the case. What makes no sense is an answer too: an `error` with words.
    ///
    /// - Parameter policy: the question's; entries are evaluated under the versions they name.
    package func answer(under policy: Policy, book: PolicyBook) -> JSONText {
        var members: [JSONText.Member] = [
            .init("policy", .text(policy.version)), .init("at", .text(MomentText.text(atMs))),
        ]
        do throws(RuleError) {
            let history = try History.replayed(entries, under: book)
            members += try AnswerText.history(history)
            members += try answer(history.account, policy)
        } catch {
            members.append(.init("error", AnswerText.bilingual(error.words)))
        }
        return .object(members)
    }

    private func answer(_ account: MemberAccount, _ policy: Policy) throws(RuleError) -> [JSONText.Member] {
        guard atMs >= account.lastAtMs else {
            throw .senseless(path: "at", reason: "the question is earlier than the last entry")
        }
        switch question {
        case .account:
            return [.init("account", AnswerText.account(account, atMs: atMs, policy))]
        case .bill(let bill): return try quote(bill, account, policy)
        case .refund(let refund):
            return [.init("refund", AnswerText.refund(try account.refundPreview(refund, policy)))]
        case .entry(let entry):
            var after = account
            let outcome = try after.apply(entry, under: policy, proving: true)
            return [
                .init("outcome", AnswerText.outcome(outcome)),
                .init("account", AnswerText.account(after, atMs: max(atMs, entry.atMs), policy)),
            ]
        case .prepaidRefund(let topUp):
            let preview = try account.previewPrepaidRefund(topUp: topUp, atMs: atMs, policy)
            return [
                .init("refundFen", .number(preview.refund)),
                .init("why", AnswerText.steps(preview.derivation.steps)),
            ]
        case .rewards:
            let shelf = try account.affordable(atMs: atMs, policy)
            return [.init("rewards", AnswerText.shelf(shelf))]
        }
    }

    /// The quote, and what the bill would do if it were paid now.
    private func quote(
        _ bill: Bill, _ account: MemberAccount, _ policy: Policy
    ) throws(RuleError) -> [JSONText.Member] {
        var after = account
        let entry = MemberEntry(id: "question", atMs: atMs, policy: policy.version, fact: .bill(bill))
        let outcome = try after.apply(entry, under: policy, proving: true)
        return [
            .init("outcome", AnswerText.outcome(outcome)),
            .init("account", AnswerText.account(after, atMs: atMs, policy)),
        ]
    }
}
