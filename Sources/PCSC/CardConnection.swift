internal import CardProtocol

/// A connected card inside one transaction: the real `CardChannel`. Used on one thread.
final class CardConnection: CardChannel {
    let atr: [UInt8]
    private let library: any PCSCLibrary
    private let card: CardHandle
    private let calls: CallClock
    /// Why nothing can be sent any more. After any error the same handle may speak to another card.
    private var ended: ChannelError?
    private var buffer = [UInt8](repeating: 0, count: Libpcsclite.longestAnswer)

    /// Connects and begins the transaction; `close` must follow.
    init(
        _ library: any PCSCLibrary, context: Int, reader: String, exclusive: Bool, calls: CallClock
    ) throws(PCSCCode) {
        self.library = library
        self.calls = calls
        card = try calls.timed(.connect) { () throws(PCSCCode) in
            let card = try library.connect(context, reader: reader, exclusive: exclusive)
            do throws(PCSCCode) {
                try library.beginTransaction(card)
            } catch {
                library.disconnect(card, resetting: true)
                throw error
            }
            return card
        }
        do throws(PCSCCode) {
            atr = try library.answerToReset(card)
        } catch {
            library.endTransaction(card)
            library.disconnect(card, resetting: true)
            throw error
        }
    }

    func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        if let ended { throw ended }
        do throws(PCSCCode) {
            let count = try calls.timed(.exchange) { () throws(PCSCCode) in
                try library.transmit(command, to: card, answer: &buffer)
            }
            // This is how PC/SC reports a card that was torn while it worked.
            guard count >= 2 else { throw PCSCCode.notTransacted }
            return Array(buffer.prefix(count))
        } catch {
            ended = error.channelError
            throw error.channelError
        }
    }

    /// Ends the channel, even if something still holds it, and resets the card unless it has left already.
    ///
    /// - Parameter spareReset: leave the card as it is.
    /// - Returns: whether it was reset.
    @discardableResult
    func close(spareReset: Bool = false) -> Bool {
        let resetting = ended != .removed && !spareReset
        ended = ended ?? PCSCCode.invalidHandle.channelError
        calls.timed(.connect) {
            library.endTransaction(card)
            library.disconnect(card, resetting: resetting)
        }
        return resetting
    }

    /// How long a program that holds the card is waited for, and the pause between attempts.
    static let patience = Duration.seconds(2)
    static let attemptMs: Int32 = 50

    /// Connects, trying again for a while where another program is connected.
    ///
    /// - Parameter shouldContinue: pauses for `attemptMs`, and says whether anybody still wants the card.
    static func retrying(
        _ library: any PCSCLibrary, context: Int, reader: String, exclusive: Bool, calls: CallClock,
        shouldContinue: () -> Bool
    ) throws(PCSCCode) -> CardConnection {
        let deadline = ContinuousClock.now + patience
        while true {
            do throws(PCSCCode) {
                return try CardConnection(
                    library, context: context, reader: reader, exclusive: exclusive, calls: calls)
            } catch {
                guard error == .sharingViolation, ContinuousClock.now < deadline, shouldContinue() else { throw error }
            }
        }
    }
}
