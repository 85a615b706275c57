internal import Documents
internal import Loyalty
internal import Vocabulary

/// How members rise, stay and fall.
extension DocumentReader {
    func tierRules() -> TierRules {
        object("tiers", "How members rise, stay and fall.") { reader in
            var rules = TierRules()
            rules.window = reader.value(
                "window", .window, default: rules.window, "Over which time qualification is counted.")
            rules.upgrade = reader.value("upgrade", .choice(), default: rules.upgrade, "When a tier reached begins.")
            rules.downgrade = reader.value(
                "downgrade", .choice(), default: rules.downgrade,
                "One level, or to where the count leads, or not at all.")
            rules.review = reader.value("review", .choice(), default: rules.review, "When it is looked at.")
            rules.keep = reader.optional(
                "keep", .validity, default: rules.keep, "A tier reached is kept so long; ~ for the window's period.")
            rules.keepThroughDayBefore = reader.value(
                "keepThroughDayBefore", .flag, default: rules.keepThroughDayBefore,
                "The time of keeping ends a day earlier: a month from 20 July is through 19 August.")
            rules.refund = reader.value(
                "refund", .choice(), default: rules.refund,
                "What a refund does to a tier that only the refunded had reached: it drops, or waits for the review."
            )
            rules.graceDays = reader.days("graceDays", default: rules.graceDays, "After a review that failed.")
            rules.graceToMonthEnd = reader.value(
                "graceToMonthEnd", .flag, default: rules.graceToMonthEnd, "Grace goes on to the end of its month.")
            rules.warnDays = reader.values(
                "warnDays", .integer(in: 0...365, unit: "days"), default: rules.warnDays, in: 0...10,
                "So long before a downgrade the member is warned, descending.")
            reader.require("warnDays", .notDescending) { [rules] in rules.warnDays == rules.warnDays.sorted(by: >)
            }
            rules.scope = reader.scope(
                "scope", "Which lines count as spend and services; fees and top-ups only where they are named.")
            rules.countsTenders = Set(
                reader.values(
                    "countsTenders", .choice(only: Tender.Kind.paidBy), default: [.cash, .principal],
                    "Which payments count as spend."))
            rules.tiers = reader.map(
                "levels", by: DocumentKey("tier id"), in: 1...20, "Ascending. The first is what everybody has."
            ) { $1.tier($0) }
            return rules
        }
    }

    private func tier(_ id: String) -> Tier {
        var tier = Tier(id: id, name: words("name", "As members read it."))
        tier.reach = thresholds("reach", "What reaches it: any one of them is enough. None for the first tier.")
        tier.stay = thresholds("stay", "What keeps it; none for the same as reach.")
        tier.earningBasisPoints = value(
            "earning", .percent(in: 0...1_000_000), default: tier.earningBasisPoints, "200% earns twice as much.")
        tier.isFloor = value(
            "floor", .flag, default: tier.isFloor, "Who was here once never falls below.")
        tier.privileges = list("privileges", in: 0...50, "What the tier gives beside prices.") { reader in
            let id = reader.optional(
                "id", .id, "By it a use is entered; the same in several tiers is one privilege. ~: made of its name.")
            var privilege = Privilege(
                id: id, kind: reader.value("kind", .choice(), "What the desk does with it."),
                name: reader.words("name", "As members read it."))
            privilege.limit = reader.optional("limit", .limit(most: 1_000_000), "How often; ~ for always.")
            return privilege
        }
        return tier
    }

    private func thresholds(_ name: String, _ why: String) -> [Threshold] {
        section(name, shape: "thresholds", why) { reader in
            var thresholds: [Threshold] = []
            if let fen = reader.optional("spend", .money(in: 1...Bounds.amount), "Paid, net of refunds.") {
                thresholds.append(Threshold(.spend, atLeast: fen))
            }
            let counts: [(TierRules.Metric, String)] = [
                (.visits, "Days on which the member came."), (.pointsEarned, "Points earned, spent or not."),
                (.services, "Services had."), (.activePoints, "The spendable balance."),
            ]
            for (metric, why) in counts {
                if let count = reader.optional(metric.rawValue, .integer(in: 1...Bounds.amount), why) {
                    thresholds.append(Threshold(metric, atLeast: count))
                }
            }
            return thresholds
        }
    }
}
