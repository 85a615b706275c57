/// Why a card could not be reached through PC/SC. Cases are named for what the caller can do about them.
package enum PCSCError: Error, Hashable, Sendable {
    /// pcscd does not run.
    case noService
    /// pcscd runs and hangs up: polkit does not let this user near readers, or all of its 200 contexts are taken.
    case turnedAway
    /// No reader of that name is plugged in.
    case noReader
    /// Another program holds the reader or the card: end it, or try again later.
    case inUse
    /// No card came within the time.
    case noCard
    /// Something lies on the reader that does not answer.
    case unresponsive
    /// Everything else; `code` is pcsclite's.
    case failed(code: UInt32)

    init(_ code: PCSCCode) {
        switch code {
        case .noService, .commError, .serviceStopped, .invalidHandle: self = .noService
        case .turnedAway: self = .turnedAway
        case .unknownReader, .readerUnavailable, .noReadersAvailable: self = .noReader
        case .sharingViolation: self = .inUse
        case .noSmartcard, .removedCard, .timeout: self = .noCard
        case .unresponsiveCard, .unpoweredCard: self = .unresponsive
        default: self = .failed(code: code.rawValue)
        }
    }
}
