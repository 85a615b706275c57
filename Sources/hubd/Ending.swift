import ArgumentParser
import Database
import Documents
import Foundation
import Hub
import HubStore
import StandardStreams

/// Results go to standard output; what does not arrive there ends the command with a code of its own.
enum Output {
    static func line(_ text: String) throws(StreamError) { try StandardStream.output.line(text) }

    static func text(_ text: String) throws(StreamError) { try StandardStream.output.write(text.utf8) }

    /// One JSON object a line.
    static func json(_ value: some Encodable) throws { try line(try Lines.json(value)) }
}

enum Lines {
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Ends the program with words for an operator, and with EX_CONFIG (78) where nothing else is said.
func refused(_ words: String, _ code: Int32 = 78) -> ExitCode {
    StandardStream.errors.say("hubd: \(words)")
    return ExitCode(code)
}

/// Says why a command ends, and with which code (sysexits.h).
///
/// - Parameters:
///   - error: what the command's work threw. What is not known here goes through as it is.
///   - unsaid: what is true when only the words about it did not get out.
func ended(by error: any Error, unsaid: String = "Nothing was changed.") -> any Error {
    switch error {
    case let error as HubFileError: refused(error.description, error.passes ? 75 : 78)
    case let error as MoveError: refused(error.description, error.passes ? 75 : 78)
    case let error as DatabaseError: refused(words(of: error), HubDatabase.mayPass(error) ? 75 : 78)
    case let error as HubStoreError: refused(error.description)
    case let error as DatabaseError: refused("the database: \(error)", HubDatabase.mayPass(error) ? 75 : 78)
    case let error as HubStartError: refused(error.description, error.exitCode)
    case let error as TokenFiles.Problem: refused(error.description)
    case let problems as DocumentProblems: refused(problems)
    case StreamError.readerGone: ExitCode(StreamError.readerGone.exitStatus)
    case let error as StreamError: refused("\(error). \(unsaid)", error.exitStatus)
    default: error
    }
}

/// What a database says ends with or without a full stop.
private func words(of error: DatabaseError) -> String {
    let said = error.description.hasSuffix(".") ? error.description : error.description + "."
    return HubDatabase.mayPass(error)
        ? "\(said) Nothing is lost. Run the same command again when that is over." : "\(said) Nothing was changed."
}

/// The same for a configuration file: one line per problem, with its place.
private func refused(_ problems: DocumentProblems) -> ExitCode {
    StandardStream.errors.say("\(problems)")
    return ExitCode(DocumentProblems.exitCode)
}
