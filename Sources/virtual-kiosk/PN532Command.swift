import ArgumentParser
import CardSimulator
import Foundation
import Logging
import ServiceLifecycle
import StandardStreams
import UnixSignals
import Vocabulary

/// A virtual card before a PN532 on a pseudo terminal, for programs on libnfc.
struct PN532Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pn532",
        abstract: "Play a PN532 with a card before it, for LIBNFC_DEVICE=pn532_uart:PATH.",
        discussion: "Prints the path of its pseudo terminal and stays until SIGINT or SIGTERM.")

    @Option(help: "What lies before it: \(CardProfile.allCases.map(\.rawValue).joined(separator: ", ")).")
    var card: CardProfile = .desfireEV1

    @Option(help: "The card's UID, 8 or 14 hex digits.")
    var uid: CardUID?

    func validate() throws {
        guard uid.map({ $0.bytes.count == card.uidLength }) ?? true else {
            throw ValidationError("a card of this profile has a UID of \(card.uidLength) bytes")
        }
    }

    func run() async throws {
        var random = CardRandom(seed: UInt64.random(in: .min ... .max))
        guard let uid = uid ?? card.uid(from: &random) else { throw ExitCode.failure }
        let line = try PN532Line(card: VirtualCard(profile: card, uid: uid, random: random))
        try StandardStream.output.line(line.path)
        let group = ServiceGroup(
            services: [UntilToldToEnd()], gracefulShutdownSignals: [.sigint, .sigterm], logger: Logger(label: "pn532"))
        try await group.run()
        line.stop()
    }
}

/// Does nothing until the program is told to end.
private struct UntilToldToEnd: Service {
    func run() async throws { try await gracefulShutdown() }
}

extension CardProfile: ExpressibleByArgument {}

extension CardUID: ExpressibleByArgument {
    public init?(argument: String) { self.init(hex: argument) }
}
