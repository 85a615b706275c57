package import Vocabulary

/// Why a card could not be read or written. Cases are named for what the caller can do about them.
///
/// Whatever `MemberCard.spend` throws, the card has certainly not committed; an unknown outcome is a value.
package enum CardError: Error, Hashable, Sendable {
    /// The card left the field, or the reader spoke in its place to say that it heard none. Ask the customer to tap
    /// again.
    case removed
    /// Another program reset the card. Nothing is wrong with it: tap again.
    case reset
    /// The reader failed; `code` is pcsclite's. The reader service restarts it.
    case readerFailed(code: UInt32)
    /// The card refused a command it understood. Not retried.
    case refused(Instruction, StatusWord)
    /// The two sides do not hold the same key, or none of ours is of the card's generation. Tried once only.
    case wrongKey
    /// A MAC, a CRC or the padding of an answer is wrong: noise, another card, or somebody in between.
    case tampered
    /// The answer does not have the form that the data sheet prescribes.
    case malformed(Instruction)
    /// The card in the field is not the one that was read before.
    case differentCard
    /// The odometers are not where they were expected; read the card again.
    case odometerMoved(Amount)
    /// The odometer would pass its end. The card must be replaced.
    case insufficient(Amount)
    /// A negative amount, or nothing to spend at all: a mistake of the caller, and the card was not touched.
    case impossibleAmount
    /// The intent could not be made durable, so the card was not asked to commit.
    case journalFailed

    init(_ error: ChannelError) {
        self =
            switch error {
            case .removed: .removed
            case .reset: .reset
            case .readerFailed(let code): .readerFailed(code: code)
            }
    }
}
