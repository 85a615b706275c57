internal import CardProtocol
internal import HubAPI
internal import KioskSession

/// The notice that the screen shows for a failure.
extension CardTransactions {
    static func notice(for error: CardError) -> Notice {
        switch error {
        case .removed: .pulledEarly
        case .reset, .readerFailed, .tampered, .malformed, .refused: .notRead
        case .wrongKey: .foreignCard
        case .differentCard: .wrongCard
        case .odometerMoved, .impossibleAmount: .notRead
        case .insufficient: .needsDesk
        case .journalFailed: .cannotRecord
        }
    }

    /// For a reader that could not be used, or a card that left before the first command.
    static func notice(forReader error: any Error) -> Notice {
        (error as? ChannelError) == .removed ? .pulledEarly : .notRead
    }

    static func notice(forHold refusal: HoldAnswer.Refusal?) -> Notice {
        switch refusal {
        case .insufficient: .insufficient
        case .cardBlocked: .blockedCard
        case .cardSuspect: .suspectCard
        case .proofNeeded: .needsDesk
        case .cardUnknown, .rewardUnknown, .notOffered, .idUsed, nil: .hubRejected
        }
    }
}
