import ArgumentParser
import Documents
import Foundation
import Loyalty
import PolicyFile
import Vocabulary

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell everything that is wrong in policies, at once.",
        discussion: """
            Reads each file strictly: unknown keys, wrong values, references to what is not there; and when all of that
            is right, contradictions: a tier nobody can reach, an offer that can never win, two rules whose order nobody
            decided. One line for each: FILE:LINE:COLUMN: KEY: what is wrong; allowed: what is. Warnings are
            marked as such and are no failure.

            Problems and warnings are told in Chinese or English (--words; by default as the terminal's LC_ALL,
            LC_MESSAGES or LANG says). JSON has both, and a code and figures for each.

            Ends with 0 when no file has a problem, else with 65; with 66 when a file cannot be read.

            EXAMPLES
              kioskctl policy check kiosk-config/policies/yuerong-2026-1.yaml
              kioskctl policy check my-salon.yaml --words zh
              kioskctl policy check drafts/*.yaml --json | jq '.files[] | select(.problems | length > 0) | .file'
            """)

    @Argument(help: "Policy files, YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String]

    @Option(help: "Words of which language; the terminal's without.") var words: Language?

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let (files, json, language) = (files, json, words ?? .ofTerminal)
        try await ending {
            let verdicts = files.map(PolicyVerdict.init)
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                let report = PolicyVerdict.Report(files: verdicts)
                try Output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                for line in verdicts.flatMap(\.lines) { try Output.line(line[language]) }
            }
            let bad = verdicts.filter { !$0.problems.isEmpty }
            guard !bad.isEmpty else { return }
            let count = bad.reduce(0) { $0 + $1.problems.count }
            throw Failure(
                bad.contains(where: \.isUnreadable) ? .noInput : .dataError,
                Bilingual(
                    zh: "\(verdicts.count) 个文件中有 \(bad.count) 个有问题，共 \(count) 处",
                    en: "\(count) \(count == 1 ? "problem" : "problems") in \(bad.count) of \(verdicts.count) files"
                )[language])
        }
    }
}

/// What came of checking one file.
struct PolicyVerdict: Encodable {
    struct Report: Encodable { var files: [PolicyVerdict] }

    struct Remark: Encodable {
        var line: Int
        var column: Int
        var key: String
        /// Stable, for programs, with what the words were made with.
        var code: String
        var figures: [String]
        var message: String
        var allowed: String?
        /// The same in Chinese.
        var zh: String
        var allowedZh: String?

        init(_ problem: DocumentProblem) {
            line = problem.line
            column = problem.column
            key = problem.key
            code = problem.fault.code
            figures = problem.fault.figures
            message = problem.fault.words.en
            allowed = problem.allowed?.en
            zh = problem.fault.words.zh
            allowedZh = problem.allowed?.zh
        }
    }

    var file: String
    /// `nil` when it could not be read.
    var version: String?
    var problems: [Remark] = []
    var warnings: [Remark] = []
    var lines: [Bilingual] = []
    var isUnreadable = false

    private enum CodingKeys: String, CodingKey { case file, version, problems, warnings }

    init(_ file: String) {
        self.file = file
        do throws(DocumentProblems) {
            let outcome = try PolicyFile.examine(file)
            if outcome.problems.isEmpty { version = outcome.value.version }
            problems = outcome.problems.map(Remark.init)
            warnings = outcome.warnings.map(Remark.init)
            lines = outcome.problems.map(\.words)
            lines += outcome.warnings.map { Bilingual(zh: "提醒：\($0.words.zh)", en: "warning: \($0.words.en)") }
            if outcome.problems.isEmpty {
                lines.append(Self.sound(file, outcome.value.version, inOneLanguage: outcome.namesInOneLanguage))
            }
        } catch {
            problems = error.problems.map(Remark.init)
            lines = error.problems.map(\.words)
            isUnreadable = true
        }
    }

    private static func sound(_ file: String, _ version: String, inOneLanguage names: Int) -> Bilingual {
        var words = Bilingual(zh: "\(file)：\(version) 没有问题", en: "\(file): \(version) is sound")
        if names > 0 {
            words.zh += "（\(names) 个名称只写了一种语言，两种语言都显示它）"
            words.en += " (\(names) \(names == 1 ? "name stands" : "names stand") in one language and "
            words.en += "\(names == 1 ? "is" : "are") shown in both)"
        }
        return words
    }
}
