import ArgumentParser
import Foundation
import Identity
import Loyalty
import PolicyFile
import Settings

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Answer one case, with every number's reason.",
        discussion: """
            Reads a case from a file or standard input: a member, what happened, and a question (a bill, a refund, one
            more entry, the account, the rewards, giving up stored value). Prints the result and its derivation as JSON,
            or with --words as sentences. `kioskctl policy explain --schema` describes the case; examples are beside
            the policies, in kiosk-config/policies/cases.

            Ends with 0; with 65 when the case is wrong or makes no sense; then the reason is in the answer or on
            standard error. Nothing is stored anywhere.

            EXAMPLES
              kioskctl policy explain --policy yuerong-2026-1.yaml cases/bill.json
              kioskctl policy explain --policy yuerong-2026-1.yaml --words zh < case.json
              kioskctl policy explain --policy old.yaml --policy new.yaml case.json
            """)

    @Option(
        name: .customLong("policy"),
        help: "A policy file. Of several the last answers; entries may name the versions of the others.",
        completion: .file(extensions: ["yaml", "yml", "json"]))
    var policies: [String] = []

    @Option(help: "Print sentences instead of JSON.") var words: Language?

    @Flag(help: "Print the JSON Schema (draft 2020-12) of cases.") var schema = false

    @Argument(help: "The case; standard input without, or with -.") var file: String?

    func run() async throws {
        if schema { return try await ending { try Output.line(String(CaseFile.schema().dropLast())) } }
        let (files, file, words) = (policies, file, words)
        try await ending {
            let policies = try files.map(PolicySource.read)
            guard let policy = policies.last else {
                throw Failure(.configuration, "no policy given: use --policy FILE")
            }
            let text = try PolicySource.text(of: file)
            let answer: CaseAnswer
            do throws(SettingsProblems) {
                let question = try CaseFile.decode(text, file: file ?? "standard input", policy: policy.version)
                answer = question.answer(under: policy, book: PolicyBook(policies))
            } catch { throw Failure(.dataError, "\(error)") }
            if let words {
                for line in answer.lines { try Output.line(words.of(line)) }
            } else {
                try Output.line(String(answer.json.printed.dropLast()))
            }
            if let error = answer.error { throw Failure(.dataError, error.words.en) }
        }
    }
}

/// Policies and texts from files, with failures that say which.
enum PolicySource {
    static func read(_ path: String) throws -> Policy {
        do throws(SettingsProblems) {
            return try PolicyFile.read(path)
        } catch { throw Failure(.dataError, "\(error)") }
    }

    /// - Parameter path: `nil` or `-` for standard input.
    static func text(of path: String?) throws -> String {
        let handle: FileHandle
        if let path, path != "-" {
            guard let opened = FileHandle(forReadingAtPath: path) else {
                throw Failure(.noInput, "\(path): not there, or not ours to read")
            }
            handle = opened
        } else {
            handle = .standardInput
        }
        guard let bytes = try handle.readToEnd(), let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.dataError, "\(path ?? "standard input"): empty, or not UTF-8")
        }
        return text
    }
}
