import Foundation
import Testing

/// A `hubd` that serves at a port that the system chose. It does not outlive this value, also where a test fails.
final class ServingHubd {
    let process: Process
    let port: Int
    var place: Relay.Place { .port(port) }

    /// - Parameters:
    ///   - database: the options that say where it is.
    ///   - launcher: a program that becomes it, with its arguments.
    init(_ database: [String], under launcher: [String] = []) throws {
        let (process, output, errors) = try HubdTests().start(["serve", "--port", "0"] + database, under: launcher)
        // A log that nobody reads would hold the hub up.
        errors.fileHandleForReading.readabilityHandler = { _ = $0.availableData }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        self.process = process
        port = Int(line.split { !$0.isNumber }.last ?? "") ?? 0
        try #require(port > 0, "hubd did not begin to serve")
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
