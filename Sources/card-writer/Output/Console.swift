import ArgumentParser
import CardProtocol
import Foundation

/// Data to standard output, words to standard error, one exit status.
struct Console: Sendable {
    static let schema = 1
    let command: String
    let json: Bool

    /// Runs a command to its end; whatever it throws becomes words and a status.
    func run(_ body: () async throws -> some Encodable & CustomStringConvertible) async throws {
        do {
            let result = try await body()
            put(json ? try encoded(Answer(command: command, exit: 0, result: result)) : result.description)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            let (status, words) = Self.verdict(error)
            if json {
                put(try encoded(Failure(command: command, exit: status, error: words)))
            } else {
                say("card-writer: \(words)")
            }
            throw ExitCode(status)
        }
    }

    static func verdict(_ error: any Error) -> (Int32, String) {
        switch error {
        case let error as DeskError: (error.status, error.words)
        case let error as CardError: (error.status, error.words)
        default: (70, "a mistake in this program: \(error)")
        }
    }

    /// To standard error.
    func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// Only for people who watch.
    func progress(_ text: String) { if !json, isatty(2) == 1 { say(text) } }

    private func put(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

    private func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The result's own fields, with the schema, the command and the exit status beside them.
    private struct Answer<Result: Encodable>: Encodable {
        let command: String
        let exit: Int32
        let result: Result

        private enum Key: String, CodingKey { case schema, command, exit }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(Console.schema, forKey: .schema)
            try container.encode(command, forKey: .command)
            try container.encode(exit, forKey: .exit)
            try result.encode(to: encoder)
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
        FileHandle.standardError.write(Data(question.utf8))
        return readLine()
    }

    /// At the very start: without a person and without `--yes` nothing must begin.
    func requireSomebody() throws { if !yes, !isTerminal { throw DeskError.notConfirmed } }

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
        guard let answer = ask(question), accepts(answer) else { throw DeskError.notConfirmed }
    }
}
