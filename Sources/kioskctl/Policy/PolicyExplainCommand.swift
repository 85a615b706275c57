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
        let language = words ?? .ofTerminal
        try await ending {
            let policies = try files.map { try PolicySource.read($0, language) }
            guard let policy = policies.last else {
                throw Failure(
                    .configuration,
                    language.of(
                        Bilingual(zh: "没有给出规则：请用 --policy 文件", en: "no policy given: use --policy FILE")))
            }
            let text = try PolicySource.text(of: file, language)
            let answer: CaseAnswer
            do throws(SettingsProblems) {
                let question = try CaseFile.decode(text, file: file ?? "standard input", policy: policy.version)
                answer = question.answer(under: policy, book: PolicyBook(policies))
            } catch { throw Failure(.dataError, language.of(error.words)) }
            if let words {
                for line in answer.lines { try Output.line(words.of(line)) }
            } else {
                try Output.line(String(answer.json.printed.dropLast()))
            }
            if let error = answer.error { throw Failure(.dataError, language.of(error.words)) }
        }
    }
}
