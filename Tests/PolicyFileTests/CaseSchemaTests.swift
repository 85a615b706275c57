import Documents
import Foundation
import KioskTesting
import Loyalty
import PolicyFile
import Testing

/// The shape of cases and of answers, as documents beside the policies and as the code has it.
@Suite struct CaseSchemaTests {
    private static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"

    private static var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: SampleFiles.folder.appending(path: "cases").path)
                .compactMap { $0.wholeMatch(of: /([a-z-]+)\.json/).map { String($0.1) } }.sorted()
        }
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOf: SampleFiles.folder.appending(path: name), encoding: .utf8)
    }

    private func expectGolden(_ text: String, _ name: String) throws {
        let file = SampleFiles.folder.appending(path: name)
        if Self.isUpdating { try text.write(to: file, atomically: true, encoding: .utf8) }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "\(name): run the tests with UPDATE_GOLDEN=1 and look at the difference")
    }

    private static func answer(_ text: String, _ policy: Policy) throws -> CaseAnswer {
        try CaseFile.decode(text, file: "case", policy: policy.version, book: PolicyBook([policy])).answer(
            under: policy, book: PolicyBook([policy]))
    }

    @Test func `The schema of cases is the one the code makes, and the examples keep to it`() throws {
        try expectGolden(CaseFile.schema(), "case.schema.json")
        let texts = try Self.names.map { try Self.text("cases/\($0).json") }
        #expect(texts.count >= 3)
        #expect(try SchemaJudge.verdicts(on: texts, by: CaseFile.schema()) == texts.map { _ in true })
    }

    @Test func `What the reader refuses in a case its schema refuses`() throws {
        let bill = try Self.text("cases/bill.json")
        let changes = [
            ("2026-10-01T15:00:00+08:00", "2026-10-01"), ("\"kind\": \"action\"", "\"kind\": \"actions\""),
            ("\"unitPriceFen\": 38000", "\"unitPriceFen\": -1"), ("\"points\": 320", "\"points\": 1000000000001"),
            ("\"points\": 320", "\"points\": \"320\""), ("\"item\": \"brow\"", "\"items\": \"brow\""),
            ("\"lines\": [{\"item\": \"hydrating\"", "\"lines\": [7, {\"item\": \"hydrating\""),
            ("\"tier\": \"gold\"", "\"tier\": \"Gold card\""), ("\"at\": \"2026-10", "\"when\": \"2026-10"),
            ("\"ask\"", "\"asks\""), ("\"id\": \"f-1\"", "\"id\": \"f 1\""),
        ]
        let texts = changes.map { bill.replacing($0.0, with: $0.1) }
        for (text, change) in zip(texts, changes) {
            #expect(text != bill, "\(change)")
            #expect(throws: DocumentProblems.self, "\(change)") {
                try CaseFile.decode(text, file: "case", policy: "version", book: PolicyBook([]))
            }
        }
        #expect(try SchemaJudge.verdicts(on: texts, by: CaseFile.schema()) == texts.map { _ in false })
    }

    @Test func `The examples are answered as their golden answers say`() throws {
        let policy = try SampleFiles.policy()
        for name in try Self.names {
            let answer = try Self.answer(try Self.text("cases/\(name).json"), policy)
            #expect(answer.error == nil)
            try expectGolden(answer.json.printed, "cases/\(name).answer.json")
        }
    }

    @Test func `Answers keep to their schema, those of random cases too`() throws {
        let policy = try SampleFiles.policy()
        var answers = try Self.names.map { try Self.text("cases/\($0).answer.json") }
        let asks = [
            "{\"kind\": \"account\"}", "{\"kind\": \"rewards\"}", "{\"kind\": \"prepaidRefund\"}",
            "{\"kind\": \"refund\", \"bill\": \"e-2b\"}",
            "{\"kind\": \"entry\", \"entry\": {\"id\": \"x\", \"at\": \"2030-01-01T00:00:00Z\", \"kind\": \"topUp\", "
                + "\"paidFen\": 300000}}",
        ]
        for seed in 1...40 as ClosedRange<UInt64> {
            var maker = CaseMaker(seed: seed, policy: policy)
            maker.absurdity = 0
            var stepper = Stepper()
            try stepper.run(maker.entries(20), PolicyBook([policy]))
            let history = stepper.accepted.map { EntryText.json($0).printed }.joined(separator: ",")
            let at = MomentText.text(maker.atMs)
            let text = "{\"at\": \"\(at)\", \"history\": [\(history)], \"ask\": \(asks[Int(seed) % asks.count])}"
            answers.append(try Self.answer(text, policy).json.printed)
        }
        let verdicts = try SchemaJudge.verdicts(on: answers, by: try Self.text("answer.schema.json"))
        for (verdict, answer) in zip(verdicts, answers) { #expect(verdict, "\(answer)") }
        #expect(answers.contains { $0.contains("\"rewards\": {") } && answers.contains { $0.contains("refundFen") })
        let spoilt = answers.map { $0.replacing("\"policy\":", with: "\"policies\":") }
        #expect(
            try SchemaJudge.verdicts(on: spoilt, by: try Self.text("answer.schema.json")) == spoilt.map { _ in false })
    }
}
