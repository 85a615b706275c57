internal import HubAPI
internal import Vocabulary

/// A card in the log: the same card has the same trace in one kiosk's log, and nobody can tell which card it is
/// without the kiosk's trace key.
package struct CardTrace: Hashable, Sendable {
    /// 12 hex digits.
    package let text: String

    /// - Parameter key: 32 random bytes of this kiosk.
    package init(of card: some CustomStringConvertible & Sendable, key: [UInt8]) {
        // SHA-256 over key, eight zero bytes and the id, cut short: a keyed hash, as the journal's chain is one.
        text = Hex.text(JournalChain.hash(previous: key, sequence: 0, body: card.description).prefix(6)).lowercased()
    }
}
