internal import CardProtocol
internal import KioskStore

/// A store's failure as a code for the log; its words may name paths.
func storeFailureCode(_ error: any Error) -> String {
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
