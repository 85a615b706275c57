internal import Synchronization

/// Two cards in one reader's field, as when a purse is laid on the reader.
///
/// A reader speaks to one card at a time, and each activation may find the other one. It knows the UID from
/// anticollision, but neither card has enough power for any other command. The reader then answers `63 00` in the
/// card's place, although the cards are still there (nfc-pcsc #37).
package final class CardPair: VirtualPICC {
    private let cards: [any VirtualPICC]
    private let turn = Mutex(Turn())

    private struct Turn {
        var answering = 0
        /// Whether the next command goes to the other card.
        var isActivated = false
    }

    package init(_ first: any VirtualPICC, _ second: any VirtualPICC) { cards = [first, second] }

    package var atr: [UInt8] { answering.atr }

    package func powerChanged() {
        for card in cards { card.powerChanged() }
        turn.withLock { $0.isActivated = true }
    }

    package func transmit(_ command: [UInt8]) -> VirtualAnswer {
        guard command.first == Self.readersOwn else { return VirtualAnswer(bytes: Self.word) }
        return answering.transmit(command)
    }

    /// Power going off and on is a single activation, so the turn changes with the first command after it.
    private var answering: any VirtualPICC {
        turn.withLock { turn in
            if turn.isActivated { turn = Turn(answering: 1 - turn.answering) }
            return cards[turn.answering]
        }
    }

    /// The class of commands that the reader answers by itself (PC/SC part 3).
    private static let readersOwn: UInt8 = 0xFF
    private static let word: [UInt8] = [0x63, 0x00]
}
