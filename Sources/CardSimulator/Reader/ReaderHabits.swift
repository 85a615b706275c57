/// Habits of real readers that a perfect one does not have, with public reports of each.
package struct ReaderHabits: Sendable {
    /// What the reader answers in the card's place when the field was lost and the card is still there (`63 00`:
    /// nfc-pcsc #37); `nil` if the card counts as removed, as PC/SC defines.
    package var wordWhenLost: [UInt8]?
    /// Whether a reset reaches the card. Some drivers only activate it once more, selection and authentication staying.
    package var resets: Bool
    /// Whether the card is gone for a moment after each reset, because the reader polls for it anew (ifdnlnfc #2).
    package var goesAndComes: Bool

    package init(wordWhenLost: [UInt8]? = nil, resets: Bool = true, goesAndComes: Bool = false) {
        self.wordWhenLost = wordWhenLost
        self.resets = resets
        self.goesAndComes = goesAndComes
    }

    package static let perfect = ReaderHabits()
}
