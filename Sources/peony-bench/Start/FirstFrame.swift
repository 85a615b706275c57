import ArgumentParser
import CardProtocol
import Display
import Foundation
import HubAPI
import Kiosk
import KioskSession
import KioskStore
import KioskTesting
import StandardStreams
import Vocabulary

/// A kiosk that starts, shows its first screen, says so on standard output, and ends with standard input.
///
/// Everything but the outside: the file with its checks, fonts, every glyph of the screens, the daemon with all its
/// services; the reader is simulated and the hub silent.
struct FirstFrame: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Starts a kiosk up to its first frame; (e) runs it.", shouldDisplay: false)

    @Option(help: "The kiosk's file.")
    var store: String

    func run() async throws {
        let press = try CardPress()
        let opened = try KioskStore.benching(store)
        let renderer = try ScreenRenderer()
        renderer.warm()
        let screen = FrameWitness()
        let frames = screen.frames
        let panel = ScreenPanel(renderer: renderer, backends: [screen], inputs: [])
        let kiosk = KioskDaemon(.benching(store: opened, keys: press.kioskKeys), panel: panel)
        let running = Task { await kiosk.run() }
        for await frame in frames where frame.name == "attract" { break }
        StandardStream.output.say("attract")
        _ = FileHandle.standardInput.availableData
        running.cancel()
        await running.value
        opened.close()
    }
}

extension KioskDaemon.Parts {
    fileprivate static func benching(store: KioskStore, keys: KioskKeys) -> KioskDaemon.Parts {
        var parts = KioskDaemon.Parts(
            cards: .benching(keys), store: store, reader: SimulatedReader(), hub: SilentHub(),
            Surroundings(clock: .system()))
        parts.version = "bench"
        parts.feedInterval = .seconds(60)
        parts.heartbeatInterval = .seconds(60)
        return parts
    }
}
