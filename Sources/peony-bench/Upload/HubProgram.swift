import ArgumentParser
import Foundation
import Hub
import HubStore
import Logging
import StandardStreams

/// `hubd serve` in all but name, in a process of its own, so that its memory is its own. Ends with standard input.
struct HubProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub", abstract: "Serves a hub; (d) runs it.", shouldDisplay: false)

    @Option(help: "The hub's file.")
    var database: String

    @Option(help: "The moment at which its clock begins, milliseconds since 1970 UTC.")
    var fromMs: Int64

    func run() async throws {
        let clock = SalonClock(from: fromMs)
        let settings = HubSettings(database: .file(path: database), port: 0)
        let hub = try await Hub.open(
            settings, now: { clock.nowMs },
            newID: { UUID().uuidString.lowercased() }, logger: Logger(label: "hubd") { JSONLines(label: $0) })
        let running = Task {
            try await hub.run { port in StandardStream.output.say("\(port)") }
        }
        await StandardInput.end()
        running.cancel()
        _ = await running.result
    }
}

enum StandardInput {
    /// Until whoever started this program lets it go, or has died.
    static func end() async {
        await withCheckedContinuation { continuation in
            Thread {
                _ = FileHandle.standardInput.readDataToEndOfFile()
                continuation.resume()
            }.start()
        }
    }
}
