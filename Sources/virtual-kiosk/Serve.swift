import ArgumentParser
import CardSimulator
import Display
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import StandardStreams

/// The page with the kiosk's screen and the cards beside it, and the same for programs.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show the kiosk in a browser and lay cards on its reader.",
        discussion: """
            Both ends may come and go: it connects again to pcscd's virtual reader and to the kiosk's panel whenever \
            these restart. Listens on 127.0.0.1 only. Ends on SIGINT and SIGTERM.
            """)

    @Option(help: "Port of the page; 0 takes a free one.")
    var port = 8090

    @Option(help: "Writes the port here once the page is there.")
    var portFile: String?

    @Option(help: "The reader: a socket FOLDER/vpcd.0 of hardware/virtual/pcscd, or HOST:PORT of vpcd itself.")
    var reader: ReaderPlace

    @Option(help: "The socket that kioskd offers for its panel.")
    var panel: String

    @Option(help: "Where the cards are kept over restarts.")
    var state: String

    @Flag(help: "Lays a blank, a foreign, an NTAG and a bank card down if there are no cards yet.")
    var sampleCards = false

    func run() async throws {
        let feed = ChangeFeed()
        let panel = try PanelConnection(path: panel)
        let reader = try VirtualReader(slot: reader.slot)
        let cards = try CardTable(
            reader: reader, files: CardFiles(folder: state), seed: UInt64.random(in: .min ... .max),
            changed: { feed.tell() })
        if sampleCards, cards.reports().isEmpty { try Self.layDownSamples(cards) }
        defer {
            reader.stop()
            panel.close()
        }
        var logger = Logger(label: "virtual-kiosk")
        logger.logLevel = .warning
        let routes = ControlRoutes(panel: panel, cards: cards, knobs: KnobBoard(), feed: feed)
        let portFile = portFile
        var page = Application(
            router: routes.router(),
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "virtual-kiosk"),
            onServerRunning: { channel in Self.announce(channel.localAddress?.port ?? 0, portFile) },
            logger: logger)
        page.addServices(PictureNews(panel: panel, feed: feed))
        try await page.runService()
    }

    private static func layDownSamples(_ cards: CardTable) throws {
        let samples: [(String, CardProfile)] = [
            ("blank", .desfireEV2), ("foreign", .foreignDesfire), ("ntag", .ntag215), ("bank", .bankCard),
        ]
        for (name, profile) in samples { _ = try cards.create(name: name, profile: profile, uid: nil, label: nil) }
    }

    private static func announce(_ port: Int, _ file: String?) {
        StandardStream.output.say("http://127.0.0.1:\(port)/")
        guard let file else { return }
        do { try Data("\(port)\n".utf8).write(to: URL(filePath: file), options: .atomic) } catch {
            StandardStream.errors.say("virtual-kiosk: \(file): \(error.localizedDescription)")
        }
    }
}

/// Where the reader is: a path, or an address and a port.
struct ReaderPlace: ExpressibleByArgument {
    let slot: VirtualReader.Slot

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1)
        if parts.count == 2, let port = UInt16(parts[1]) {
            slot = .tcp(host: String(parts[0]), port: port)
        } else if argument.contains("/") {
            slot = .unix(path: argument)
        } else {
            return nil
        }
    }
}

/// Tells the pages about every picture the kiosk draws.
private struct PictureNews: Service {
    let panel: PanelConnection
    let feed: ChangeFeed

    func run() async throws {
        for await _ in panel.pictures().cancelOnGracefulShutdown() { feed.tell() }
        try? await gracefulShutdown()
    }
}
