import ArgumentParser
import Foundation
import Loyalty
import PolicyFile
import Settings

struct PolicyReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Tell what a draft policy would have meant for real history.",
        discussion: """
            Evaluates every member's history twice, as it was and with the draft from a day on, and reports who moves
            tier, what points and discounts would have cost, and who wins or loses, by segment. Nothing is written
            anywhere and no hub is asked.

            A history is a file of JSON Lines, each an entry with a `member` beside it, a member's entries together;
            the entry's shape is that of `kioskctl policy explain --schema`. --published names the policies that the
            entries were made under.

            Ends with 0; with 65 for a wrong policy or a line that cannot be read.

            EXAMPLES
              kioskctl policy replay --from 2026-01-01 --policy draft.yaml --published yuerong-2026-1.yaml history.jsonl
              kioskctl policy replay --from 2026-06-01 --policy draft.yaml --published now.yaml --json < history.jsonl
            """)

    @Option(help: "The store's day from which the draft holds, such as 2026-01-01.") var from: String
    @Option(help: "The draft.", completion: .file(extensions: ["yaml", "yml", "json"])) var policy: String
    @Option(help: "A policy that was in force.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var published: [String] = []
    @Option(help: "The store's day at whose beginning balances and tiers are compared; the last entry's without.")
    var until: String?
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The history; standard input without, or with -.") var file: String?

    func run() async throws {
        let (from, until, json, file) = (from, until, json, file)
        let (draftFile, publishedFiles) = (policy, published)
        try await ending {
            let draft = try PolicySource.read(draftFile)
            let book = PolicyBook(try publishedFiles.map(PolicySource.read))
            let fromMs = try Self.moment(from, draft)
            let untilMs = try until.map { try Self.moment($0, draft) } ?? 0
            var machine = TimeMachine(draft: draft, book: book, fromMs: fromMs, untilMs: untilMs)
            var lines = try HistoryLines(file)
            let progress = ReplayProgress()
            while let member = try lines.next() {
                try Task.checkCancellation()
                machine.add(member)
                progress.note(machine.report)
            }
            progress.finish()
            let text = ReplayText(machine.report, draft: draft)
            if json { Output.line(String(text.json.printed.dropLast())) } else { text.lines.forEach(Output.line) }
        }
    }

    private static func moment(_ text: String, _ policy: Policy) throws -> Int64 {
        guard let day = Day(text) else { throw Failure(.dataError, "\(text) is no day; write it as 2026-01-01") }
        return policy.zone.startMs(of: day)
    }
}

/// Members' entries from JSON Lines, one member at a time, so that memory holds one member's and no more.
struct HistoryLines {
    private static let longestLine = 1 << 20
    private let name: String
    private let stream: UnsafeMutablePointer<FILE>
    private var number = 0
    private var ahead: (member: String, entry: MemberEntry)?
    private var seen: Set<String> = []

    /// - Parameter path: `nil` or `-` for standard input.
    init(_ path: String?) throws {
        name = path.map { $0 == "-" ? "standard input" : $0 } ?? "standard input"
        if let path, path != "-" {
            guard let opened = fopen(path, "r") else {
                throw Failure(.noInput, "\(path): not there, or not ours to read")
            }
            stream = opened
        } else {
            guard let input = fdopen(0, "r") else { throw Failure(.noInput, "standard input is closed") }
            stream = input
        }
    }

    /// The next member's entries; `nil` at the end.
    mutating func next() throws -> [MemberEntry]? {
        guard let first = try ahead ?? line() else { return nil }
        ahead = nil
        guard seen.insert(first.member).inserted else {
            throw Failure(
                .dataError, "\(name):\(number): entries of member \(first.member) stand in two places; sort by member")
        }
        var entries = [first.entry]
        while let other = try line() {
            guard other.member == first.member else {
                ahead = other
                break
            }
            entries.append(other.entry)
        }
        return entries
    }

    private mutating func line() throws -> (member: String, entry: MemberEntry)? {
        while let text = try read() {
            number += 1
            if text.allSatisfy(\.isWhitespace) { continue }
            do throws(SettingsProblems) {
                return try CaseFile.memberEntry(text, file: "\(name):\(number)")
            } catch { throw Failure(.dataError, "\(error)") }
        }
        return nil
    }

    private func read() throws -> String? {
        var buffer: UnsafeMutablePointer<CChar>?
        var capacity = 0
        let length = getline(&buffer, &capacity, stream)
        defer { free(buffer) }
        guard length >= 0, let buffer else { return nil }
        guard length <= Self.longestLine else {
            throw Failure(.dataError, "\(name):\(number + 1): the line is too long")
        }
        let bytes = UnsafeRawBufferPointer(start: buffer, count: length)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.dataError, "\(name):\(number + 1): not UTF-8")
        }
        return text
    }
}

/// Says on a terminal how far the work is.
final class ReplayProgress {
    private let isShown = isatty(2) == 1
    private var shown = 0

    func note(_ report: TimeMachine.Report) {
        guard isShown, report.entries - shown >= 10_000 else { return }
        shown = report.entries
        FileHandle.standardError.write(Data("\r\(report.members) members, \(report.entries) entries".utf8))
    }

    func finish() { if shown > 0 { FileHandle.standardError.write(Data("\n".utf8)) } }
}
