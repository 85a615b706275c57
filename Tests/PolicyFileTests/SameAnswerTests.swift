import Documents
import Foundation
import KioskTesting
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What `kioskctl policy` says in processes of their own. Each draws a seed for its hashes: what is said in the order
/// of a set or a dictionary differs from one to the next.
@Suite struct SameAnswerTests {
    private let folder: TemporaryFolder

    /// The sample salon's policy with its calendars, a draft of it, and members by chance.
    init() throws {
        folder = try TemporaryFolder("same")
        let policies = SampleFiles.folder
        for part in ["policies", "calendars"] {
            try FileManager.default.copyItem(
                at: policies.deletingLastPathComponent().appending(path: part), to: folder.appending(path: part))
        }
        let draft = try SampleFiles.text().replacing("version: yuerong-2026-1\n", with: "version: draft\n")
            .replacing("perMember: 1 per year", with: "perMember: 2 per year")
        try write("policies/draft.yaml", draft)
        // Many names that are near to more than one, and many things that are wrong with what there is.
        try write(
            "policies/wrong.yaml", draft.replacing("deep-clean", with: "deep-claen").replacing("gold", with: "go1d"))
        try write("history.jsonl", try Self.history())
        for question in Self.questions { try write("\(question).json", try Self.case(question)) }
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func history() throws -> String {
        let policy = try SampleFiles.policy()
        return (1...12 as ClosedRange<UInt64>).flatMap { member in
            var maker = CaseMaker(seed: member, policy: policy)
            maker.absurdity = 0
            return maker.entries(60).map { EntryLine.text($0, of: "m-\(member)") + "\n" }
        }.joined()
    }

    private static let questions = ["account", "rewards", "prepaidRefund", "bill"]

    /// A long history with a question at its end.
    private static func `case`(_ question: String) throws -> String {
        var maker = CaseMaker(seed: 3, policy: try SampleFiles.policy())
        maker.absurdity = 0
        let entries = maker.entries(150).filter(Self.isSimple).map { EntryText.json($0).compact }
            .joined(separator: ",\n")
        let more =
            question == "bill"
            ? #", "store": "xuhui", "points": null, "lines": [{"item": "deep-clean", "quantity": 3}, "#
                + #"{"item": "head-spa"}, {"item": "hydrating"}]"# : ""
        let at = MomentText.text(maker.atMs + 1000)
        return #"{"at": "\#(at)", "history": [\#(entries)], "ask": {"kind": "\#(question)"\#(more)}}"#
    }

    /// What needs nothing that came before.
    private static func isSimple(_ entry: MemberEntry) -> Bool {
        switch entry.fact {
        case .action, .topUp, .adjust, .couponIssued, .night, .privilege: true
        case .bill(let bill): bill.coupons.isEmpty && bill.tenders.isEmpty
        default: false
        }
    }

    private static let arguments: [[String]] =
        [
            ["check", "policies/wrong.yaml", "policies/draft.yaml", "policies/yuerong-2026-1.yaml"],
            ["check", "--json", "policies/wrong.yaml"], ["schema"],
            [
                "replay", "--from", "2026-02-01", "--policy", "policies/draft.yaml", "--published",
                "policies/yuerong-2026-1.yaml", "history.jsonl",
            ],
            [
                "fairness", "--policy", "policies/yuerong-2026-1.yaml", "--item", "deep-clean", "--day",
                "2026-12-01", "--store", "xuhui", "history.jsonl",
            ],
        ]
        + questions.map { ["explain", "--policy", "policies/yuerong-2026-1.yaml", "\($0).json"] }
        + questions.map { ["explain", "--policy", "policies/yuerong-2026-1.yaml", "--words", "zh", "\($0).json"] }

    @Test(arguments: arguments) func `Three processes say the same, byte for byte`(_ arguments: [String]) async throws {
        let first = try await PolicyProgram.run(arguments, in: folder)
        #expect(first.output.count > 20 && [0, 65].contains(first.status), "\(first)")
        for _ in 0..<2 { #expect(try await PolicyProgram.run(arguments, in: folder) == first) }
    }
}
