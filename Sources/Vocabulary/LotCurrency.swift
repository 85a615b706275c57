/// What a lot counts.
package enum LotCurrency: String, Hashable, Sendable, CaseIterable {
    case points
    /// Fen that a member paid in.
    case principal
    /// Fen that the salon gave on top.
    case gift
}
