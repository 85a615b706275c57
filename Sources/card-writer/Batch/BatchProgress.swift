import Foundation
import HubAPI

/// Which cards of a batch are done: one JSON object a line, on disk before the next card is asked for.
struct BatchProgress {
    let path: String

    struct Line: Codable, Hashable {
        /// From 1, in the order of the file.
        var card: Int
        /// Whom it was for: a batch file that changed in between must not be continued.
        var owner: String
        var id: String
    }

    func done() throws -> [Line] {
        try whole().split(separator: UInt8(ascii: "\n")).map { line in
            guard let done = try? JSONDecoder().decode(Line.self, from: line) else {
                throw IssuingError.state("\(path): holds a line that this program did not write")
            }
            return done
        }
    }

    /// Without a last line that a power cut tore.
    private func whole() throws -> Data {
        guard FileManager.default.fileExists(atPath: path) else { return Data() }
        guard let content = FileManager.default.contents(atPath: path), content.count <= BatchFile.maximumBytes else {
            throw IssuingError.state("\(path): cannot be read")
        }
        guard let end = content.lastIndex(of: UInt8(ascii: "\n")) else { return Data() }
        return content[...end]
    }

    func append(_ line: Line) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let end = UInt64(try whole().count)
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw IssuingError.state("\(path): cannot be written")
        }
        do {
            try file.truncate(atOffset: end)
            try file.write(contentsOf: try WireJSON.bytes(of: line) + Data("\n".utf8))
            try file.synchronize()
            try file.close()
        } catch {
            throw IssuingError.state("\(path): cannot be written")
        }
    }
}
