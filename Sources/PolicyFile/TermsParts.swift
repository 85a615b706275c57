internal import Documents
internal import Loyalty
internal import Vocabulary

/// Law, reversal, fairness, and what a kiosk may do by itself.
extension DocumentReader {
    func region() -> RegionalProfile {
        section("region", "What law decides. Not legal advice: the figures need a lawyer's word.") { reader in
            var region = RegionalProfile()
            region.id = reader.value("id", .id, default: region.id, "Name of the profile.")
            region.principalExpires = reader.value(
                "principalExpires", .flag, default: region.principalExpires, "Whether money paid in can lapse.")
            region.maximumPerCard = reader.optional(
                "maximumPerCard", .money(in: 1...Bounds.amount), default: region.maximumPerCard,
                "Principal on one card; ~ for no bound.")
            region.maximumCountsGifts = reader.value(
                "maximumCountsGifts", .flag, default: region.maximumCountsGifts,
                "Whether what was given on top counts against maximumPerCard.")
            region.coolingOffDays = reader.days(
                "coolingOffDays", default: region.coolingOffDays, in: 0...366,
                "A top-up can be given back so long without a reason; 0 for no such right.")
            region.depositBasisPoints = reader.value(
                "deposit", .percent(in: 0...10_000), default: region.depositBasisPoints,
                "Share of principal kept on deposit; where a member stands says how much that is.")
            region.note = reader.optionalWords("note", "Shown with the figures.") ?? region.note
            return region
        }
    }

    func reversalRules() -> ReversalRules {
        section("reversal", "How things are taken back.") { reader in
            var rules = ReversalRules()
            rules.discount = reader.value(
                "discount", .choice(), default: rules.discount,
                "A returned line is worth what was paid for it, or what the bill would have been less without it.")
            rules.shortfall = reader.value(
                "shortfall", .choice(), default: rules.shortfall,
                "Where points come from that a refund takes and that are spent already.")
            rules.restored = reader.value(
                "restored", .choice(), default: rules.restored, "Points given back keep their expiry, or get a new one."
            )
            rules.graceDays = reader.days("graceDays", default: rules.graceDays, "They live at least so long.")
            rules.couponsReturn = reader.value(
                "couponsReturn", .flag, default: rules.couponsReturn, "Whether coupons used are good again.")
            rules.giftsReturn = reader.value(
                "giftsReturn", .flag, default: rules.giftsReturn, "Whether gifts are taken back.")
            return rules
        }
    }

    func fairnessRules() -> FairnessRules {
        section("fairness", "Attributes that no offer may use without a reason that members are shown.") { reader in
            var rules = FairnessRules()
            for attribute in FairnessRules.Attribute.allCases {
                rules.reasons[attribute] = reader.optionalWords(
                    attribute.rawValue, "Why offers may look at it; ~: they may not.")
            }
            return rules
        }
    }

    func kioskRules() -> KioskRules {
        section("kiosk", "What a kiosk may do by itself.") { reader in
            var rules = KioskRules()
            rules.offlineLimit = reader.amount(
                "offlineLimit", default: rules.offlineLimit, "For each card, over all that is not settled.")
            rules.snapshotMaxAgeSeconds = reader.value(
                "snapshotMaxAgeSeconds", .integer(in: 0...31_536_000, unit: "seconds"),
                default: rules.snapshotMaxAgeSeconds, "With older facts only checking in.")
            rules.proofAbove = reader.amount(
                "proofAbove", default: rules.proofAbove, "A spend above it needs the member's PIN or one-time code.")
            rules.checkInEarlyMinutes = reader.value(
                "checkInEarlyMinutes", .integer(in: 0...1440, unit: "minutes"), default: rules.checkInEarlyMinutes,
                "Before the appointment, included.")
            rules.checkInLateMinutes = reader.value(
                "checkInLateMinutes", .integer(in: 0...1440, unit: "minutes"), default: rules.checkInLateMinutes,
                "After its time, included; later ones see staff.")
            return rules
        }
    }

    private func amount(_ name: String, default standard: Amount, _ why: String) -> Amount {
        section(name, why) { reader in
            Amount(
                points: Points(reader.points("points", default: standard.points.count, "So many points.")),
                money: Money(fen: reader.fen("money", default: standard.money.fen, "So much stored value.")))
        }
    }
}
