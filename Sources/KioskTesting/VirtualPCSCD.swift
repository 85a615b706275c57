package import CardSimulator
import Foundation

/// A pcscd of a test's own with two virtual readers, run by `hardware/virtual/pcscd`. It ends with the test process.
package final class VirtualPCSCD: Sendable {
    /// Why no pcscd came up: what the program said before it ended.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The readers' names as pcscd gives them.
    package static let readers = ["Virtual PCD 00 00", "Virtual PCD 00 01"]

    /// The top of the checkout.
    private static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    package let folder: String
    private let process: Process
    /// Kept open: the program ends when it reads the end.
    private let lifeline: Pipe

    /// What a program needs in its environment to reach this pcscd. pcsclite reads it once per process.
    package var environment: [String: String] { ["PCSCLITE_CSOCK_NAME": folder + "/pcscd.comm"] }

    /// - Parameters:
    ///   - folder: made if need be; at most 80 bytes, because sockets have their names in there.
    ///   - pollUs: how often pcscd looks for cards, in microseconds; `nil` for its own 400,000.
    package static func start(in folder: String, pollUs: Int? = 2000) async throws -> VirtualPCSCD {
        let started = try VirtualPCSCD(folder: folder, pollUs: pollUs)
        guard await started.firstLine() == "READY" else {
            started.process.terminate()
            throw Failure(description: "no virtual reader: see what hardware/virtual/pcscd run \(folder) says")
        }
        return started
    }

    private init(folder: String, pollUs: Int?) throws {
        self.folder = folder
        lifeline = Pipe()
        process = Process()
        process.executableURL = Self.checkout.appending(path: "hardware/virtual/pcscd")
        process.arguments = ["run", folder, "--until-eof"] + (pollUs.map { ["--fast-poll", String($0)] } ?? [])
        process.standardInput = lifeline
        process.standardOutput = Pipe()
        try process.run()
    }

    /// - Returns: `nil` when the program ended without a word.
    private func firstLine() async -> String? {
        guard let output = process.standardOutput as? Pipe else { return nil }
        return await withCheckedContinuation { continuation in
            // A thread, because reading blocks.
            Thread {
                let line = output.fileHandleForReading.availableData.prefix { $0 != UInt8(ascii: "\n") }
                continuation.resume(returning: line.isEmpty ? nil : String(decoding: line, as: UTF8.self))
            }.start()
        }
    }

    /// Where a card is laid on reader 0 or 1.
    package func slot(_ number: Int) -> VirtualReader.Slot { .unix(path: "\(folder)/vpcd.\(number)") }

    /// Ends pcscd as a service is ended, and waits until everything is gone.
    package func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Kills pcscd, its socket staying behind, and waits until it is dead.
    package func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        // pcscd dies after its starter, and keeps the lock that it has inherited until then.
        let lock = open(folder + "/lock", O_RDWR)
        flock(lock, LOCK_EX)
        close(lock)
    }
}
