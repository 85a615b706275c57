import CardProtocol
import Foundation
import Identity
import Synchronization

/// One card of a batch, as the file says.
struct BatchRow: Hashable {
    var member: String?
    var number: String?
    var replaces: CardID?
}

/// The CSV of a batch (RFC 4180): a header that names member, number and replaces, in any order.
enum BatchFile {
    static let maximumBytes = 4 << 20
    static let maximumRows = 10_000

    static func rows(_ text: String) throws -> [BatchRow] {
        let lines = try records(text)
        guard let header = lines.first else { throw DeskError.input("the batch is empty") }
        let names = header.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        guard names.contains("member") || names.contains("number") else {
            throw DeskError.input("line 1: the header names member or number, and perhaps replaces")
        }
        guard lines.count <= maximumRows + 1 else { throw DeskError.input("more than \(maximumRows) cards") }
        return try lines.dropFirst().enumerated().map { index, fields in
            guard fields.count == names.count else {
                throw DeskError.input("card \(index + 1): \(fields.count) fields, not \(names.count)")
            }
            return try row(Dictionary(zip(names, fields)) { first, _ in first }, index + 1)
        }
    }

    private static func row(_ fields: [String: String], _ line: Int) throws -> BatchRow {
        func field(_ name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }
        let old = field("replaces")
        let replaces = old.flatMap { CardID($0) }
        if old != nil, replaces == nil { throw DeskError.input("card \(line): replaces is no card id") }
        guard (field("member") == nil) != (field("number") == nil) else {
            throw DeskError.input("card \(line): either member or number, not both and not neither")
        }
        return BatchRow(member: field("member"), number: field("number"), replaces: replaces)
    }

    /// Fields by line; quotes may hold commas, line ends and doubled quotes. Blank lines are skipped.
    private static func records(_ text: String) throws -> [[String]] {
        var lines: [[String]] = []
        var fields: [String] = []
        var field = ""
        var quoted = false
        var rest = text.replacing("\r\n", with: "\n")[...]
        while let character = rest.popFirst() {
            switch character {
            case "\"" where quoted && rest.first == "\"": field.append(rest.removeFirst())
            case "\"": quoted.toggle()
            case "," where !quoted: (fields, field) = (fields + [field], "")
            case "\n" where !quoted:
                if !(fields.isEmpty && field.isEmpty) { lines.append(fields + [field]) }
                (fields, field) = ([], "")
            default: field.append(character)
            }
        }
        guard !quoted else { throw DeskError.input("a quote is not closed") }
        if !(fields.isEmpty && field.isEmpty) { lines.append(fields + [field]) }
        return lines
    }
}

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
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let content = FileManager.default.contents(atPath: path), content.count <= BatchFile.maximumBytes else {
            throw DeskError.state("\(path): cannot be read")
        }
        return try content.split(separator: UInt8(ascii: "\n")).map { line in
            guard let done = try? JSONDecoder().decode(Line.self, from: line) else {
                throw DeskError.state("\(path): holds a line that this program did not write")
            }
            return done
        }
    }

    func append(_ line: Line) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let file = FileHandle(forWritingAtPath: path) else { throw DeskError.state("\(path): cannot be written") }
        do {
            try file.seekToEnd()
            try file.write(contentsOf: try JSONEncoder().encode(line) + Data("\n".utf8))
            try file.synchronize()
            try file.close()
        } catch {
            throw DeskError.state("\(path): cannot be written")
        }
    }
}

struct BatchReport: Encodable, CustomStringConvertible {
    let issued: Int
    let total: Int
    let stopped: Bool
    var description: String {
        "\(issued) of \(total) cards are issued" + (stopped ? "; run the same command again to go on" : "")
    }
}

/// Ctrl-C and SIGTERM, remembered instead of obeyed at once.
final class StopSignal {
    private final class Flag: Sendable {
        let isSet = Mutex(false)
    }
    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        let flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { flag.isSet.withLock { $0 = true } }
            source.resume()
            return source
        }
    }

    var isSet: Bool { flag.isSet.withLock { $0 } }
}
