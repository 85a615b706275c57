import Foundation
import Hub
import Kiosk
import KioskTesting
import Testing

/// The schemas of the configuration files, judged by the jsonschema package, which knows nothing of this code.
@Suite struct SettingsSchemaTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "kiosk-config")

    private func schema(_ program: SettingsCase.Program) -> String {
        switch program {
        case .kiosk: KioskSettings.schema
        case .hub: HubSettings.schema
        }
    }

    @Test(arguments: SettingsCase.Program.allCases)
    func `The schema beside the reference is the one the code makes`(_ program: SettingsCase.Program) throws {
        let file = Self.folder.appending(path: "\(program.rawValue).schema.json")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try schema(program).write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == schema(program))
    }

    /// The schema wants numbers and flags without quotes.
    private static let takenByProgramOnly: Set = [
        "a number in quotes", "a flag in quotes", "a choice in quotes",
    ]

    /// Bounds that have units, what YAML makes the same of, and what an address may be.
    private static let refusedByProgramOnly: Set = [
        "numbers in other ways", "a date for a text", "a text with a control character", "flags that are none",
        "a flag in another case", "sizes out of range", "the address http://hub.example",
        "the address https://hub.example:99999", "the address https://[::1",
    ]

    @Test(arguments: SettingsCase.Program.allCases)
    func `Where schema and program can both tell, both tell the same`(_ program: SettingsCase.Program) throws {
        let cases = (SettingsCase.kinds + SettingsCase.sections).filter { $0.program == program }
        let texts = cases.map { String(decoding: $0.bytes, as: UTF8.self) }
        let reference = try String(contentsOf: Self.folder.appending(path: "\(program.rawValue).yaml"), encoding: .utf8)
        let verdicts = try SchemaJudge.verdicts(on: texts + [reference], by: schema(program))
        #expect(verdicts.last == true)
        for (file, verdict) in zip(cases, verdicts) {
            let isRight = try file.report().hasPrefix("nothing is wrong")
            let isKnown = (isRight ? Self.takenByProgramOnly : Self.refusedByProgramOnly).contains(file.name)
            #expect((verdict == isRight) != isKnown, "\(file.name)")
        }
    }
}
