import ArgumentParser
import CardProtocol
import Foundation
import StandardStreams

/// What a command found or did, as text and as JSON.
protocol Report: Encodable, CustomStringConvertible {
    /// Other than 0 when the command did not do all that was asked.
    var exitStatus: Int32 { get }
}

extension Report {
    var exitStatus: Int32 { 0 }
}

/// Data to standard output, words to standard error, one exit status.
struct Console: Sendable {
    static let schema = 1
    let command: String
    let json: Bool

    /// Runs a command to its end; whatever it throws becomes words and a status.
    func run(_ body: () async throws -> any Report) async throws {
        let status: Int32
        do {
            status = try await printing(body)
        } catch let error as StreamError {
            if error != .readerGone { say("card-writer: \(error); look with inspect at what was done to the card") }
            throw ExitCode(error.exitStatus)
        }
        if status != 0 { throw ExitCode(status) }
    }

    /// - Returns: the exit status.
    private func printing(_ body: () async throws -> any Report) async throws -> Int32 {
        let report: any Report
        do { report = try await body() } catch {
            let (status, words) = Self.verdict(error)
            if json {
                try put(try encoded(Failure(command: command, exit: status, error: words)))
            } else {
                say("card-writer: \(words)")
            }
            return status
        }
        try put(json ? try encoded(Answer(command: command, exit: report.exitStatus, report: report)) : "\(report)")
        return report.exitStatus
    }

    static func verdict(_ error: any Error) -> (Int32, String) {
        switch error {
        case let error as IssuingError: (error.status, error.words)
        case let error as CardError: (error.status, error.words)
        default: (70, "a mistake in this program: \(error)")
        }
    }

    /// To standard error.
    func say(_ text: String) { StandardStream.errors.say(text) }

    /// Only for people who watch.
    func progress(_ text: String) { if !json, StandardStream.errors.isTerminal { say(text) } }

    private func put(_ text: String) throws(StreamError) { try StandardStream.output.line(text) }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The report's own fields, with the schema, the command and the exit status beside them.
    private struct Answer: Encodable {
        let command: String
        let exit: Int32
        let report: any Report

        private enum Key: String, CodingKey { case schema, command, exit }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(Console.schema, forKey: .schema)
            try container.encode(command, forKey: .command)
            try container.encode(exit, forKey: .exit)
            try report.encode(to: encoder)
        }
    }

    private struct Failure: Encodable {
        var schema = Console.schema
        let command: String
        let exit: Int32
        let error: String
    }
}

/// Asking a person before anything is changed.
struct Confirmation {
    let yes: Bool
    var isTerminal = isatty(0) == 1
    var ask: (String) -> String? = { question in
        try? StandardStream.errors.write(question.utf8)
        return readLine()
    }

    /// Call once the arguments are right: without a person and without `--yes`, nothing may begin.
    func requireSomebody() throws { if !yes, !isTerminal { throw IssuingError.notConfirmed } }

    func require(_ text: String) throws {
        try demand("\(text)\nGo on? [y/N] ") { ["y", "yes"].contains($0.lowercased()) }
    }

    /// For what cannot be undone: the end of the card's number is typed.
    func requireNumber(_ text: String, _ uid: String) throws {
        let end = uid.suffix(4)
        try demand("\(text)\nThis cannot be undone. Type the last four of \(uid): ") { $0.uppercased() == end }
    }

    private func demand(_ question: String, _ accepts: (String) -> Bool) throws {
        try requireSomebody()
        if yes { return }
        guard let answer = ask(question), accepts(answer) else { throw IssuingError.notConfirmed }
    }
}
