internal import Documents
internal import Loyalty
internal import Vocabulary

/// What makes a bill cheaper, and how that comes together.
extension DocumentReader {
    func offers() -> [Offer] {
        map("offers", by: DocumentKey("offer id"), in: 0...1000, "What makes a bill cheaper, or gives something along.")
        {
            $1.offer($0)
        }
    }

    private func offer(_ id: String) -> Offer {
        let name = words("name", "As members read it.")
        let layer: Offer.Layer = value("layer", .choice(), "When its turn comes; see stacking.order.")
        let priority = value(
            "priority", .integer(in: -1000...1000), default: 0,
            "Inside a layer the lower goes first; then the narrower scope, then what takes off more by itself.")
        let effect = object("effect", "What it does.") { $0.effect() }
        var offer = Offer(id: id, name: name, layer: layer, priority: priority, effect: effect)
        offer.group = optional(
            "group", .id, "Of one group at most one offer is applied: the best. See stacking.lineGroups.")
        offer.excludes = references("excludes", to: "offer or group", "Never combined with these offers or groups.")
        offer.conditions = conditions("conditions")
        offer.scope = scope("scope", "Which lines become cheaper.")
        offer.threshold = optionalObject("threshold", "From an amount or a number of units on.") { $0.threshold() }
        offer.base = value(
            "base", .choice(), default: offer.base, "A percentage is taken of what is left, or of the list price.")
        offer.coupon = optionalObject("coupon", "Given for a coupon only, which is used up with it.") { reader in
            var rule = CouponRule()
            rule.uses = reader.value("uses", .integer(in: 1...1_000_000), default: rule.uses, "How often one is good.")
            rule.isPersonal = reader.value(
                "personal", .flag, default: rule.isPersonal, "Issued to one member; else for anybody with the code.")
            rule.validity = reader.validity("validity", default: rule.validity, "From its issue on.")
            reader.retired("offlineStore", .offlineStore)
            return rule
        }
        return offer
    }

    private enum EffectKind: String, CaseIterable {
        case percentOff, amountOff, amountOffEvery, fixedPrice, buyGet, cheapestOff, gift
    }

    private func effect() -> Offer.Effect {
        variant("kind", of: EffectKind.self, "What it does; decides which other keys there are.") { kind in
            switch kind {
            case .percentOff: .percentOff(basisPoints: share("Off the lines in scope: 15%, or 85折."), cap: cap())
            case .amountOff:
                .amountOff(value("amount", .money(in: 1...Bounds.amount), "Off the lines in scope together."))
            case .amountOffEvery:
                .amountOffEvery(
                    every: value("every", .money(in: 1...Bounds.amount), "For each full so much …"),
                    off: value("amount", .money(in: 1...Bounds.amount), "… so much off (满减)."), times: times())
            case .fixedPrice: .fixedPrice(value("price", .money(in: Self.fen), "Each unit in scope costs this."))
            case .buyGet:
                .buyGet(
                    buy: value("buy", .integer(in: 1...Bounds.quantity), "Of each buy + free units …"),
                    free: value("free", .integer(in: 1...Bounds.quantity), "… the cheapest so many get the share off."),
                    basisPoints: off(
                        value("percent", .discount(in: 1...10_000), default: 10_000, "100% makes them free.")),
                    times: times())
            case .cheapestOff: .cheapestOff(basisPoints: share("Off the cheapest unit in scope."), cap: cap())
            case .gift: .gift(object("gift", "A ledger line of its own; a refund takes it back.") { $0.gift() })
            }
        }
    }

    private func share(_ why: String) -> Int64 { off(value("percent", .discount(in: 0...10_000), why)) }

    /// Warns if the author may have written what is left to pay instead of what is off.
    private func off(_ discount: Discount) -> Int64 {
        if discount.isDoubtful { warn(at: path(of: "percent"), .doubtfulDiscount(discount)) }
        return discount.basisPoints
    }

    private func cap() -> Int64? {
        optional("cap", .money(in: 1...Bounds.amount), "At most so much off the whole bill; ~ for no bound.")
    }

    private func times() -> Int64? {
        optional("times", .integer(in: 1...Bounds.quantity), "At most so often on a bill; ~ for as often as it goes.")
    }

    private enum GiftKind: String, CaseIterable { case points, coupon, item }

    private func gift() -> Gift {
        let kind: Gift.Kind = variant("kind", of: GiftKind.self, "What is given.") { kind in
            switch kind {
            case .points: .points(value("points", .integer(in: 1...Bounds.amount, unit: "points"), "So many."))
            case .coupon: .coupon(reference("coupon", to: "coupon", "One coupon for this offer."))
            case .item: .item(reference("item", to: "item", "Handed over at the desk."))
            }
        }
        let worth = fen("value", default: 0, "Decides between offers of one group that leave the same to pay.")
        return Gift(kind: kind, value: worth)
    }

    private func threshold() -> OfferThreshold {
        var threshold = OfferThreshold()
        threshold.fen = fen("from", default: threshold.fen, "At least so much; ¥0 when only the units count.")
        threshold.quantity = value(
            "quantity", .integer(in: 0...Bounds.quantity), default: threshold.quantity, "At least so many units.")
        threshold.base = value(
            "base", .choice(), default: threshold.base,
            "list: the list prices, whatever was applied before; running: what is left at its turn.")
        threshold.scope = optionalObject("scope", shape: "scope", "Whose lines count; ~ for the offer's own scope.") {
            $0.scopeParts()
        }
        require("from", with: ["quantity"], .asksNothing) { [threshold] in
            threshold.fen > 0 || threshold.quantity > 0
        }
        return threshold
    }

    func stackingRules() -> StackingRules {
        section("stacking", "How offers come together.") { reader in
            var rules = StackingRules()
            rules.order = reader.values(
                "order", .choice(), default: rules.order, in: 4...4,
                "The layers in the order in which they are applied.")
            rules.lineGroups = reader.references(
                "lineGroups", to: "group", "Of these groups at most one offer is applied to a line, not to a bill.")
            rules.searchLimit = reader.value(
                "searchLimit", .integer(in: 1...12), default: rules.searchLimit,
                "So many that depend on one another are combined first, the best by themselves; then the others too.")
            rules.aheadLimit = reader.value(
                "aheadLimit", .integer(in: 0...6), default: rules.aheadLimit,
                "Of those with a threshold on what is left, so many are tried ahead of their place too.")
            rules.rounding = reader.value(
                "rounding", .choice(), default: rules.rounding, "Of percentages, once an offer.")
            rules.roundBillToFen = reader.fen(
                "roundBillTo", default: rules.roundBillToFen, in: 1...10_000,
                "Bills end on multiples of this, in the customer's favour; ¥0.01 for none.")
            rules.credit = reader.value(
                "credit", .choice(), default: rules.credit,
                "How a member who paid more than the best permitted combination gets the difference.")
            return rules
        }
    }
}
