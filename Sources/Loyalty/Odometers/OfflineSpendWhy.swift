extension OfflineSpend {
    /// What can be used, and what is under way: spent with the card and not booked yet, or spoken for elsewhere.
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
        if unsettled > 0 { derivation.note("odometer", .spentNotBooked, value(-unsettled)) }
        if elsewhere > 0 { derivation.note("held", .heldElsewhere, value(-elsewhere)) }
        return derivation
    }
}

extension Phrase {
    static let spentNotBooked = Phrase(
        "funds.spent", zh: "{0}：已刷卡使用，等待入账", en: "{0}: spent with the card, not booked yet")
    static let heldElsewhere = Phrase(
        "funds.held", zh: "{0}：正在结算，暂不可用", en: "{0}: being settled, not to be used now")
}
