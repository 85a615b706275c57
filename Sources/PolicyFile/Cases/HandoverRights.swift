internal import Documents
internal import Loyalty
internal import Vocabulary

/// What a merged account leaves beside lots and coupons: claims, top-ups, and what limits count.
extension DocumentReader {
    private var amount: DocumentScalar<Int64> { .integer(in: 0...Bounds.amount) }

    /// - Returns: nothing where it is not said.
    private func money(_ name: String, _ why: String) -> Money { Money(fen: value(name, amount, default: 0, why)) }
    private func points(_ name: String, _ why: String) -> Points { Points(value(name, amount, default: 0, why)) }

    func handedClaim() -> Handover.Claim {
        Handover.Claim(
            id: value("id", .key, "The entry that redeemed."), reward: value("reward", .id, "What waits."),
            atMs: value("at", .instant, "When it was redeemed."),
            price: Amount(
                points: value("points", amount, default: 0, "Points that it took."),
                fen: value("fen", amount, default: 0, "Money that it took or asks for.")),
            parts: list("parts", in: 0...10_000, "What was taken from which lot.") { reader in
                let lot = reader.value("lot", .key, "The lot's id.")
                let currency: LotCurrency = reader.value("currency", .choice(), "What it counts.")
                return Handover.Claim.Part(
                    lot: lot, currency: currency, amount: reader.value("amount", reader.amount, "How much."),
                    gainedAtMs: reader.value("gained", .instant, "When the lot was gained."),
                    expiresAtMs: reader.optional(
                        "expires", .instant, "The first moment at which the lot is over; ~ for never."))
            })
    }

    func handedTopUp() -> Handover.PaidIn {
        var paid = Handover.PaidIn(
            id: value("id", .key, "The entry that paid in."), atMs: value("at", .instant, "When."),
            principal: Money(fen: value("principalFen", amount, "Paid in.")),
            gift: money("giftFen", "Given on top."))
        paid.rule = optional("rule", .id, "The policy's rule that gave it; ~ for none.")
        paid.points = points("points", "Given along.")
        paid.pointsLot = optional("pointsLot", .key, "Where they are; ~ when none are left.")
        paid.lots = values("lots", .key, in: 0...10_000, "Its lots of stored value.")
        paid.returned.paid = money("paidBackFen", "Paid back so far.")
        paid.returned.emptied = money("emptiedFen", "What the card lost with that.")
        paid.returned.points = points("pointsBack", "Points taken back with that.")
        paid.carried.consumed = money(
            "consumedFen", "Spent of it, and what the card lost with what was paid back.")
        paid.carried.bills = value("billsBefore", .integer(in: 0...1_000_000), default: 0, "Bills before it.")
        paid.carried.pointsExpired = points("pointsExpired", "Points nobody spent in time.")
        paid.earned = points("earned", "Points earned by paying in.")
        paid.qualifying = money("qualifyingFen", "What of it counted towards tiers.")
        return paid
    }

    func handedUses(_ name: String, _ why: String) -> [Handover.Use] {
        list(name, in: 0...100_000, why) { reader in
            Handover.Use(
                rule: reader.value(
                    "rule", .key,
                    "What a limit asks for: a reward's id, or offer/ID, action/ID, visit/ID, privilege/ID."),
                day: reader.value("day", .day, "The store's day."),
                count: reader.value("count", .integer(in: -Bounds.amount...Bounds.amount), "How often, or how much."))
        }
    }
}

extension EntryText {
    static func handedClaim(_ claim: Handover.Claim) -> JSONText {
        .object([
            .init("id", .text(claim.id)), .init("reward", .text(claim.reward)),
            .init("at", .text(MomentText.text(claim.atMs))), .init("points", .number(claim.price.points.count)),
            .init("fen", .number(claim.price.money.fen)),
            .init(
                "parts",
                .list(
                    claim.parts.map { part in
                        .object(
                            [
                                .init("lot", .text(part.lot)), .init("currency", .text(part.currency.rawValue)),
                                .init("amount", .number(part.amount)),
                                .init("gained", .text(MomentText.text(part.gainedAtMs))),
                            ] + optional("expires", part.expiresAtMs.map(MomentText.text)))
                    })),
        ])
    }

    static func handedTopUp(_ paid: Handover.PaidIn) -> JSONText {
        .object(
            [
                .init("id", .text(paid.id)), .init("at", .text(MomentText.text(paid.atMs))),
                .init("principalFen", .number(paid.principal)), .init("giftFen", .number(paid.gift)),
                .init("points", .number(paid.points)), .init("lots", .list(paid.lots.map { .text($0) })),
                .init("paidBackFen", .number(paid.returned.paid)),
                .init("emptiedFen", .number(paid.returned.emptied)),
                .init("pointsBack", .number(paid.returned.points)),
                .init("consumedFen", .number(paid.carried.consumed)),
                .init("billsBefore", .number(Int64(paid.carried.bills))),
                .init("pointsExpired", .number(paid.carried.pointsExpired)),
                .init("earned", .number(paid.earned)), .init("qualifyingFen", .number(paid.qualifying)),
            ] + optional("rule", paid.rule) + optional("pointsLot", paid.pointsLot))
    }

    static func use(_ use: Handover.Use) -> JSONText {
        .object([
            .init("rule", .text(use.rule)), .init("day", .text(use.day.description)),
            .init("count", .number(use.count)),
        ])
    }
}
