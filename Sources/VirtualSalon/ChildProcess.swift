package import Foundation
internal import Synchronization

/// Another program of ours, started, listened to and ended.
///
/// Its standard error goes to a log file; its standard output is kept, up to a bound, and can be waited for.
package final class ChildProcess: Sendable {
    package let name: String
    package let log: URL
    private let process: Process
    private let output = Mutex(Output())

    /// More than any program of ours prints.
    private static let outputBytes = 4 * 1024 * 1024

    private struct Output {
        var text: [UInt8] = []
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - environment: added to this process's own.
    ///   - input: what it reads; with `nil` its standard input ends at once.
    package init(
        _ name: String, _ executable: URL, _ arguments: [String], log: URL, environment: [String: String] = [:],
        input: Pipe? = nil
    ) throws {
        guard FileManager.default.isExecutableFile(atPath: executable.path) else {
            throw Failure("\(name) is not there: \(executable.path). `make demo` builds and installs what it needs.")
        }
        self.name = name
        self.log = log
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let errors = try FileHandle(forWritingTo: log)
        try errors.seekToEnd()
        process.standardError = errors
        process.standardInput = input ?? FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                return
            }
            self?.keep(data)
        }
        try Self.withEverySignal { try process.run() }
    }

    /// Threads of the concurrency runtime block signals, and a child inherits that: SIGTERM would never reach it.
    private static func withEverySignal(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    private func keep(_ data: Data) {
        output.withLock { output in
            output.text.append(contentsOf: data)
            if output.text.count > Self.outputBytes { output.text.removeFirst(output.text.count - Self.outputBytes) }
        }
    }

    package var isRunning: Bool { process.isRunning }
    package var pid: Int32 { process.processIdentifier }
    package var standardOutput: String { output.withLock { String(decoding: $0.text, as: UTF8.self) } }

    /// Polls a condition until it holds.
    ///
    /// - Throws: `Failure` when the time is over or the program has ended.
    package func waits(
        for what: String, within limit: Duration = .seconds(30), _ isSo: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await isSo() { return }
            guard isRunning else {
                throw Failure("\(name) ended with \(process.terminationStatus) while waiting for \(what)\n\(tail)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        // A busy machine may have kept us from looking for as long as that.
        if try await isSo() { return }
        throw Failure("\(name): no \(what) within \(limit)\n\(tail)")
    }

    /// Waits until the program has ended by itself, and kills it when the time is over.
    ///
    /// - Returns: its exit status.
    /// - Throws: `Failure` when the time is over.
    package func status(within limit: Duration = .seconds(60)) async throws -> Int32 {
        let end = ContinuousClock.now + limit
        while isRunning {
            guard ContinuousClock.now < end else {
                kill()
                throw Failure("\(name) did not end within \(limit)\n\(tail)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        // The last of its output may still be in the pipe.
        for _ in 0..<50 where standardOutput.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        return process.terminationStatus
    }

    /// SIGTERM, and SIGKILL for one that does not listen.
    package func stop(within limit: Duration = .seconds(10)) async {
        guard isRunning else { return }
        process.terminate()
        let end = ContinuousClock.now + limit
        while isRunning, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(10)) }
        if isRunning { kill() }
        process.waitUntilExit()
    }

    /// As a power cut would: no warning, no clean-up.
    package func kill() {
        guard isRunning else { return }
        Foundation.kill(pid, SIGKILL)
        process.waitUntilExit()
    }

    /// The last lines of its log, for a person to read.
    package var tail: String {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }
}
