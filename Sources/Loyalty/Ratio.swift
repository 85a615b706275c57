package import Vocabulary

/// Exact arithmetic on whole numbers: one place where anything is ever rounded.
package enum Rounding: String, Hashable, Sendable, CaseIterable {
    case down
    /// Halves away from zero.
    case half
    case up

    /// `numerator / denominator`, rounded; exact before that (128 bits).
    /// - Parameters:
    ///   - numerator: 0 or more.
    ///   - denominator: more than 0.
    package func quotient(_ numerator: Int128, _ denominator: Int128) -> Int64 {
        let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
        let rounded: Int128 =
            switch self {
            case .down: whole
            case .half: rest * 2 >= denominator ? whole + 1 : whole
            case .up: rest > 0 ? whole + 1 : whole
            }
        return Int64(clamping: rounded)
    }

    /// `money × part / whole`, exact before it is rounded.
    package func share(_ part: Int64, of whole: Int64, _ money: Money) -> Money {
        Money(fen: quotient(Int128(money.fen) * Int128(part), Int128(whole)))
    }

    /// `amount × basisPoints / 10000`.
    package func share(_ basisPoints: Int64, of amount: Int64) -> Int64 {
        quotient(Int128(amount) * Int128(basisPoints), 10_000)
    }
}

/// Bounds on what comes in from outside, so that no sum inside can overflow.
package enum Bounds {
    /// Ten thousand million yuan, or as many points.
    package static let amount: Int64 = 1_000_000_000_000
    package static let quantity: Int64 = 10_000
    package static let linesPerBill = 1000
    /// Moments a salon can mean: the years 1970 to 9999.
    package static let momentsMs: ClosedRange<Int64> = 0...253_402_300_799_999
}
