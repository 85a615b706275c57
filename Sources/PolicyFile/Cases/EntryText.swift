package import Documents
package import Loyalty
internal import Vocabulary

/// Writes entries as the documents that `DocumentReader.entry` reads: a test holds the two together.
package enum EntryText {
    /// Entries written before there were editions have no such key.
    package static let edition = "edition"

    package static func json(_ entry: MemberEntry) -> JSONText {
        .object(
            [
                .init("id", .text(entry.id)), .init("at", .text(MomentText.text(entry.atMs))),
                .init("policy", .text(entry.policy)), .init(edition, .number(entry.edition.rawValue)),
            ] + fact(entry.fact))
    }

    static func fact(_ fact: MemberFact) -> [JSONText.Member] {
        switch fact {
        case .joined(let person): kind("joined") + person.members
        case .personChanged(let change): kind("personChanged") + change.members
        case .bill(let bill): kind("bill") + [.init("bill", .text(bill.id))] + self.bill(bill)
        case .refund(let refund): kind("refund") + self.refund(refund)
        case .action(let action): kind("action") + [.init("action", .text(action))]
        case .topUp(let paid): kind("topUp") + [.init("paidFen", .number(paid))]
        case .prepaidRefund(let topUp): kind("prepaidRefund") + optional("topUp", topUp)
        case .redeem(let reward, let store):
            kind("redeem") + [.init("reward", .text(reward))] + optional("store", store)
        case .redeemed(let reward, let price, let store):
            kind("redeemed") + [
                .init("reward", .text(reward)), .init("points", .number(price.points.count)),
                .init("fen", .number(price.money.fen)),
            ] + optional("store", store)
        case .claim(let redemption, let step):
            kind("claim") + [.init("redemption", .text(redemption)), .init("step", .text(step.rawValue))]
        case .spend(let amount):
            kind("spend") + [.init("points", .number(amount.points.count)), .init("fen", .number(amount.money.fen))]
        case .adjust(let adjustment): kind("adjust") + self.adjustment(adjustment)
        case .couponIssued(let offer, let coupon):
            kind("couponIssued") + [.init("offer", .text(offer)), .init("coupon", .text(coupon))]
        case .package(let lot, let step): kind("package") + package(lot, step)
        case .mergedAway(let other): kind("mergedAway") + [.init("into", .text(other))]
        case .mergedHere(let handover): kind("mergedHere") + self.handover(handover)
        case .tierSet(let tier, let through):
            kind("tierSet") + [.init("tier", .text(tier))] + optional("through", through?.description)
        case .night(let day): kind("night") + [.init("day", .text(day.description))]
        case .privilege(let id): kind("privilege") + [.init("privilege", .text(id))]
        }
    }

    private static func kind(_ name: String) -> [JSONText.Member] { [.init("kind", .text(name))] }

    static func optional(_ key: String, _ text: String?) -> [JSONText.Member] {
        text.map { [.init(key, .text($0))] } ?? []
    }

    package static func bill(_ bill: Bill) -> [JSONText.Member] {
        var members: [JSONText.Member] = [.init("store", .text(bill.store))]
        members.append(
            .init(
                "lines",
                .list(
                    bill.lines.map {
                        .object([
                            .init("item", .text($0.item)), .init("quantity", .number($0.quantity)),
                            .init("unitPriceFen", .number($0.unitPrice)),
                        ])
                    })))
        if !bill.coupons.isEmpty { members.append(.init("coupons", .list(bill.coupons.map { .text($0) }))) }
        if case .these(let offers) = bill.choice {
            members.append(.init("choice", .text("these")))
            members.append(.init("offers", .list(offers.map { .text($0) })))
        }
        switch bill.points {
        case .none: break
        case .all: members.append(.init("points", .null))
        case .atMost(let most): members.append(.init("points", .number(most)))
        }
        if let best = bill.best { members.append(.init("bestFen", .number(best))) }
        if !bill.tenders.isEmpty {
            members.append(
                .init(
                    "tenders",
                    .list(
                        bill.tenders.map {
                            .object(
                                [.init("kind", .text($0.kind.rawValue)), .init("fen", .number($0.amount))]
                                    + optional("lot", $0.lot))
                        })))
        }
        if !bill.totalUses.isEmpty {
            let uses = bill.totalUses.sorted { $0.key < $1.key }
            members.append(.init("totalUses", .object(uses.map { .init($0.key, .number($0.value)) })))
        }
        return members
    }

    private static func refund(_ refund: Refund) -> [JSONText.Member] {
        let parts = refund.parts.map { part -> JSONText in
            let what: JSONText.Member =
                switch part.what {
                case .units(let units): .init("units", .number(units))
                case .fen(let fen): .init("fen", .number(fen))
                }
            return .object([.init("line", .number(Int64(part.line))), what])
        }
        return [.init("bill", .text(refund.bill)), .init("parts", .list(parts))]
            + optional("reason", refund.reason.isEmpty ? nil : refund.reason)
    }

    private static func adjustment(_ adjustment: Adjustment) -> [JSONText.Member] {
        [
            .init("currency", .text(adjustment.currency.rawValue)), .init("amount", .number(adjustment.amount)),
            .init("reason", .text(adjustment.reason)),
        ] + optional("expires", adjustment.expiresAtMs.map(MomentText.text))
    }
}
