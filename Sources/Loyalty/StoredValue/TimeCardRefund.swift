import Identity

/// A card for a time, such as a year's membership, given up before its end: what is left of the term, by days.
package struct TimeCardRefund: Hashable, Sendable {
    package var daysLeft: Int
    package var days: Int
    /// Fen.
    package var refund: Int64
    /// Always: no figure here is legal advice.
    package var needsLawyer = true
    package var derivation = Derivation()

    /// The day of giving it up counts as had; before the first day all of it is left.
    /// - Throws: `outOfBounds` for the price or a day, `senseless` for a term that ends before it begins.
    package init(
        paid: Int64, from: Day, through: Day, givenUpOn day: Day, _ policy: Policy
    ) throws(RuleError) {
        try RuleError.require("timeCard.paid", paid, in: 0...Bounds.amount)
        for day in [from, through, day] { try RuleError.requireDay(day) }
        guard from <= through else {
            throw .senseless(
                path: "timeCard",
                reason: Bilingual(
                    zh: "最后一天 \(through) 早于第一天 \(from)；请更正日期",
                    en: "its last day \(through) is before its first, \(from); correct the days"))
        }
        days = through.number - from.number + 1
        daysLeft = day < from ? days : max(0, through.number - min(day, through).number)
        // What was had is rounded down, so the doubtful fen is the member's.
        let had = Rounding.down.quotient(Int128(paid) * Int128(days - daysLeft), Int128(days))
        refund = paid - had
        derivation.note("region.\(policy.region.id)", .prepaidLawyer, .name(policy.region.note))
        derivation.note(
            "timeCard", .timeCardRefund, .fen(paid), .count(Int64(daysLeft)), .count(Int64(days)), .fen(refund))
    }
}
