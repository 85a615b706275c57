import CardProtocol
import Foundation
import Vocabulary

/// UIDs of cards that refused a key of ours, one a line, in a file that only its owner reads.
struct RefusalFile: RefusalLog {
    /// More lines mean that something else is wrong.
    static let maximumBytes = 1 << 20
    let folder: String

    private var path: String { folder + "/refused-cards" }

    func contains(_ uid: CardUID) throws -> Bool { try lines().contains(uid.description) }

    func add(_ uid: CardUID) throws {
        let known = try lines()
        if !known.contains(uid.description) { try write(known + [uid.description]) }
    }

    func remove(_ uid: CardUID) throws {
        let known = try lines()
        if known.contains(uid.description) { try write(known.filter { $0 != uid.description }) }
    }

    private func lines() throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let content = FileManager.default.contents(atPath: path), content.count <= Self.maximumBytes else {
            throw IssuingError.state("\(path): cannot be read")
        }
        return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String]) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw IssuingError.state("\(path): cannot be written")
        }
    }
}
