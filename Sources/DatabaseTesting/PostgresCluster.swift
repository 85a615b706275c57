import Foundation
import Synchronization

/// A PostgreSQL server of a test's own, run by `hardware/virtual/postgres`. It ends with the test process.
///
///     let cluster = try await PostgresCluster.shared.value
///     let options = PostgresOptions(url: cluster.url)
package final class PostgresCluster: Sendable {
    /// Why no server came up; its own words went to standard error.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The one of this process, started when it is first asked for. Each test has a schema of its own in it.
    package static let shared = Task { try await PostgresCluster.start() }

    /// The top of the checkout.
    private static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    package let folder: String
    private let process = Process()
    /// Kept open: the program does what it reads and ends when it reads the end.
    private let input = Pipe()
    private let output = Pipe()
    private let schemas = Mutex(0)

    /// - Parameters:
    ///   - smallDiskMiB: `folder/small` is a disk of this size.
    ///   - dataDiskMiB: the server's data lie on a disk of this size.
    package static func start(smallDiskMiB: Int? = nil, dataDiskMiB: Int? = nil) async throws -> PostgresCluster {
        let disks = [("--small-disk", smallDiskMiB), ("--data-disk", dataDiskMiB)]
        let cluster = try PostgresCluster(disks.flatMap { option, size in size.map { [option, String($0)] } ?? [] })
        try await cluster.expect("READY")
        return cluster
    }

    private init(_ options: [String]) throws {
        // Short, because a socket's path in it has at most 107 bytes.
        let name = "peony-pg-\(UUID().uuidString.prefix(8))"
        folder = FileManager.default.temporaryDirectory.appending(path: name).path
        process.executableURL = Self.checkout.appending(path: "hardware/virtual/postgres")
        process.arguments = ["run", folder, "--until-eof"] + options
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// As libpq takes it, for the user that may do everything.
    package var url: String { url(user: "peony") }

    package func url(user: String) -> String { "postgres://\(user)@/postgres?host=\(folder)" }

    /// A name that no other test has.
    package func newSchema() -> String {
        schemas.withLock { last in
            last += 1
            return "test\(last)"
        }
    }

    /// Kills the server as a power cut does.
    package func stop() async throws { try await order("stop", answer: "STOPPED") }

    /// Starts it again after `stop`; it recovers first.
    package func start() async throws { try await order("start", answer: "READY") }

    /// Takes all that is left of the disk of its data.
    package func fillDisk() async throws { try await order("fill", answer: "FULL") }

    /// Gives back what `fillDisk` took.
    package func freeDisk() async throws { try await order("free", answer: "FREE") }

    private func order(_ word: String, answer: String) async throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
        try await expect(answer)
    }

    /// Ends the server and waits until its folder is gone.
    package func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs one statement outside of a transaction, as those need that make a database or a tablespace.
    package func command(_ statement: String) throws {
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/psql")
        psql.arguments = ["--quiet", "--no-psqlrc", "--dbname", url, "--command", statement]
        try psql.run()
        psql.waitUntilExit()
        guard psql.terminationStatus == 0 else { throw Failure(description: "psql refused: \(statement)") }
    }

    private func expect(_ word: String) async throws {
        let line = await withCheckedContinuation { continuation in
            // A thread, because reading blocks.
            Thread { [output] in
                var line = Data()
                while line.last != UInt8(ascii: "\n") {
                    let more = output.fileHandleForReading.availableData
                    if more.isEmpty { break }
                    line += more
                }
                continuation.resume(returning: String(decoding: line.dropLast(), as: UTF8.self))
            }.start()
        }
        guard line == word else {
            throw Failure(description: "hardware/virtual/postgres run \(folder) says “\(line)”, not \(word)")
        }
    }
}
