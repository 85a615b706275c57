internal import Documents
internal import Loyalty
internal import Vocabulary

/// What points buy, and money paid in advance.
extension DocumentReader {
    private enum RewardKind: String, CaseIterable { case service, product, coupon, other }

    func rewards() -> [RewardRule] {
        map("rewards", by: DocumentKey("reward id"), in: 0...2000, "What points buy.") { id, reader in
            let name = reader.words("name", "As members read it.")
            let kind: RewardRule.Kind = reader.variant("kind", of: RewardKind.self, "What it is.") { kind in
                switch kind {
                case .service: .service(reader.reference("item", to: "item", "The service."))
                case .product: .product(reader.reference("item", to: "item", "The product."))
                case .coupon: .coupon(reader.reference("coupon", to: "coupon", "The offer that the coupon is for."))
                case .other: .other
                }
            }
            let price = reader.optionalObject(
                "price", shape: "price", "For every tier not under tierPrices; ~: only those may have it.", Self.price)
            var rule = RewardRule(id: id, name: name, kind: kind, price: price)
            let prices = reader.map(
                "tierPrices", by: DocumentKey("tier id", refersTo: "tier"), shape: "price", "Prices of single tiers."
            ) { ($0, Self.price($1)) }
            rule.tierPrices = Dictionary(prices) { first, _ in first }
            rule.when = reader.occasion("when", "When it can be redeemed.")
            rule.perMember = reader.optional("perMember", .limit(most: 1_000_000), "How often one member may have it.")
            rule.stores = Set(reader.values("stores", .id, "In these stores only; empty for all."))
            reader.require("price", with: ["tierPrices"], .noRewardPrice) {
                [rule] in rule.price != nil || !rule.tierPrices.isEmpty
            }
            return rule
        }
    }

    private static func price(_ reader: DocumentReader) -> Amount {
        Amount(
            points: reader.value("points", .integer(in: fen, unit: "points"), "So many points …"),
            fen: reader.fen("money", default: 0, "… and so much money."))
    }

    func moneyOff() -> MoneyOffRule? {
        optionalObject("moneyOff", "Points against a part of the bill; ~ for never.") { reader in
            var rule = MoneyOffRule(
                points: reader.value("points", .integer(in: 1...Bounds.amount, unit: "points"), "So many points …"),
                fen: reader.value("money", .money(in: 1...Bounds.amount), "… are worth so much."))
            rule.step = reader.value(
                "step", .integer(in: 1...1_000_000), default: rule.step, "Used in multiples of points × step.")
            reader.require("step", with: ["points", "money"], .largeStep) { [rule] in
                rule.step <= Bounds.amount / max(rule.points, rule.fen)
            }
            rule.minimumPoints = reader.points("minimumPoints", default: rule.minimumPoints, "At least so many a bill.")
            rule.maximumPoints = reader.optional(
                "maximumPoints", .integer(in: 1...Bounds.amount, unit: "points"), default: rule.maximumPoints,
                "At most so many a bill; ~ for no bound.")
            rule.maximumShare = reader.value(
                "maximumShare", .percent(in: 1...10_000), default: rule.maximumShare, "Of what is left to pay.")
            rule.scope = reader.scope("scope", "Which lines can be paid so.")
            reader.require("maximumPoints", with: ["minimumPoints"], .belowMinimum) { [rule] in
                rule.maximumPoints.map { $0 >= rule.minimumPoints } ?? true
            }
            return rule
        }
    }

    func claimRules() -> ClaimRules {
        section("claims", "What becomes of a redeemed reward that nobody fetches.") { reader in
            var rules = ClaimRules()
            rules.days = reader.days("days", default: rules.days, "It is kept so long.")
            rules.unclaimed = reader.value(
                "unclaimed", .choice(), default: rules.unclaimed, "Then the points are given back, or lost.")
            return rules
        }
    }

    func storedValueRules() -> StoredValueRules {
        section("storedValue", "Money paid in advance; what was given on top is kept apart.") { reader in
            var rules = StoredValueRules()
            rules.order = reader.value(
                "order", .choice(), default: rules.order, "What a spend takes first: by share, principal, or gift.")
            rules.principalValidity = reader.validity(
                "principalValidity", default: rules.principalValidity,
                "Of what was paid in, where region.principalExpires lets it end.")
            rules.giftValidity = reader.validity(
                "giftValidity", default: rules.giftValidity, "Of what was given on top.")
            rules.refund = reader.value(
                "refund", .choice(), default: rules.refund,
                "How much goes back when a card is given up. Needs a lawyer's word.")
            rules.topUps = reader.map(
                "topUps", by: DocumentKey("top-up id"), in: 0...200,
                "What is given on top. Of those that hold the one with the highest from counts."
            ) { id, reader in
                var rule = TopUpRule(
                    id: id, name: reader.words("name", "As members read it."),
                    fromFen: reader.value("from", .money(in: 1...Bounds.amount), "Paid in at once, at least."),
                    giftFen: reader.fen("gift", default: 0, "Given on top."))
                rule.points = reader.points("points", default: rule.points, "Given along.")
                rule.when = reader.occasion("when", "When it holds.")
                return rule
            }
            return rules
        }
    }

    /// - Parameter items: the price list, where a package's name and price may stand for both.
    func packages(_ items: [String: Item]) -> [PackageKind] {
        map("packages", by: DocumentKey("package id"), in: 0...1000, "Sessions paid in advance: 次卡, 疗程卡.") {
            id, reader in
            let item = items[id].flatMap { $0.kind == .package ? $0 : nil }
            let name = reader.optionalWords("name", "As members read it; ~: as its item is called.")
            let sessions = reader.amounts(
                "sessions", by: DocumentKey("item id", refersTo: "item"), .integer(in: 0...Bounds.quantity),
                in: 1...100, "How many of each service; 0 where shared says how many in all.")
            let price = reader.optional("price", .money(in: Self.fen), "Of the whole; ~: what its item costs.")
            reader.require("price", .noPackagePrice) { price != nil || item != nil }
            var kind = PackageKind(
                id: id, name: name ?? item?.name ?? Bilingual(both: id),
                sessions: Dictionary(sessions.map { ($0.key, $0.value) }) { first, _ in first },
                price: price.map { Money(fen: $0) } ?? item?.price ?? .zero)
            kind.shared = reader.optional(
                "shared", .integer(in: 1...Bounds.quantity), "So many in all, of any of the services.")
            reader.packageTerms(&kind)
            reader.require("sessions", with: ["shared"], .noSession) { [kind] in
                kind.shared != nil || kind.sessions.values.contains { $0 > 0 }
            }
            return kind
        }
    }

    private func packageTerms(_ kind: inout PackageKind) {
        kind.validity = validity(
            "validity", default: kind.validity, "From its sale on; counts on the day of the service.")
        kind.freezeMaxDays = days("freezeMaxDays", default: kind.freezeMaxDays, "All freezes together.")
        kind.freezes = value("freezes", .integer(in: 0...100), default: kind.freezes, "How often it can be frozen.")
        kind.extendMaxDays = days("extendMaxDays", default: kind.extendMaxDays, "Staff may extend it so far in all.")
        kind.isTransferable = value("transferable", .flag, default: kind.isTransferable, "To another member.")
        kind.cancelMinutes = value(
            "cancelMinutes", .integer(in: 0...100_000, unit: "minutes"), default: kind.cancelMinutes,
            "A booking cancelled so long before gives the session back to its lot.")
        kind.partialCredit = value(
            "partialCredit", .flag, default: kind.partialCredit, "Whether a part of a session's worth can be paid back."
        )
    }
}
