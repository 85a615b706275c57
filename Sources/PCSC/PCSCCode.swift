internal import CardProtocol

/// A result of pcsclite other than success, as it came. PC/SC's codes have 32 bits; on Linux they travel in 64.
struct PCSCCode: Error, Hashable, Sendable {
    let rawValue: UInt32

    init(_ result: Int) { rawValue = UInt32(truncatingIfNeeded: result) }

    static let cancelled = PCSCCode(0x8010_0002)
    static let invalidHandle = PCSCCode(0x8010_0003)
    static let invalidParameter = PCSCCode(0x8010_0004)
    static let unknownReader = PCSCCode(0x8010_0009)
    static let timeout = PCSCCode(0x8010_000A)
    static let sharingViolation = PCSCCode(0x8010_000B)
    static let noSmartcard = PCSCCode(0x8010_000C)
    static let commError = PCSCCode(0x8010_0013)
    static let notTransacted = PCSCCode(0x8010_0016)
    static let readerUnavailable = PCSCCode(0x8010_0017)
    static let noService = PCSCCode(0x8010_001D)
    static let serviceStopped = PCSCCode(0x8010_001E)
    static let noReadersAvailable = PCSCCode(0x8010_002E)
    static let unresponsiveCard = PCSCCode(0x8010_0066)
    static let unpoweredCard = PCSCCode(0x8010_0067)
    static let resetCard = PCSCCode(0x8010_0068)
    static let removedCard = PCSCCode(0x8010_0069)
    /// pcscd hung up during the greeting: it has its 200 contexts, polkit refuses us, or it is on its way out.
    static let turnedAway = PCSCCode(0x8010_006A)

    /// What it means for the reader when no card was being spoken to.
    var readerFault: ReaderFault {
        switch self {
        case .noService, .commError, .serviceStopped, .invalidHandle: .noService
        case .unknownReader, .readerUnavailable, .noReadersAvailable: .noReader
        case .sharingViolation: .inUse
        default: .failed(code: rawValue)
        }
    }

    /// What it means for an exchange with a card. A card torn out gives 0x80100016 until pcscd notices, and 0x80100069
    /// from then on.
    var channelError: ChannelError {
        switch self {
        case .notTransacted, .removedCard, .noSmartcard, .unresponsiveCard, .unpoweredCard: .removed
        case .resetCard: .reset
        default: .readerFailed(code: rawValue)
        }
    }
}
