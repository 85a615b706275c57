package import Identity
package import Loyalty
package import Settings

/// What came of a case: for programs, and as sentences for people.
package struct CaseAnswer: Sendable {
    package var json: JSONText
    /// The steps, then what nearly applied.
    package var lines: [Bilingual]
    /// Why there is no answer; it stands in the JSON too.
    package var error: RuleError?
}

extension CaseFile {
    /// Evaluates the case. What makes no sense is an answer too: an `error` with words.
    ///
    /// - Parameter policy: the question's; entries are evaluated under the versions they name.
    package func answer(under policy: Policy, book: PolicyBook) -> CaseAnswer {
        var members: [JSONText.Member] = [
            .init("policy", .text(policy.version)), .init("at", .text(MomentText.text(atMs))),
        ]
        var derivation = Derivation()
        var failure: RuleError?
        do throws(RuleError) {
            let history = try History.replayed(entries, under: book)
            members += AnswerText.history(history)
            members += try question.answer(history.account, atMs: atMs, policy, book, &derivation)
        } catch {
            failure = error
            members.append(.init("error", AnswerText.bilingual(error.words)))
        }
        let words = (derivation.steps + derivation.nearly).map(\.words) + (failure.map { [$0.words] } ?? [])
        return CaseAnswer(json: .object(members), lines: words, error: failure)
    }
}

extension CaseFile.Question {
    /// What the rules say to it, for a member whose account is known.
    ///
    /// - Parameters:
    ///   - now: the moment of the question; not before the last entry.
    ///   - policy: the question's. What the question takes back goes by the policy that it was sold under.
    package func answer(
        _ account: MemberAccount, atMs now: Int64, under policy: Policy, book: PolicyBook
    ) -> CaseAnswer {
        var members: [JSONText.Member] = [
            .init("policy", .text(policy.version)), .init("at", .text(MomentText.text(now))),
        ]
        var derivation = Derivation()
        var failure: RuleError?
        do throws(RuleError) {
            members += try answer(account, atMs: now, policy, book, &derivation)
        } catch {
            failure = error
            members.append(.init("error", AnswerText.bilingual(error.words)))
        }
        let words = (derivation.steps + derivation.nearly).map(\.words)
        return CaseAnswer(json: .object(members), lines: words, error: failure)
    }

    fileprivate func answer(
        _ account: MemberAccount, atMs: Int64, _ policy: Policy, _ book: PolicyBook, _ derivation: inout Derivation
    ) throws(RuleError) -> [JSONText.Member] {
        guard atMs >= account.lastAtMs else {
            throw .senseless(
                path: "at",
                reason: Bilingual(
                    zh: "提问的时间早于最后一条记录；请改用更晚的时间",
                    en: "the question is earlier than the last entry; ask for a later moment"))
        }
        switch self {
        case .account:
            derivation = account.derivation(atMs: atMs, policy)
            derivation.append(AnswerText.rights(of: account, atMs: atMs, policy))
            return [.init("account", AnswerText.account(account, atMs: atMs, policy))]
        case .bill(let bill):
            let entry = MemberEntry(id: "question", atMs: atMs, policy: policy.version, fact: .bill(bill))
            return try happen(entry, to: account, atMs, policy, book, &derivation)
        case .entry(let entry): return try happen(entry, to: account, atMs, policy, book, &derivation)
        case .refund(let refund):
            let terms = try book.terms(of: .refund(refund), in: account, now: policy)
            let plan = try account.refundPreview(refund, atMs: atMs, terms)
            derivation = plan.derivation
            return [.init("refund", AnswerText.refund(plan))]
        case .prepaidRefund(let topUp):
            let preview = try account.previewPrepaidRefund(topUp: topUp, atMs: atMs, policy)
            derivation = preview.derivation
            return [
                .init("refundFen", .number(preview.refund)), .init("needsLawyer", .flag(preview.needsLawyer)),
            ] + AnswerText.derivation(preview.derivation)
        case .rewards(let store):
            let shelf = try account.affordable(atMs: atMs, policy, store: store)
            derivation = shelf.derivation
            return [.init("rewards", AnswerText.shelf(shelf))]
        }
    }

    /// What one more entry does, and where the member stands then.
    private func happen(
        _ entry: MemberEntry, to account: MemberAccount, _ atMs: Int64, _ policy: Policy, _ book: PolicyBook,
        _ derivation: inout Derivation
    ) throws(RuleError) -> [JSONText.Member] {
        var after = account
        let own = entry.policy == policy.version ? policy : try book.policy(version: entry.policy)
        let sale = try book.sale(of: entry, in: account)
        let outcome = try after.apply(entry, under: own, sale: sale, detail: .proof)
        derivation = outcome.derivation
        if let refusal = outcome.refusal, !derivation.steps.contains(refusal) {
            derivation.steps.insert(refusal, at: 0)
        }
        return [
            .init("outcome", AnswerText.outcome(outcome)),
            .init("account", AnswerText.account(after, atMs: max(atMs, entry.atMs), policy)),
        ]
    }
}
