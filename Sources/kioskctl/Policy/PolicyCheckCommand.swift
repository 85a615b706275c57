import ArgumentParser
import Foundation
import Loyalty
import PolicyFile
import Settings

struct PolicyCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tell everything that is wrong in policies, at once.",
        discussion: """
            Reads each file strictly: unknown keys, wrong values, references to what is not there; and when all of that
            is right, contradictions: a tier nobody can reach, an offer that can never win, two rules whose order nobody
            decided. One line for each: FILE:LINE:COLUMN: KEY: what is wrong; allowed: what is. Warnings are
            marked as such and are no failure.

            Ends with 0 when no file has a problem, else with 65; with 66 when a file cannot be read.

            EXAMPLES
              kioskctl policy check kiosk-config/policies/yuerong-2026-1.yaml
              kioskctl policy check drafts/*.yaml --json | jq '.files[] | select(.problems | length > 0) | .file'
            """)

    @Argument(help: "Policy files, YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var files: [String]

    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let (files, json) = (files, json)
        try await ending {
            let verdicts = files.map(PolicyVerdict.init)
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
                let report = PolicyVerdict.Report(files: verdicts)
                try Output.line(String(decoding: try encoder.encode(report), as: UTF8.self))
            } else {
                for line in verdicts.flatMap(\.lines) { try Output.line(line) }
            }
            let bad = verdicts.filter { !$0.problems.isEmpty }
            guard !bad.isEmpty else { return }
            let count = bad.reduce(0) { $0 + $1.problems.count }
            throw Failure(
                bad.contains(where: \.isUnreadable) ? .noInput : .dataError,
                "\(count) \(count == 1 ? "problem" : "problems") in \(bad.count) of \(verdicts.count) files")
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
        var message: String
        var allowed: String?

        init(_ problem: SettingsProblem) {
            line = problem.line
            column = problem.column
            key = problem.key
            message = problem.message
            allowed = problem.allowed
        }
    }

    var file: String
    /// `nil` when it could not be read.
    var version: String?
    var problems: [Remark] = []
    var warnings: [Remark] = []
    var lines: [String] = []
    var isUnreadable = false

    private enum CodingKeys: String, CodingKey { case file, version, problems, warnings }

    init(_ file: String) {
        self.file = file
        do throws(SettingsProblems) {
            let outcome = try PolicyFile.examine(file)
            if outcome.problems.isEmpty { version = outcome.value.version }
            problems = outcome.problems.map(Remark.init)
            warnings = outcome.warnings.map(Remark.init)
            lines = outcome.problems.map(\.description) + outcome.warnings.map { "warning: \($0)" }
            if outcome.problems.isEmpty { lines.append("\(file): \(outcome.value.version) is sound") }
        } catch {
            problems = error.problems.map(Remark.init)
            lines = error.problems.map(\.description)
            isUnreadable = true
        }
    }
}
