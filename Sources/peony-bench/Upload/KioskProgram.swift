import ArgumentParser
import Foundation
import HubClient
import Kiosk
import KioskStore
import StandardStreams

/// A kiosk's uploader over HTTP, in a process of its own: sends until nothing is left, says how long that took, and
/// ends with standard input.
struct KioskProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload", abstract: "Uploads what is queued; (d) runs it.", shouldDisplay: false)

    @Option(help: "The kiosk's file.")
    var store: String

    @Option(help: "The kiosk's name.")
    var kiosk: String

    @Option(help: "The hub's port on this machine.")
    var port: Int

    @Option(help: "A token made for this run only.")
    var token: String

    /// What it says: one line of JSON.
    struct Outcome: Codable {
        var nanoseconds: UInt64
        var batches: Int
        var left: Int64
        var refused: Int64
    }

    func run() async throws {
        let opened = try KioskStore.benching(store, kiosk: kiosk)
        let client = try HubClient(baseURL: "http://127.0.0.1:\(port)", token: token)
        let uploader = UploadService(
            Uplink(store: opened, hub: HTTPHubLink(client: client, kiosk: kiosk), Surroundings(clock: .system())))
        let start = Ticks.now()
        var batches = 0
        while try await uploader.uploadOnce() { batches += 1 }
        let nanoseconds = Ticks.now() - start
        let status = try opened.status()
        let outcome = Outcome(
            nanoseconds: nanoseconds, batches: batches, left: status.notUploaded, refused: status.refused)
        try StandardStream.output.write(try JSONEncoder().encode(outcome) + Data("\n".utf8))
        await StandardInput.end()
        opened.close()
    }
}
