internal import Synchronization

/// Two cards that lie in one reader's field, as when a purse is laid on it.
///
/// A reader speaks to one card at a time, and with each activation it finds now one, now the other. It can say the UID,
/// which it learned from anticollision; for anything that a card must work for, neither gets the power. In the card's
/// place the reader then says `63 00`, the cards lying still (nfc-pcsc #37).
package final class CardPair: VirtualPICC {
    private let cards: [any VirtualPICC]
    private let turn = Mutex(Turn())

    private struct Turn {
        var answering = 0
        /// The next question finds the other card.
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

    /// Power that goes and comes is one activation, so the turn goes on when the card is first asked.
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
