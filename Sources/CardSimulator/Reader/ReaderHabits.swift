/// What real readers do and a perfect one does not. Public reports of each stand beside it.
package struct ReaderHabits: Sendable {
    /// What is said in the card's place when the field was lost, the card lying still (`63 00`: nfc-pcsc #37); `nil`
    /// when the card counts as gone, as PC/SC has it.
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
