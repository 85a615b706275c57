import Foundation

/// This program under another subcommand, in a process of its own that ends when we let go of its standard input.
final class OwnProgram {
    static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()

    /// When it was started, just before fork; nanoseconds of `Ticks`.
    let startedAt: UInt64
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(_ arguments: [String]) throws {
        process.executableURL = Self.path
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        startedAt = Ticks.now()
        try process.run()
    }

    /// The next thing it says, without the end of the line; waits for it.
    func line() throws -> String {
        let said = output.fileHandleForReading.availableData
        guard !said.isEmpty else { throw BaselineFailure(what: process.arguments?.first ?? "", code: 1) }
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    var memory: ProcessMemory { ProcessMemory(of: process.processIdentifier) }

    func end() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
