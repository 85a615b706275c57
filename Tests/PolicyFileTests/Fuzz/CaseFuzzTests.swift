import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Cases that nobody would write, under policies that nobody would have: always an answer, or a reason in words.
@Suite struct CaseFuzzTests {
    @Test func `Whatever is asked, there is an answer or a reason in words, and the books balance`() throws {
        let run = FuzzRun("case")
        let examples = try Self.examples()
        let sample = try RandomPolicy.sample()
        var other = sample
        run(seeds: 60) { seed in
            if seed % 30 == 1 {
                other = try RandomPolicy.make(seed: seed)
                run.keep(other.text, as: "policy.yaml")
            }
            var random = SeededGenerator(seed: seed &* 3)
            let asked = seed % 4 == 0 ? sample.policy : other.policy
            let book = PolicyBook([sample.policy, other.policy])
            var text: String
            if seed % 3 == 0, let example = examples.randomElement(using: &random) {
                text = Mutations.mutated(example, times: .random(in: 1...6, using: &random), &random)
            } else {
                text = try Self.made(seed: seed, asked, book, run)
                if seed % 7 == 0 { text = Mutations.mutated(text, times: 1, &random) }
            }
            run.keep(text, as: "json")
            try Self.check(text, under: asked, book)
        }
    }

    static func examples() throws -> [String] {
        try FileManager.default.contentsOfDirectory(
            at: SampleFiles.folder.appending(path: "cases"), includingPropertiesForKeys: nil
        ).filter { $0.lastPathComponent.wholeMatch(of: /[a-z-]+\.json/) != nil }.sorted { $0.path < $1.path }
            .map { try String(contentsOf: $0, encoding: .utf8) }
    }

    /// Explains a case twice: as the program does, and entry by entry.
    static func check(_ text: String, under policy: Policy, _ book: PolicyBook) throws {
        let question: CaseFile
        do throws(DocumentProblems) {
            question = try CaseFile.decode(text, file: "case", policy: policy.version, book: PolicyBook([policy]))
        } catch {
            guard !error.problems.isEmpty, error.problems.allSatisfy({ !$0.message.isEmpty }) else {
                throw Stepper.Broken(description: "refused without a word")
            }
            return
        }
        let answer = question.answer(under: policy, book: book)
        for line in answer.lines { try Stepper.check(line, of: text) }
        guard answer.error == nil || answer.json.printed.contains("\"error\": {") else {
            throw Stepper.Broken(description: "an error that is not in the answer")
        }
        var stepper = Stepper()
        try stepper.run(question.entries.sorted(by: MemberEntry.precedes), book)
    }

    /// A history as it might be, half of the time only what of it makes sense, and a question.
    private static func made(seed: UInt64, _ policy: Policy, _ book: PolicyBook, _ run: FuzzRun) throws -> String {
        var maker = CaseMaker(seed: seed, policy: policy)
        maker.absurdity = [0, 0, 2, 8][maker.below(4)]
        var entries = maker.entries(maker.below(maker.chance(10) ? 120 : 25))
        for index in entries.indices where maker.chance(5) {
            entries[index].policy = book.policies[maker.below(book.policies.count)].version
        }
        if maker.chance(60) {
            run.keep(text(entries, ask: [.init("kind", .text("account"))], atMs: maker.atMs), as: "json")
            var stepper = Stepper()
            try stepper.run(entries, book)
            entries = stepper.accepted
        }
        return text(entries, ask: ask(&maker), atMs: maker.chance(95) ? maker.atMs : maker.moment())
    }

    private static func ask(_ maker: inout CaseMaker) -> [JSONText.Member] {
        switch maker.below(6) {
        case 0: return [.init("kind", .text("account"))]
        case 1: return [.init("kind", .text("rewards"))]
        case 2: return [.init("kind", .text("prepaidRefund")), .init("topUp", .null)]
        case 3:
            let refund = maker.refund()
            return [.init("kind", .text("refund")), .init("bill", .text(refund.bill))]
        case 4:
            let id = "asked"
            let bill = maker.bill(id: id)
            return [.init("kind", .text("bill"))] + EntryText.bill(bill)
        default: return [.init("kind", .text("entry")), .init("entry", EntryText.json(maker.entry()))]
        }
    }

    private static func text(_ entries: [MemberEntry], ask: [JSONText.Member], atMs: Int64) -> String {
        JSONText.object([
            .init("at", .text(MomentText.text(atMs))), .init("history", .list(entries.map(EntryText.json))),
            .init("ask", .object(ask)),
        ]).printed
    }
}
