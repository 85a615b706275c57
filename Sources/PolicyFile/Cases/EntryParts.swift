internal import Documents
internal import Loyalty
internal import Vocabulary

/// Entries of a member's history as documents hold them; `EntryText` writes the same.
extension DocumentReader {
    private enum FactKind: String, CaseIterable {
        case joined, personChanged, bill, refund, action, topUp, prepaidRefund, redeem, redeemed, claim, spend, adjust,
            couponIssued
        case package, mergedAway, mergedHere, tierSet, night, privilege
    }

    /// - Parameters:
    ///   - policy: the version for entries that do not name one.
    ///   - edition: the edition for entries that do not name one; `nil`: entries are new, and cannot name one.
    ///   - now: the moment for entries that do not name one, milliseconds since 1970 UTC; `nil`: they must.
    ///   - book: the policies with the price lists for bills that leave out prices; `nil`: bills must have them, and
    ///     all money is in fen.
    func entry(
        policy: String, edition: Edition?, nowMs now: Int64? = nil, book: PolicyBook? = nil
    ) -> MemberEntry {
        let id = value("id", .key, "Unique for ever; the same entry twice counts once.")
        let at =
            now.map { value("at", .instant, default: $0, "When it happened; without it, now.") }
            ?? value("at", .instant, "When it happened.")
        let version = value("policy", .key, default: policy, "The policy version it was made under.")
        let edition = edition.map(self.edition) ?? .current
        let fact: MemberFact = variant("kind", of: FactKind.self, "What happened.") { kind in
            switch kind {
            case .joined: .joined(person(joinedAtMs: at))
            case .personChanged: .personChanged(personChange())
            case .bill:
                .bill(
                    bill(
                        id: value("bill", .key, default: id, "The bill's own id."), atMs: at,
                        items: book.map { $0.items(of: version) }))
            case .refund: .refund(refund())
            case .action: .action(value("action", .id, "What the member did, by the policy's name for it."))
            case .topUp:
                .topUp(
                    paid: book == nil
                        ? Money(fen: amount("paidFen", "Paid in."))
                        : requiredMoney(fen: "paidFen", yuan: "paid", "Paid in."))
            case .prepaidRefund: .prepaidRefund(topUp: optional("topUp", .key, "The entry that paid in; ~ for all."))
            case .redeem: .redeem(reward: value("reward", .id, "From the policy's catalogue."), store: standing())
            case .redeemed:
                .redeemed(
                    reward: value("reward", .id, "What a kiosk has let the member have."),
                    Amount(
                        points: amount("points", default: 0, "Points that it took."),
                        fen: amount("fen", default: 0, "Stored value that it took.")), store: standing())
            case .claim:
                .claim(
                    redemption: value("redemption", .key, "The entry that redeemed."),
                    value("step", .choice(), "What became of the claim."))
            case .spend:
                .spend(
                    Amount(
                        points: Points(amount("points", default: 0, "Points.")),
                        money: Money(fen: amount("fen", default: 0, "Stored value."))))
            case .adjust: .adjust(adjustment())
            case .couponIssued:
                .couponIssued(
                    offer: value("offer", .id, "An offer given for coupons."),
                    coupon: value("coupon", .key, "The coupon's id."))
            case .package: packageFact()
            case .mergedAway: .mergedAway(into: value("into", .key, "The other member."))
            case .mergedHere: .mergedHere(handover())
            case .tierSet:
                .tierSet(
                    value("tier", .id, "Set by hand."), through: optional("through", .day, "Last day; ~ for good."))
            case .night: .night(value("day", .day, "The store's day that begins."))
            case .privilege: .privilege(value("privilege", .key, "Of the member's tier, by its id."))
            }
        }
        return MemberEntry(id: id, atMs: at, policy: version, edition: edition, fact: fact)
    }

    private func edition(default standard: Edition) -> Edition {
        let known = Edition.allCases.map(\.rawValue)
        let number = value(
            EntryText.edition, .integer(in: 1...Int64(known.count)), default: standard.rawValue,
            "Of the rules' own code, which is mended while what it was asked stays as it was answered.")
        return Edition(rawValue: number) ?? standard
    }

    func standing() -> String? {
        optional("store", .id, "Where the member stands; ~: rewards of some stores only cannot be had.")
    }

