internal import Documents
internal import Loyalty
internal import Vocabulary

/// What members earn, and how long it lives.
extension DocumentReader {
    func pointRules() -> PointRules {
        section("points", "How long points live and when they begin to.") { reader in
            var rules = PointRules()
            rules.validity = reader.validity("validity", default: rules.validity, "How long points earned can be used.")
            rules.pendingDays = reader.days(
                "pendingDays", default: rules.pendingDays, "Points wait so long before they can be used; 0: not at all."
            )
            rules.autoRedeem = reader.optionalReference(
                "autoRedeem", to: "reward", "Redeemed by itself once the balance is there.")
            return rules
        }
    }

    func earningRules() -> EarningRules {
        section("earning", "What members earn.") { reader in
            var rules = EarningRules()
            rules.mode = reader.value(
                "mode", .choice(), default: rules.mode,
                "proportional: one fraction for the whole bill, rounded once; block: only full blocks count.")
            rules.perFen = reader.fen(
                "per", default: rules.perFen, in: 1...Bounds.amount,
                "The amount that gives the points of an amount rule; never zero, everything is divided by it.")
            rules.rounding = reader.value("rounding", .choice(), default: rules.rounding, "Once for each bill.")
            rules.basis = reader.value(
                "basis", .choice(), default: rules.basis,
                "What earns: net of offers and points, net before points, or the list price.")
            rules.withoutTax = reader.value(
                "withoutTax", .flag, default: rules.withoutTax, "Whether tax is taken out of the basis first.")
            rules.tierUsed = reader.value(
                "tierUsed", .choice(), default: rules.tierUsed,
                "Whose ratio counts: the tier before the sale, the one it leads to, or each for its part.")
            rules.earnsOn = Set(
                reader.values(
                    "earnsOn", .choice(only: Tender.Kind.paidBy), default: [.cash, .principal],
                    "Which ways of paying a bill earn."))
            rules.topUpEarns = reader.value(
                "topUpEarns", .flag, default: rules.topUpEarns,
                "Whether paying in earns; then spending the principal must not.")
            reader.require("topUpEarns", with: ["earnsOn"], .earnsTwice) {
                [rules] in !(rules.topUpEarns && rules.earnsOn.contains(.principal))
            }
            rules.amounts = reader.amountRules()
            rules.campaigns = reader.campaigns()
            reader.otherEarning(&rules)
            return rules
        }
    }

    private func amountRules() -> [AmountRule] {
        map(
            "amounts", by: DocumentKey("rule id"),
            "Points for amounts. A line earns by the first rule whose scope holds it."
        ) { id, reader in
            var rule = AmountRule(
                id: id, points: reader.value("points", .integer(in: Self.fen, unit: "points"), "For each per."))
            rule.scope = reader.scope("scope", "Which lines.")
            return rule
        }
    }

    private func campaigns() -> [Campaign] {
        map(
            "campaigns", by: DocumentKey("campaign id"),
            "Dated multipliers, such as double points. Of several that hold only the best counts."
        ) { id, reader in
            var campaign = Campaign(
                id: id, name: reader.words("name", "As members read it."),
                when: reader.occasion("when", "When it holds."),
                basisPoints: reader.value("factor", .percent(in: 0...1_000_000), "200% doubles."))
            campaign.tiers = reader.references("tiers", to: "tier", "For these tiers only; empty for all.")
            campaign.segments = Set(reader.values("segments", .id, "For these segments only; empty for all."))
            return campaign
        }
    }

    private func otherEarning(_ rules: inout EarningRules) {
        rules.visits = map("visits", by: DocumentKey("rule id"), "Points for coming, once a store day.") { id, reader in
            var rule = VisitRule(id: id, points: reader.points("The first bill of the day gives so many."))
            rule.fromFen = reader.fen("from", default: rule.fromFen, "If it comes to at least so much.")
            return rule
        }
        rules.services = map("services", by: DocumentKey("rule id"), "Points for each unit of an item.") { id, reader in
            ServiceRule(id: id, scope: reader.scope("scope", "Which items."), points: reader.points("For each unit."))
        }
        rules.actions = map(
            "actions", by: DocumentKey("rule id"), "Points for something a member did that is no purchase."
        ) { id, reader in
            var rule = ActionRule(
                id: id, action: reader.value("action", .id, "What: feedback, birthday, referral, sign-up or another."),
                name: reader.words("name", "As members read it."), points: reader.points("For each time."))
            rule.coupon = reader.optionalReference("coupon", to: "coupon", "A coupon along with it.")
            rule.limit = reader.optional("limit", .limit(most: 1_000_000), "How often it counts.")
            return rule
        }
        rules.bonuses = map(
            "bonuses", by: DocumentKey("rule id"), "Flat, from a net amount on; outside all multipliers."
        ) { id, reader in
            var rule = BonusRule(
                id: id, name: reader.words("name", "As members read it."),
                fromFen: reader.value("from", .money(in: Self.fen), "The bill's net amount."),
                points: reader.points("points", default: 0, "So many, once."))
            rule.coupon = reader.optionalReference("coupon", to: "coupon", "A coupon along with it.")
            rule.when = reader.occasion("when", "When it holds.")
            return rule
        }
        rules.caps = map("caps", by: DocumentKey("cap id"), "Bounds on points earned.") { id, reader in
            EarningCap(
                id: id,
                limit: reader.value(
                    "limit", .limit([.transaction, .day, .month, .year, .ever]), "So many points."),
                effect: reader.value("effect", .choice(), "clip to what is left, or reject the whole."))
        }
    }

    private func points(_ why: String) -> Int64 {
        value("points", .integer(in: Self.fen, unit: "points"), why)
    }
}
