import ArgumentParser
import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

struct PolicyExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Answer one case, with every number's reason.",
        discussion: """
            Reads a case from a file or standard input: a member, what happened, and a question (a bill, a refund, one
            more entry, the account, the rewards, giving up stored value). Prints the result and its derivation as JSON,
            or with --words as sentences: first what is to be paid or can be had, then why. A line of a bill without a
            price costs what the price list says; amounts may be in yuan (unitPrice: ¥98, paid: ¥500); a package may be
            named by its id on the policy where the member has one of it. `kioskctl policy explain --schema` describes
            the case; examples are beside the policies, in kiosk-config/policies/cases.

            Ends with 0; with 64 when no policy is named; with 65 when the case is wrong or makes no sense: then the
            reason is in the answer or on standard error; with 66 when a file cannot be read. Nothing is stored
            anywhere.

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
                    .usage,
                    Bilingual(zh: "没有给出规则：请用 --policy 文件", en: "no policy given: use --policy FILE")[language])
            }
            let text = try PolicySource.text(of: file, language)
            let book = PolicyBook(policies)
            let answer: CaseAnswer
            do throws(DocumentProblems) {
                let question = try CaseFile.decode(
                    text, file: file ?? "standard input", policy: policy.version, book: book)
                answer = question.answer(under: policy, book: book)
            } catch { throw Failure(.dataError, error.words[language]) }
            if let words {
                for line in Self.lines(answer, words) { try Output.line(line) }
            } else {
                try Output.line(String(answer.json.printed.dropLast()))
            }
            if let error = answer.error { throw Failure(.dataError, error.words[language]) }
        }
    }

    /// What comes of it, then why.
    private static func lines(_ answer: CaseAnswer, _ words: Language) -> [String] {
        let why = answer.lines.map { $0[words] }
        guard !answer.result.isEmpty else { return why }
        let title = why.isEmpty ? [] : [Bilingual(zh: "为什么：", en: "why:")[words]]
        return answer.result.map { $0[words] } + title + why.map { "  " + $0 }
    }
}