    private func amount(_ name: String, default standard: Int64? = nil, _ why: String) -> Int64 {
        let scalar = DocumentScalar<Int64>.integer(in: 0...Bounds.amount)
        return standard.map { value(name, scalar, default: $0, why) } ?? value(name, scalar, why)
    }

    /// - Parameter items: the price list, where lines may leave out their prices and amounts may be in yuan.
    func bill(id: String, atMs: Int64, items: [String: Item]? = nil) -> Bill {
        let store = value("store", .id, "The store's id.")
        let lines = list("lines", in: 1...Bounds.linesPerBill, "What is bought.") { reader in
            let item = reader.value("item", .id, "From the policy's price list.")
            return Bill.Line(
                item: item,
                quantity: reader.value("quantity", .integer(in: 1...Bounds.quantity), default: 1, "Units."),
                unitPrice: reader.unitPrice(of: item, items))
        }
        var bill = Bill(id: id, atMs: atMs, store: store, lines: lines)
        bill.coupons = values("coupons", .key, "Coupons put forward, by id or code.")
        if let offers = optionalOffers() { bill.choice = .these(offers) }
        switch optional("points", .integer(in: 0...Bounds.amount), default: 0, "At most so many; ~ for all that help.")
        {
        case nil: bill.points = .all
        case 0: bill.points = .none
        case let most?: bill.points = .atMost(Points(most))
        }
        bill.best = optional(
            "bestFen", .integer(in: 0...Bounds.amount),
            "What the best combination came to at the sale; ~ for not recorded."
        ).map { Money(fen: $0) }
        bill.tenders = list("tenders", in: 0...20, "Ways of paying; what they leave open is cash.") {
            $0.tender(inYuan: items != nil)
        }
        let uses = amounts(
            "totalUses", by: DocumentKey("offer id"), .integer(in: 0...Bounds.amount), in: 0...1000,
            "How often all members together had each limited offer by then.")
        bill.totalUses = Dictionary(uses.map { ($0.key, $0.value) }) { first, _ in first }
        return bill
    }

    private func tender(inYuan: Bool) -> Tender {
        let kind = value(
            "kind", .choice(only: Tender.Kind.asked),
            "How; storedValue is divided into principal and gift in the policy's order, and these are taken as named.")
        let why = "So much of it."
        let money =
            inYuan
            ? requiredMoney(fen: "fen", yuan: "amount", why)
            : Money(fen: value("fen", .integer(in: 0...Bounds.amount), why))
        let lot = optional(
            "lot", .key,
            "With package: whose sessions pay, one for a unit of a line, and are used up; in a case also its id on the "
                + "policy where the member has one of it.")
        return Tender(kind, money, lot: lot)
    }

    /// `nil`: the best. An empty list: none at all.
    private func optionalOffers() -> [String]? {
        let best = value("choice", .choice(), default: OfferChoice.best, "The best offers, or those listed.")
        let offers = values("offers", .id, "With choice these: the offers to apply.")
        return best == .these || isDescribing ? offers : nil
    }

    private enum OfferChoice: String, CaseIterable { case best, these }

    func refund() -> Refund {
        Refund(
            bill: value("bill", .key, "The bill's id."),
            parts: list("parts", in: 0...1000, "What comes back; empty for all that is left.") { reader in
                let line: Int = reader.value("line", .integer(in: 0...Bounds.linesPerBill), "Of the bill, from 0.")
                let units = reader.optional("units", .integer(in: 1...Bounds.quantity), "So many units …")
                let fen = reader.optional("fen", .integer(in: 1...Bounds.amount), "… or a reduction by so much.")
                reader.require("line", with: ["units", "fen"], .unitsOrFen) {
                    (units == nil) != (fen == nil)
                }
                return Refund.Part(line: line, fen.map { .fen($0) } ?? .units(units ?? 1))
            },
            reason: optional("reason", .text, "In words.") ?? "")
    }

    private func adjustment() -> Adjustment {
        let currency: LotCurrency = value("currency", .choice(), "What is set right.")
        let amount: Int64 = value("amount", .integer(in: -Bounds.amount...Bounds.amount), "Added; below 0 taken away.")
        let reason = value("reason", .text, "In words.")
        let end = optional("expires", .instant, "The first moment at which it cannot be spent; ~ for never.")
        return Adjustment(currency: currency, amount: amount, reason: reason, expiresAtMs: end)
    }
}
