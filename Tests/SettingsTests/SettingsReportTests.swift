import Foundation
import Testing

/// What the programs say of configuration files, right and wrong, line by line.
@Suite struct SettingsReportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reports")
    private static let head = "== "

    @Test(arguments: SettingsCase.Program.allCases)
    func `Each file gets the report that people know`(_ program: SettingsCase.Program) throws {
        let file = Self.folder.appending(path: "\(program.rawValue).txt")
        let cases = SettingsCase.all.filter { $0.program == program }
        let said = try cases.map { "\(Self.head)\($0.name)\n\(try $0.report())\n" }
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try said.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        }
        let known = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n\(Self.head)")
        #expect(known.count == said.count && Set(cases.map(\.name)).count == cases.count)
        for (known, said) in zip(known, said) {
            #expect(
                Self.trimmed(known) == Self.trimmed(said),
                "run the tests with UPDATE_GOLDEN=1 and look at the difference")
        }
    }

    private static func trimmed(_ report: String) -> String {
        (report.hasPrefix(head) ? String(report.dropFirst(head.count)) : report).trimmingCharacters(in: .newlines)
    }
}
