internal import Loyalty

/// What a line of the ledger is: a posting of the rules, or the hub's reversal of one.
struct LineKind: Hashable, RawRepresentable {
    /// Never `spendReversal`, which is the reversal of `spend`.
    let family: Posting.Kind
    let isReversal: Bool

    static let expiry = LineKind(.expiry)
    static let expiryReversal = LineKind(.expiry, isReversal: true)

    init(_ family: Posting.Kind, isReversal: Bool = false) {
        self.family = family == .spendReversal ? .spend : family
        self.isReversal = isReversal || family == .spendReversal
    }

    /// - Returns: `nil` for what the ledger does not hold; a grant is reversed by a grant below zero.
    init?(rawValue: String) {
        let isReversal = rawValue.hasSuffix(Self.reversal)
        let stem = isReversal ? String(rawValue.dropLast(Self.reversal.count)) : rawValue
        guard let family = Posting.Kind(rawValue: stem), family != .spendReversal, !(isReversal && family == .grant)
        else { return nil }
        self.init(family, isReversal: isReversal)
    }

    var rawValue: String { family.rawValue + (isReversal ? Self.reversal : "") }

    private static let reversal = "Reversal"
}
