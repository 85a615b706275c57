import Vocabulary

// In these tests a plain figure is money in fen, or so many points.
extension Money: ExpressibleByIntegerLiteral {
    package init(integerLiteral fen: Int64) { self.init(fen: fen) }
}

extension Points: ExpressibleByIntegerLiteral {
    package init(integerLiteral count: Int64) { self.init(count) }
}
