package import CardProtocol
package import KioskSession
internal import Synchronization
internal import Vocabulary

/// Reads a card, and tries once or twice more while it still lies there.
///
/// At the edge of the field a card answers the first commands and has no power left for AES (PCSC #102). Reading
/// changes nothing, so it is tried again; a spend never is. The session learns only the last attempt's result.
package struct TapAttempts: Sendable {
    private let cards: CardTransactions
    private let reader: any CardReader
    private let pause: Duration
    private let isCardThere: @Sendable () -> Bool

    private static let attempts = 3
    /// After this time no further attempt begins, because a customer waits. A card torn out blocks some readers for
    /// three seconds.
    private static let patienceMs: Int64 = 1500

    /// - Parameters:
    ///   - pause: between two attempts, for the card to come nearer.
    ///   - isCardThere: what the reader said last.
    package init(
        cards: CardTransactions, reader: any CardReader, pause: Duration = .milliseconds(150),
        isCardThere: @escaping @Sendable () -> Bool
    ) {
        self.cards = cards
        self.reader = reader
        self.pause = pause
        self.isCardThere = isCardThere
    }

    package func read(_ tap: Tap) async -> CardFinding {
        let (cards, reader, sight) = (cards, reader, UIDSight())
        let finding = await retrying {
            do {
                return try await reader.withCard { cards.read(SeenChannel($0, by: sight), tap) }
            } catch {
                return CardFinding.refused(CardTransactions.notice(forReader: error))
            }
        } isBroken: { finding in
            guard case .refused(let notice) = finding else { return false }
            return notice == .notRead || notice == .pulledEarly
        }
        return sight.sawSeveral ? .refused(.severalCards) : finding
    }

    package func settle(_ order: SpendOrder) async -> SpendResult {
        let (cards, reader) = (cards, reader)
        return await retrying {
            do {
                return try await reader.withCard { cards.settle($0, order) }
            } catch {
                return SpendResult.pulledEarly
            }
        } isBroken: {
            $0 == .refused(.notRead) || $0 == .pulledEarly
        }
    }

    private func retrying<Outcome: Sendable>(
        _ attempt: @Sendable () async -> Outcome, isBroken: (Outcome) -> Bool
    ) async -> Outcome {
        let beganAtMs = cards.clock.monotonicMs()
        var outcome = await attempt()
        for _ in 1..<Self.attempts where isBroken(outcome) {
            guard isCardThere(), cards.clock.monotonicMs() - beganAtMs < Self.patienceMs else { break }
            try? await Task.sleep(for: pause)
            outcome = await attempt()
        }
        return outcome
    }
}

/// Which cards the reader named during one tap. With two in the field it activates now one, now the other.
private final class UIDSight: Sendable {
    private let uids = Mutex<Set<[UInt8]>>([])

    func saw(_ uid: [UInt8]) { uids.withLock { _ = $0.insert(uid) } }

    var sawSeveral: Bool { uids.withLock { $0.count > 1 } }
}

/// Looks at what the reader answers when it is asked for the UID.
private final class SeenChannel: CardChannel {
    private let channel: any CardChannel
    private let sight: UIDSight

    init(_ channel: any CardChannel, by sight: UIDSight) {
        self.channel = channel
        self.sight = sight
    }

    var atr: [UInt8] { channel.atr }

    func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        let answer = try channel.transmit(command)
        let isUID = command.starts(with: [0xFF, 0xCA]) && answer.count > 2 && answer.suffix(2) == [0x90, 0x00]
        if isUID { sight.saw(answer.dropLast(2)) }
        return answer
    }
}
