/// A card in the field, for the length of one transaction: bytes in, bytes out.
///
/// Calls block, so a channel lives on the reader's own thread. The real one is `PCSC`'s; the simulated one
/// stands in `KioskTesting`. Any thrown error ends the channel: after it only a new tap is meaningful, because
/// after a fast swap the same handle speaks to another card (cards.md 3.8 names the measurement).
package protocol CardChannel: AnyObject {
    /// Answer to reset as the reader reports it. A hint, never proof of what the card is.
    var atr: [UInt8] { get }

    /// Sends one ISO 7816-4 command and waits for the answer.
    ///
    /// - Returns: at least 2 bytes; the last two are the status word.
    func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8]
}

/// Why an exchange with the card gave no answer. Whether the card acted on the command is not known.
package enum ChannelError: Error, Equatable, Sendable {
    /// The card left the field, or "success" came with fewer than two bytes, which is how PC/SC reports a card
    /// that was torn while it worked.
    case removed
    /// Another program reset the card; its selection and authentication are gone.
    case reset
    /// The reader or pcscd failed; `code` is pcsclite's. The reader service starts it again.
    case readerFailed(code: UInt32)
}
