import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Policies with something broken in them, and all that ever brought the reader down.
@Suite struct BrokenPolicyTests {
    @Test func `Whatever stands in a policy, it is read or refused in words, and can be used once it is read`() throws {
        let run = FuzzRun("document")
        let sample = try SampleFiles.text()
        let sections = try Self.sections(sample)
        let others = try Self.others()
        run(seeds: 60) { seed in
            var random = SeededGenerator(seed: seed)
            // A few sections are read sooner than all, and are broken more thoroughly.
            let text =
                switch seed % 8 {
                case 0: sample
                case 1, 5: others.randomElement(using: &random) ?? sample
                default: sections.head + sections.rest.shuffled(using: &random).prefix(3).joined()
                }
            let broken = Mutations.mutated(text, times: .random(in: 1...8, using: &random), &random)
            run.keep(broken, as: "yaml")
            try Self.check(broken)
        }
    }

    /// Every file of `Found` once brought something down, or stands at the limits of what can: a policy, or a case with
    /// or without a policy of its own.
    @Test func `What was found once stays found`() throws {
        let corpus = try #require(Bundle.module.url(forResource: "Found", withExtension: nil))
        let files = try FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files.sorted(by: { $0.path < $1.path }) {
            let text = try String(contentsOf: file, encoding: .utf8)
            guard file.pathExtension == "json" else {
                try Self.check(text)
                continue
            }
            let own = file.deletingPathExtension().appendingPathExtension("policy.yaml")
            let sample = try SampleFiles.policy()
            let policy =
                FileManager.default.fileExists(atPath: own.path)
                ? try RandomPolicy.examine(try String(contentsOf: own, encoding: .utf8)).get() : sample
            try CaseFuzzTests.check(text, under: policy, PolicyBook([sample, policy]))
        }
    }

    /// The sample as JSON, and beginnings of files that are nasty on purpose.
    private static func others() throws -> [String] {
        let json = DocumentCorpusTests.folder("Sound").appending(path: "yuerong.json")
        let nasty = DocumentCorpusTests.corpus.filter { !$0.contains("bomb") }
            .map { DocumentCorpusTests.folder("Corpus").appending(path: $0) }
        // Not all of them are UTF-8.
        return try [String(contentsOf: json, encoding: .utf8)]
            + nasty.map { String(String(decoding: try Data(contentsOf: $0), as: UTF8.self).prefix(4000)) }
    }

    private static func sections(_ text: String) throws -> (head: String, rest: [String]) {
        var parts: [String] = [""]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.first?.isLetter == true { parts.append("") }
            parts[parts.count - 1] += line + "\n"
        }
        let isNeeded = { (part: String) in
            ["version", "name", "effectiveFrom", "zone", "items", "tiers"].contains { part.hasPrefix($0 + ":") }
        }
        return (parts.filter(isNeeded).joined(), parts.filter { !isNeeded($0) })
    }

    private static func check(_ text: String) throws {
        let breaks = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) }
        for format in DocumentFile.Format.allCases {
            let began = ContinuousClock.now
            let outcome = PolicyFile.examine(text, file: "p", format: format) { _ in HolidayCalendar() }
            _ = try? HolidayFile.decode(text, file: "f")
            guard ContinuousClock.now - began < DocumentCorpusTests.patience else {
                throw Stepper.Broken(description: "read in \(ContinuousClock.now - began)")
            }
            let hasWords = outcome.problems.allSatisfy {
                !$0.message.isEmpty && (1...breaks + 2).contains($0.line) && $0.column >= 1
            }
            guard hasWords else {
                throw Stepper.Broken(description: "refused without a word, or nowhere: \(outcome.problems)")
            }
            guard outcome.problems.isEmpty else { continue }
            var maker = CaseMaker(seed: UInt64(text.utf8.count), policy: outcome.value)
            var stepper = Stepper()
            try stepper.run(maker.entries(5), PolicyBook([outcome.value]))
        }
    }
}
