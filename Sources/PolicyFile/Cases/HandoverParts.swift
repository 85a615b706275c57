internal import Documents
internal import Loyalty
internal import Vocabulary

/// What a merged account leaves, as documents hold it.
extension DocumentReader {
    func handover() -> Handover {
        let amount = DocumentScalar<Int64>.integer(in: 0...Bounds.amount)
        var handover = Handover(
            lots: list("lots", in: 0...100_000, "Lots with something in them.") { reader in
                let id = reader.value("id", .key, "The lot's id.")
                let currency: LotCurrency = reader.value("currency", .choice(), "What it counts.")
                let left = reader.value("remaining", amount, "What is left of it.")
                let gained = reader.value("gained", .instant, "When it was gained.")
                let active = reader.value("activeFrom", .instant, "Pending before.")
                let end = reader.optional("expires", .instant, "The first moment at which it is over; ~ for never.")
                return PurseLot(
                    id: id, currency: currency, source: id, granted: left, gainedAtMs: gained, activeFromMs: active,
                    expiresAtMs: end)
            },
            debts: list("debts", in: 0...3, "Debts.") { reader in
                let currency: LotCurrency = reader.value("currency", .choice(), "Of what.")
                return LotPart(
                    lot: Purse.debtLot(currency), currency: currency,
                    amount: reader.value("amount", amount, "How much."))
            },
            days: list("days", in: 0...40_000, "What counted towards tiers.") { reader in
                var count = Qualification.Count(day: reader.value("day", .day, "The store's day."))
                count.spend = Money(fen: reader.value("spendFen", amount, default: 0, "Paid."))
                count.pointsEarned = Points(reader.value("pointsEarned", amount, default: 0, "Earned."))
                count.services = reader.value("services", amount, default: 0, "Had.")
                count.bills = reader.value("bills", amount, default: 0, "Bills.")
                count.sessions = reader.value("sessions", amount, default: 0, "Sessions of packages used.")
                return count
            },
            coupons: list("coupons", in: 0...10_000, "Coupons.") { reader in
                Coupon(
                    id: reader.value("id", .key, "The coupon's id."), offer: reader.value("offer", .id, "Its offer."),
                    issuedAtMs: reader.value("issued", .instant, "When it was issued."),
                    expiresAtMs: reader.optional("expires", .instant, "When it is over; ~ for never."),
                    usesLeft: reader.value("usesLeft", amount, default: 1, "How often it is still good."),
                    source: reader.value("source", .key, "The entry that issued it."))
            }, purchases: billsLeft(amount))
        handover.from = optional("from", .key, "The member who left it; ~: not recorded.")
        handover.packages = list("packages", in: 0...10_000, "Packages with sessions left or booked.") {
            $0.handedPackage()
        }
        handover.claims = list("claims", in: 0...10_000, "Rewards that nobody fetched yet.") { $0.handedClaim() }
        handover.topUps = list("topUps", in: 0...10_000, "Money paid in, for the day it is given up.") {
            $0.handedTopUp()
        }
        handover.uses = handedUses("uses", "What limits count, by day.")
        handover.earned = handedUses("earned", "Points earned, by day, for caps.")
        return handover
    }

    private func billsLeft(_ amount: DocumentScalar<Int64>) -> Int {
        Int(clamping: value("purchases", amount, default: 0, "Bills that were not taken back whole."))
    }
}

extension EntryText {
    static func handover(_ handover: Handover) -> [JSONText.Member] {
        optional("from", handover.from) + [
            .init("lots", .list(handover.lots.map(lot))),
            .init(
                "debts",
                .list(
                    handover.debts.map {
                        .object([.init("currency", .text($0.currency.rawValue)), .init("amount", .number($0.amount))])
                    })),
            .init(
                "days",
                .list(
                    handover.days.map {
                        .object([
                            .init("day", .text($0.day.description)), .init("spendFen", .number($0.spend)),
                            .init("pointsEarned", .number($0.pointsEarned)), .init("services", .number($0.services)),
                            .init("bills", .number($0.bills)), .init("sessions", .number($0.sessions)),
                        ])
                    })),
            .init("coupons", .list(handover.coupons.map(coupon))),
            .init("purchases", .number(Int64(handover.purchases))),
            .init("packages", .list(handover.packages.map(handedPackage))),
            .init("claims", .list(handover.claims.map(handedClaim))),
            .init("topUps", .list(handover.topUps.map(handedTopUp))), .init("uses", .list(handover.uses.map(use))),
            .init("earned", .list(handover.earned.map(use))),
        ]
    }

    private static func lot(_ lot: PurseLot) -> JSONText {
        .object([
            .init("id", .text(lot.id)), .init("currency", .text(lot.currency.rawValue)),
            .init("remaining", .number(lot.remaining)), .init("gained", .text(MomentText.text(lot.gainedAtMs))),
            .init("activeFrom", .text(MomentText.text(lot.activeFromMs))),
            .init("expires", lot.expiresAtMs.map { .text(MomentText.text($0)) } ?? .null),
        ])
    }

    private static func coupon(_ coupon: Coupon) -> JSONText {
        .object([
            .init("id", .text(coupon.id)), .init("offer", .text(coupon.offer)),
            .init("issued", .text(MomentText.text(coupon.issuedAtMs))),
            .init("expires", coupon.expiresAtMs.map { .text(MomentText.text($0)) } ?? .null),
            .init("usesLeft", .number(coupon.usesLeft)), .init("source", .text(coupon.source)),
        ])
    }
}
