package import Vocabulary

/// A way of paying, with an amount.
package struct Tender: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Cash, card, Alipay, WeChat Pay: money that comes in now.
        case cash
        case principal
        case gift
        /// Sessions of a package, each for a unit of a line; the tender names the lot.
        case package
        case points
        /// What is on the card, divided into principal and gift in the policy's order. Only asked for: what was paid is
        /// principal and gift.
        case storedValue

        /// Those that something can have been paid by.
        package static let paidBy: [Kind] = [.cash, .principal, .gift, .package, .points]
        /// Those that a bill may name.
        package static let asked: [Kind] = [.cash, .storedValue, .principal, .gift, .package]
    }

    package var kind: Kind
    package var amount: Money
    /// The package whose sessions pay.
    package var lot: String?

    package init(_ kind: Kind, _ amount: Money, lot: String? = nil) {
        self.kind = kind
        self.amount = amount
        self.lot = lot
    }
}
