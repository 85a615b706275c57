import CardProtocol
import Foundation
import PCSC

/// The real reader on the desk. Its blocking calls run on a thread of their own.
struct PCSCPad: CardPad {
    let reader: String
    /// How long a card may take to come.
    let waitSeconds: Int

    /// Each stretch of work ends with a reset, after which some readers look for the card anew.
    private static let blink = Duration.seconds(1)

    static func readers() throws -> [String] {
        do { return try PCSCReaders.list() } catch { throw IssuingError(error) }
    }

    func withCard<T: Sendable>(_ body: @escaping @Sendable (any CardChannel) throws -> T) async throws -> T {
        let (reader, wait) = (reader, max(.seconds(waitSeconds), Self.blink))
        do {
            return try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(with: Result { try PCSC.withCard(reader: reader, wait: wait, body) })
                }
            }
        } catch let error as PCSCError {
            throw IssuingError(error)
        }
    }
}

extension IssuingError {
    init(_ error: PCSCError) {
        self =
            switch error {
            case .noService: .noReader("pcscd does not answer; start it, or ask for access to it")
            case .turnedAway:
                .noReader(
                    """
                    pcscd refuses this user, or serves too many programs already; allow \
                    org.debian.pcsc-lite.access_pcsc and access_card in polkit, or end other card programs
                    """)
            case .noReader: .noReader("the reader is not plugged in any more")
            case .inUse: .busy("another program holds the reader or the card (often scdaemon); end it and try again")
            case .noCard: .noCard
            case .unresponsive: .noReader("what lies on the reader does not answer; turn it round, or take another one")
            case .failed(let code): .noReader("the reader failed (\(String(code, radix: 16))); plug it in again")
            }
    }
}
