package import Documents
package import Loyalty
package import Vocabulary

/// Results of the rules as JSON, each with its reasons: the other half of a case's shape.
package enum AnswerText {
    package static func bilingual(_ words: Bilingual) -> JSONText {
        .object(self.words(words))
    }

    package static func steps(_ steps: [Step], as form: StepForm = .worded) -> JSONText {
        .list(steps.map { step($0, as: form) })
    }

    static func step(_ step: Step, as form: StepForm = .worded) -> JSONText {
        let members: [JSONText.Member] = [
            .init("rule", .text(step.rule)), .init("phrase", .text(step.phrase.id.description)),
            .init("values", .list(step.values.map { ValueText.json($0, as: form) })),
        ]
        return .object(form == .worded ? members + words(step.words) : members)
    }

    static func words(_ words: Bilingual) -> [JSONText.Member] {
        [.init("zh", .text(words.zh)), .init("en", .text(words.en))]
    }

    static func derivation(_ derivation: Derivation, as form: StepForm = .worded) -> [JSONText.Member] {
        [
            .init("why", steps(derivation.steps, as: form)),
            .init("nearly", steps(derivation.nearly, as: form)),
        ]
    }

    /// What the entries came to, one after the other: figures only, their reasons on demand.
    static func history(_ history: History) -> [JSONText.Member] {
        let refused = history.outcomes.compactMap { outcome in
            outcome.refusal.map { JSONText.object([.init("entry", .text(outcome.entry)), .init("why", step($0))]) }
        }
        return [
            .init("entries", .number(Int64(history.outcomes.count))), .init("refused", .list(refused)),
        ]
    }

    package static func outcome(_ outcome: Outcome, as form: StepForm = .worded) -> JSONText {
        var members: [JSONText.Member] = [.init("entry", .text(outcome.entry))]
        if let refusal = outcome.refusal { members.append(.init("refusal", step(refusal, as: form))) }
        if let quote = outcome.quote { members.append(.init("quote", self.quote(quote))) }
        if let earned = outcome.earned {
            members.append(.init("earned", .number(earned.points)))
            members.append(.init("couponsEarned", .list(earned.coupons.map { .text($0) })))
        }
        if let refund = outcome.refund { members.append(.init("refund", self.refund(refund, as: form))) }
        members.append(.init("postings", .list(outcome.postings.map(posting))))
        if let lot = outcome.lot { members.append(.init("lot", .text(lot))) }
        if let transfer = outcome.transfer { members.append(.init("transfer", .object(EntryText.step(transfer)))) }
        return .object(members + derivation(outcome.derivation, as: form))
    }

    private static func posting(_ posting: Posting) -> JSONText {
        .object([
            .init("lot", .text(posting.lot)), .init("currency", .text(posting.currency.rawValue)),
            .init("kind", .text(posting.kind.rawValue)), .init("amount", .number(posting.amount)),
        ])
    }

    /// What makes no sense, in place of an outcome.
    package static func failure(_ error: RuleError) -> JSONText { .object([.init("error", bilingual(error.words))]) }

    package static func quote(_ quote: Quote) -> JSONText {
        .object([
            .init("listFen", .number(quote.list)), .init("discountFen", .number(quote.discount)),
            .init("pointsUsed", .number(quote.pointsUsed)), .init("pointsOffFen", .number(quote.pointsOff)),
            .init("roundedOffFen", .number(quote.roundedOff)), .init("payableFen", .number(quote.payable)),
            .init("lines", .list(quote.lines.map(line))), .init("offers", .list(quote.applied.map(applied))),
            .init("search", search(quote.search)),
        ])
    }

    private static func line(_ line: Quote.Line) -> JSONText {
        .object([
            .init("item", .text(line.item)), .init("quantity", .number(line.quantity)),
            .init("listFen", .number(line.list)), .init("netFen", .number(line.net)),
            .init("payableFen", .number(line.payable)),
        ])
    }

    private static func applied(_ applied: Quote.Applied) -> JSONText {
        .object([
            .init("offer", .text(applied.offer)), .init("coupon", applied.coupon.map { .text($0) } ?? .null),
            .init("discountFen", .number(applied.discount)),
            .init("linesFen", .list(applied.discounts.map { .number($0) })),
        ])
    }

    private static func search(_ search: Quote.Search) -> JSONText {
        .object([
            .init("complete", .flag(search.isComplete)), .init("bestFen", .number(search.best)),
            .init("combinations", .number(Int64(search.combinations))), .init("cutShort", .flag(search.isCutShort)),
            .init("candidates", .list(search.candidates.map { .text($0) })),
            .init("notTried", .list(search.notTried.map { .text($0) })),
            .init("notTriedAhead", .list(search.notTriedAhead.map { .text($0) })),
            .init("held", search.held.map(held) ?? .null),
        ])
    }

    private static func held(_ held: Quote.Held) -> JSONText {
        .object([
            .init("payableFen", .number(held.payable)), .init("coupons", .list(held.coupons.map { .text($0) })),
            .init("points", .number(held.points)), .init("complete", .flag(held.isComplete)),
        ])
    }

    package static func refund(_ plan: RefundPlan, as form: StepForm = .worded) -> JSONText {
        let tenders = plan.tenders.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            JSONText.Member($0.key.rawValue, .number($0.value))
        }
        let creditFen = plan.creditCurrency == .gift ? plan.creditTaken : 0
        return .object(
            [
                .init("bill", .text(plan.bill)), .init("payableFen", .number(plan.payable)),
                .init("tenders", .object(tenders)), .init("pointsBack", .number(plan.pointsBack)),
                .init("pointsTaken", .number(plan.pointsTakenInAll)), .init("creditTakenFen", .number(creditFen)),
                .init("whole", .flag(plan.after.isWhole)),
                .init("packages", .list(plan.packages.map { .text($0) })),
                .init("couponsBack", .list(plan.couponsBack.map { .text($0) })),
                .init("couponsTaken", .list(plan.couponsTaken.map { .text($0) })),
                .init("giftsBack", .list(plan.giftsBack.map(giftBack))),
            ] + (plan.refusal.map { [.init("refusal", step($0, as: form))] } ?? [])
                + derivation(plan.derivation, as: form))
    }

    private static func giftBack(_ back: RefundPlan.GiftBack) -> JSONText {
        let what: [JSONText.Member] =
            switch back.gift.kind {
            case .points(let points): [.init("points", .number(points))]
            // A coupon has an id and stands among those taken.
            case .coupon: []
            case .item(let item): [.init("item", .text(item)), .init("valueFen", .number(back.gift.value))]
            }
        return .object([.init("offer", .text(back.offer))] + what)
    }
}
