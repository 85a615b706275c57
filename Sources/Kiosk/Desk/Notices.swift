internal import CardProtocol
internal import HubAPI
internal import KioskSession
internal import KioskStore

/// What a failure is called on the screen.
extension CardDesk {
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

    /// The reader could not be had, or the card left before anything was asked of it.
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

extension CardDesk {
    /// A store's failure as a code for the log; its words may name paths.
    static func code(for error: any Error) -> String {
        guard let error = error as? StoreError else { return "store-other" }
        return switch error {
        case .inUse: "store-in-use"
        case .unwritable: "store-unwritable"
        case .notDurable: "store-not-durable"
        case .conflict: "store-conflict"
        case .unusable: "store-unusable"
        case .nearlyFull: "store-nearly-full"
        case .full: "store-full"
        case .olderSnapshot: "snapshot-older"
        case .otherEpoch: "snapshot-other-epoch"
        case .damaged: "store-damaged"
        case .failed(let code, _): "store-sqlite-\(code)"
        }
    }
}

extension CardError {
    /// For the log: what kind of failure, never what stood on the card.
    var code: String {
        switch self {
        case .removed: "removed"
        case .reset: "reset"
        case .readerFailed(let code): "reader-\(String(code, radix: 16))"
        case .refused(_, let status): "refused-\(status)"
        case .wrongKey: "wrong-key"
        case .tampered: "tampered"
        case .malformed: "malformed"
        case .differentCard: "different-card"
        case .odometerMoved: "odometer-moved"
        case .insufficient: "insufficient"
        case .impossibleAmount: "impossible-amount"
        case .journalFailed: "journal-failed"
        }
    }
}
