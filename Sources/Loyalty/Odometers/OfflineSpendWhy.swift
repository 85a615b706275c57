internal import Vocabulary

extension OfflineSpend {
    /// What can be spent, and what cannot: amounts spent with the card and not booked yet, and amounts held for other
    /// operations.
    package var derivation: (points: Derivation, money: Derivation) {
        let elsewhere = heldElsewhere + ownOtherCards
        return (
            Self.derivation(
                available.points.count, unsettled.points.count, elsewhere.points.count
            ) { .points($0) },
            Self.derivation(available.money.fen, unsettled.money.fen, elsewhere.money.fen) { .fen($0) }
        )
    }

    private static func derivation(
        _ available: Int64, _ unsettled: Int64, _ elsewhere: Int64, _ value: (Int64) -> Value
    ) -> Derivation {
        var derivation = Derivation()
        derivation.note("available", .rewardPointsThere, value(available))
        if unsettled > 0 { derivation.note("odometer", .spentNotBooked, value(unsettled)) }
        if elsewhere > 0 { derivation.note("held", .heldElsewhere, value(elsewhere)) }
        return derivation
    }
}

extension Derivation {
    /// Inserts the lots after the available figure and before what is subtracted from it.
    package func around(_ lots: Derivation) -> Derivation {
        Derivation(steps: steps.prefix(1) + lots.steps + steps.dropFirst())
    }
}

extension Phrase {
    static let spentNotBooked = Phrase(
        "funds.spent", zh: "刚用掉 {0}，正在入账", en: "{0} just spent, being booked")
    static let heldElsewhere = Phrase(
        "funds.held", zh: "{0}正在结算，暂时不能用", en: "{0} being settled, not usable just now")

    static let ofOfflineSpends: [Phrase] = [spentNotBooked, heldElsewhere]
}
