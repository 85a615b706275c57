import Foundation
import KioskTesting

/// `kioskctl policy` as a program: arguments and input in, everything it says out.
enum PolicyProgram {
    struct Outcome: Equatable {
        var status: Int32
        var output: String
        var errors: String
    }

    /// The program that was built beside the tests.
    static func process(_ arguments: [String], in folder: TemporaryFolder) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "kioskctl")
        process.arguments = ["policy"] + arguments
        process.currentDirectoryURL = folder.url
        // Words go by the terminal's language where none is asked for.
        process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C.UTF-8"]) { $1 }
        return process
    }

    /// Runs it in a folder, from which files are named.
    static func run(_ arguments: [String], input: String = "", in folder: TemporaryFolder) async throws -> Outcome {
        let process = process(arguments, in: folder)
        let files = ["in", "out", "err"].map { folder.appending(path: $0) }
        for file in files { try Data().write(to: file) }
        try Data(input.utf8).write(to: files[0])
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        let status = await status(of: process)
        return Outcome(
            status: status, output: try String(contentsOf: files[1], encoding: .utf8),
            errors: try String(contentsOf: files[2], encoding: .utf8))
    }

    /// Starts it and waits for its end. -1 when a signal ended it, -2 when it did not start.
    ///
    /// - Parameter started: runs as soon as it was started.
    static func status(of process: Process, _ started: @escaping @Sendable () -> Void = {}) async -> Int32 {
        await withCheckedContinuation { continuation in
            process.terminationHandler = {
                continuation.resume(returning: $0.terminationReason == .exit ? $0.terminationStatus : -1)
            }
            do {
                try process.run()
                started()
            } catch { continuation.resume(returning: -2) }
        }
    }
}
