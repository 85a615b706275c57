internal import Documents
internal import Loyalty
internal import Vocabulary

/// Parts that come again in many rules.
extension DocumentReader {
    /// Any amount that can stand in a policy.
    static var fen: ClosedRange<Int64> { 0...Bounds.amount }

    func scope(_ name: String, _ why: String) -> ItemScope {
        section(name, shape: "scope", why + " Empty for every line; except goes before the rest.") { $0.scopeParts() }
    }

    func scopeParts() -> ItemScope {
        var scope = ItemScope()
        scope.items = references("items", to: "item", "These items.")
        scope.categories = references("categories", to: "category", "All items of these categories.")
        scope.kinds = Set(values("kinds", .choice(), "All items of these kinds."))
        scope.except = references("except", to: "item or category", "But not these items or categories.")
        return scope
    }

    func occasion(_ name: String, _ why: String) -> Occasion {
        section(name, shape: "occasion", why + " Every part that is set must hold; empty for always.") { reader in
            var when = Occasion()
            when.from = reader.optional("from", .day, "First day.")
            when.through = reader.optional("through", .day, "Last day, included.")
            let weekdays: [WeekdayName] = reader.values("weekdays", .choice(), "Days of the week; empty for all.")
            when.weekdays = Set(weekdays.map(\.number))
            when.dayKinds = Set(
                reader.values("dayKinds", .choice(), "Kinds of days by the holiday calendar; one must hold."))
            when.festivals = reader.references(
                "festivals", to: "festival", "Festivals by the holiday calendar; one must hold.")
            when.hours = reader.values("hours", .hours(on: weekdays), "Parts of the store's day; empty for all of it.")
            when.birthday = reader.optionalObject("birthday", "Days around the member's birthday.") { reader in
                BirthdayWindow(
                    daysBefore: reader.value("daysBefore", .integer(in: 0...183), default: 0, "Days before it."),
                    daysAfter: reader.value("daysAfter", .integer(in: 0...183), default: 0, "Days after it."),
                    wholeMonth: reader.value("wholeMonth", .flag, default: false, "Its whole month instead of days."))
            }
            let (from, through) = (when.from, when.through)
            reader.require("through", with: ["from"], .beforeFrom) {
                guard let from, let through else { return true }
                return from <= through
            }
            return when
        }
    }

    func conditions(_ name: String) -> Conditions {
        section(name, "Who may have it, and when. Every part that is set must hold.") { reader in
            var conditions = Conditions()
            conditions.when = reader.occasion("when", "When it holds.")
            conditions.stores = Set(reader.values("stores", .id, "In these stores only; empty for all."))
            conditions.tiers = reader.references("tiers", to: "tier", "For these tiers only; empty for all.")
            conditions.segments = Set(reader.values("segments", .id, "For members of these segments; empty for all."))
            conditions.firstPurchase = reader.value(
                "firstPurchase", .flag, default: conditions.firstPurchase, "Only with the member's first bill.")
            conditions.age = reader.optional("age", .ages, "Years of age. Protected: needs a reason under fairness.")
            conditions.sexes = Set(reader.values("sexes", .choice(), "Protected: needs a reason under fairness."))
            conditions.occupations = Set(
                reader.values("occupations", .id, "Protected: needs a reason under fairness."))
            conditions.perMember = reader.optional(
                "perMember", .limit(most: 1_000_000), "How often one member may have it.")
            conditions.total = reader.optional(
                "total", .integer(in: 1...Bounds.amount), "How often all members together may have it, for ever.")
            conditions.awayDays = reader.optional(
                "awayDays", .integer(in: 1...3660, unit: "days"), "The member has not come for at least so long.")
            return conditions
        }
    }

    func validity(_ name: String, default standard: Validity, _ why: String) -> Validity {
        value(name, .validity, default: standard, why)
    }

    /// So many days.
    func days(_ name: String, default standard: Int, in range: ClosedRange<Int> = 0...3660, _ why: String) -> Int {
        value(name, .integer(in: range, unit: "days"), default: standard, why)
    }

    func fen(_ name: String, default standard: Int64, in range: ClosedRange<Int64> = fen, _ why: String) -> Int64 {
        value(name, .money(in: range), default: standard, why)
    }

    func points(
        _ name: String, default standard: Int64, in range: ClosedRange<Int64> = fen, _ why: String
    ) -> Int64 {
        value(name, .integer(in: range, unit: "points"), default: standard, why)
    }
}
