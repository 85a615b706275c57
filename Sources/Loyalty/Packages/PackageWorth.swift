internal import Vocabulary

extension PackageLot {
    /// What the next `count` sessions are worth after `done` of them were paid back or given away. All sessions are
    /// worth the same, except that the first ones get the fen left over by division, so that together they are worth
    /// `paid`.
    static func worth(of count: Int64, after done: Int64, bought: Int64, paid: Money) -> Money {
        guard bought > 0 else { return .zero }
        let (each, odd) = paid.fen.quotientAndRemainder(dividingBy: bought)
        return Money(fen: each * count + min(done + count, odd) - min(done, odd))
    }

    func worth(of count: Int64) -> Money {
        Self.worth(of: count, after: refunded + transferred, bought: bought, paid: paid)
    }
}
