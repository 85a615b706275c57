package import Documents
package import Loyalty
package import Vocabulary

/// What came of a case: for programs, and as sentences for people.
package struct CaseAnswer: Sendable {
    package var json: JSONText
    /// What was asked for: what is to be paid, what can be had.
    package var result: [Bilingual]
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
        var said = CaseResult()
        var failure: RuleError?
        do throws(RuleError) {
            let history = try History.replayed(entries, under: book)
            members += AnswerText.history(history)
            members += try question.answer(history.account, atMs: atMs, policy, book, &said)
        } catch {
            failure = error
            members.append(.init("error", AnswerText.bilingual(error.words)))
        }
        return CaseAnswer(
            json: .object(members), result: said.lines,
            lines: said.why(policy) + (failure.map { [$0.words] } ?? []), error: failure)
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
        var said = CaseResult()
        var failure: RuleError?
        do throws(RuleError) {
            members += try answer(account, atMs: now, policy, book, &said)
        } catch {
            failure = error
            members.append(.init("error", AnswerText.bilingual(error.words)))
        }
        return CaseAnswer(json: .object(members), result: said.lines, lines: said.why(policy), error: failure)
    }

    fileprivate func answer(
        _ account: MemberAccount, atMs: Int64, _ policy: Policy, _ book: PolicyBook, _ said: inout CaseResult
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
            said.tell(account, atMs: atMs, policy)
            said.derivation = account.derivation(atMs: atMs, policy)
            said.derivation.append(AnswerText.rights(of: account, atMs: atMs, policy))
            return [.init("account", AnswerText.account(account, atMs: atMs, policy))]
        case .bill(let bill):
            let entry = MemberEntry(id: "question", atMs: atMs, policy: policy.version, fact: .bill(bill))
            return try happen(entry, to: account, atMs, policy, book, &said)
        case .entry(let entry): return try happen(entry, to: account, atMs, policy, book, &said)
        case .refund(let refund):
            let terms = try book.terms(of: .refund(refund), in: account, now: policy)
            let plan = try account.refundPreview(refund, atMs: atMs, terms)
            said.tell(plan)
            said.derivation = plan.derivation
            return [.init("refund", AnswerText.refund(plan))]
        case .prepaidRefund(let topUp):
            let preview = try account.previewPrepaidRefund(topUp: topUp, atMs: atMs, policy)
            said.tell(back: preview.refund)
            said.derivation = preview.derivation
            return [
                .init("refundFen", .number(preview.refund)), .init("needsLawyer", .flag(preview.needsLawyer)),
            ] + AnswerText.derivation(preview.derivation)
        case .rewards(let store):
            let shelf = try account.affordable(atMs: atMs, policy, store: store)
            said.tell(shelf)
            said.derivation = shelf.derivation
            return [.init("rewards", AnswerText.shelf(shelf))]
        }
    }

    /// What one more entry does, and where the member stands then.
    private func happen(
        _ entry: MemberEntry, to account: MemberAccount, _ atMs: Int64, _ policy: Policy, _ book: PolicyBook,
        _ said: inout CaseResult
    ) throws(RuleError) -> [JSONText.Member] {
        var after = account
        let own = entry.policy == policy.version ? policy : try book.policy(version: entry.policy)
        let sale = try book.sale(of: entry, in: account)
        var outcome = try after.apply(entry, under: own, sale: sale, detail: .proof)
        outcome.derivation.steps.insert(contentsOf: own.unlistedPrices(of: entry), at: 0)
        said.tell(outcome)
        said.derivation = outcome.derivation
        said.derivation.steps.removeAll { $0 == outcome.refusal }
        return [
            .init("outcome", AnswerText.outcome(outcome)),
            .init("account", AnswerText.account(after, atMs: max(atMs, entry.atMs), policy)),
        ]
    }
}
