/// Quirks of real readers that a perfect one does not have, with public reports of each.
package struct ReaderQuirks: Sendable {
    /// What the reader answers in the card's place when the field was lost and the card is still there (`63 00`:
    /// nfc-pcsc #37); `nil` if the card counts as removed, as PC/SC defines.
    package var statusWhenLost: [UInt8]?
    /// Whether a reset reaches the card. Some drivers only activate it once more, selection and authentication staying.
    package var resets: Bool
    /// Whether the card is gone for a moment after each reset, because the reader polls for it anew (ifdnlnfc #2).
    package var repollsAfterReset: Bool

    package init(statusWhenLost: [UInt8]? = nil, resets: Bool = true, repollsAfterReset: Bool = false) {
        self.statusWhenLost = statusWhenLost
        self.resets = resets
        self.repollsAfterReset = repollsAfterReset
    }

    package static let perfect = ReaderQuirks()
}
