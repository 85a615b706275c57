import Foundation
import Testing

/// A disk of a fixed size in a folder, which only programs see that are started into it.
final class SmallDisk: Sendable {
    let folder: String
    /// Its namespace lasts as long as it does, and it ends with its input.
    private let holder = Process()
    private let input = Pipe()

    init(in folder: String, mebibytes: Int) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let mount = "mount -t tmpfs -o size=\(mebibytes)m peony '\(folder)' && echo && exec cat >/dev/null"
        let output = Pipe()
        holder.executableURL = URL(filePath: "/usr/bin/unshare")
        holder.arguments = (Self.isRoot ? [] : ["--user", "--map-root-user"]) + ["--mount", "sh", "-c", mount]
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        try #require(!output.fileHandleForReading.availableData.isEmpty, "no disk could be mounted")
    }

    private static let isRoot = getuid() == 0

    /// The program that starts another one into it, with its arguments.
    var launcher: [String] {
        let user = Self.isRoot ? [] : ["--user", "--preserve-credentials"]
        return ["/usr/bin/nsenter", "--target", "\(holder.processIdentifier)"] + user + ["--mount"]
    }

    /// Has a shell do something where it is seen.
    func run(_ command: String) throws {
        let words = launcher + ["sh", "-c", command]
        let process = Process()
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command)")
    }

    /// Takes all that is left of it.
    func fill() throws { try run("cat /dev/zero >'\(folder)/filling' 2>/dev/null || true") }

    /// Gives back what `fill` took.
    func free() throws { try run("rm '\(folder)/filling'") }

    func end() {
        try? input.fileHandleForWriting.close()
        holder.waitUntilExit()
    }
}
