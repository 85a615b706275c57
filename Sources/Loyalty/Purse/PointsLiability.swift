import Identity

/// What points that are out mean for the salon's books: revenue deferred when points were earned, and recognised as
/// they are redeemed (IFRS 15 B39 to B43; KPMG's handbook, example 10, is E25 j of the tests).
package struct PointsLiability: Hashable, Sendable {
    /// Fen of revenue allocated to the points.
    package var allocated: Int64
    /// Fen recognised so far.
    package private(set) var recognised: Int64 = 0
    /// Points redeemed so far.
    package private(set) var redeemed: Int64 = 0

    package init(allocated: Int64) { self.allocated = allocated }

    package var deferred: Int64 { allocated - recognised }

    /// Closes a period. What was redeemed counts against all that is expected ever to be; an expectation that
    /// changed is caught up with in the period in which it changes.
    ///
    /// - Parameters:
    ///   - points: redeemed in this period.
    ///   - expected: points expected to be redeemed in all, those before included; more than 0.
    /// - Returns: fen of revenue of this period; below 0 where the expectation rose.
    package mutating func close(redeemed points: Int64, expected: Int64) throws(RuleError) -> Int64 {
        guard (0...Bounds.amount).contains(points) else { throw .outOfBounds(what: "redeemed", amount: points) }
        guard expected > 0, redeemed + points <= expected else {
            throw .senseless(
                path: "expected",
                reason: Bilingual(
                    zh: "预计兑换的积分少于已兑换的 \(redeemed + points)；请提高预计",
                    en: "fewer points are expected than the \(redeemed + points) redeemed; expect more"))
        }
        redeemed += points
        let total = Rounding.half.quotient(Int128(allocated) * Int128(redeemed), Int128(expected))
        defer { recognised = total }
        return total - recognised
    }
}
