package import Vocabulary

/// How much a card has ever spent: counters of points and of fen that only move forward, from 0 to `limit`. On the
/// card they stand as what is left: `limit` minus the spent amount.
package enum Odometer {
    package static let limit: Int64 = 0x7FFF_FFFF

    /// How much is spent, from a GetValue answer of 4 bytes.
    ///
    /// - Returns: `nil` for another length or a value below 0.
    package static func spent(_ answer: [UInt8]) -> Int64? {
        guard answer.count == 4 else { return nil }
        let left = Int32(truncatingIfNeeded: LittleEndian.value(answer))
        return left >= 0 ? limit - Int64(left) : nil
    }

    /// Where odometers stand after a spend.
    ///
    /// - Returns: `nil` when one would pass its end, or an amount is negative.
    package static func advanced(_ before: Amount, by amount: Amount) -> Amount? {
        let end = Amount(points: limit, fen: limit)
        guard amount.isNonNegative, amount.fits(in: end), before.fits(in: end - amount) else { return nil }
        return before + amount
    }
}
