// Sums of these stand in the innermost loops of the rules: as calls into this module they cost a tenth of a replay.

/// Loyalty points; whole numbers only. Negative only where a debt is meant.
package struct Points: Hashable, Sendable, Codable, Comparable, AdditiveArithmetic, CustomStringConvertible {
    package var count: Int64

    @inlinable
    package init(_ count: Int64) { self.count = count }

    package init(from decoder: any Decoder) throws { count = try decoder.singleValueContainer().decode(Int64.self) }
    package func encode(to encoder: any Encoder) throws { try count.encode(to: encoder) }

    @inlinable
    package static var zero: Points { Points(0) }
    /// So many times the points.
    @inlinable
    package static func * (times: Int64, points: Points) -> Points { Points(times * points.count) }
    @inlinable
    package static prefix func - (points: Points) -> Points { Points(-points.count) }
    @inlinable
    package static func + (left: Points, right: Points) -> Points { Points(left.count + right.count) }
    @inlinable
    package static func - (left: Points, right: Points) -> Points { Points(left.count - right.count) }
    @inlinable
    package static func == (left: Points, right: Points) -> Bool { left.count == right.count }
    @inlinable
    package static func < (left: Points, right: Points) -> Bool { left.count < right.count }
    package var description: String { "\(count) points" }
}

/// Money in fen (1/100 yuan); whole numbers only. Negative only where a debt is meant.
package struct Money: Hashable, Sendable, Codable, Comparable, AdditiveArithmetic, CustomStringConvertible {
    package var fen: Int64

    @inlinable
    package init(fen: Int64) { self.fen = fen }

    package init(from decoder: any Decoder) throws { fen = try decoder.singleValueContainer().decode(Int64.self) }
    package func encode(to encoder: any Encoder) throws { try fen.encode(to: encoder) }

    @inlinable
    package static var zero: Money { Money(fen: 0) }
    /// So many times the money.
    @inlinable
    package static func * (times: Int64, money: Money) -> Money { Money(fen: times * money.fen) }
    @inlinable
    package static prefix func - (money: Money) -> Money { Money(fen: -money.fen) }
    @inlinable
    package static func + (left: Money, right: Money) -> Money { Money(fen: left.fen + right.fen) }
    @inlinable
    package static func - (left: Money, right: Money) -> Money { Money(fen: left.fen - right.fen) }
    @inlinable
    package static func == (left: Money, right: Money) -> Bool { left.fen == right.fen }
    @inlinable
    package static func < (left: Money, right: Money) -> Bool { left.fen < right.fen }
    package var description: String { "\(fen) fen" }
}

extension Sequence {
    /// The sum of one figure of each.
    @inlinable
    package func sum<Figure: AdditiveArithmetic>(_ figure: (Element) -> Figure) -> Figure {
        reduce(into: .zero) { $0 += figure($1) }
    }
}

extension Sequence where Element: AdditiveArithmetic {
    @inlinable
    package func sum() -> Element { reduce(into: .zero) { $0 += $1 } }
}

/// Points and stored value side by side: what a spend takes, what a reward costs, what a card's odometers count.
///
/// On the wire and in files `{"points":80,"fen":1250}`.
package struct Amount: Hashable, Sendable, Codable, AdditiveArithmetic {
    package var points: Points
    package var money: Money

    package init(points: Points, money: Money) {
        self.points = points
        self.money = money
    }

    /// The same from plain figures.
    package init(points: Int64, fen: Int64 = 0) { self.init(points: Points(points), money: Money(fen: fen)) }

    private enum CodingKeys: String, CodingKey {
        case points
        case money = "fen"
    }

    package static let zero = Amount(points: .zero, money: .zero)

    package static func + (left: Amount, right: Amount) -> Amount {
        Amount(points: left.points + right.points, money: left.money + right.money)
    }

    package static func - (left: Amount, right: Amount) -> Amount {
        Amount(points: left.points - right.points, money: left.money - right.money)
    }

    /// Wraps round instead of trapping: for figures of files and messages that were not checked yet.
    package static func &+ (left: Amount, right: Amount) -> Amount {
        Amount(points: left.points.count &+ right.points.count, fen: left.money.fen &+ right.money.fen)
    }

    /// Wraps round, as `&+` does.
    package static func &- (left: Amount, right: Amount) -> Amount {
        Amount(points: left.points.count &- right.points.count, fen: left.money.fen &- right.money.fen)
    }

    /// Whether each part is at most the other's.
    package func fits(in other: Amount) -> Bool { points <= other.points && money <= other.money }

    /// Whether no part is below zero.
    package var isNonNegative: Bool { points >= .zero && money >= .zero }
}
