import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Files that somebody wrote to bring a reader down, and what must not be lost of those that are sound.
@Suite struct DocumentCorpusTests {
    /// Far above what any text of that size needs, also in a debug build on a busy machine.
    static let patience = Duration.seconds(10)

    static let corpus: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder("Corpus").path)
        return (names ?? []).sorted()
    }()

    static func folder(_ name: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: name)
    }

    @Test func `There is a corpus`() { #expect(Self.corpus.count > 40) }

    @Test(arguments: corpus)
    func `A nasty file is refused in time and in words`(_ name: String) throws {
        let clock = ContinuousClock()
        let path = Self.folder("Corpus").appending(path: name).path
        let spent = clock.measure {
            do throws(DocumentProblems) {
                let outcome = try PolicyFile.examine(path)
                #expect(!outcome.problems.isEmpty && outcome.problems.count <= 202)
                #expect(outcome.problems.allSatisfy { $0.line >= 1 && $0.column >= 1 && !$0.message.isEmpty })
            } catch { #expect(!error.problems.isEmpty) }
            _ = try? HolidayFile.read(path)
        }
        #expect(spent < Self.patience)
    }

    /// Days do not go on after 9999; a loop that waits for the next one would.
    @Test func `A policy that begins on the last day there is ends like others`() throws {
        let outcome = try PolicyFile.examine(Self.folder("Sound").appending(path: "far-future.yaml").path)
        #expect(outcome.problems == [])
        #expect(throws: Never.self) {
            try HolidayFile.decode("festivals: {end: [9999-12-30..9999-12-31]}", file: "f")
        }
    }

    @Test func `The sample as JSON is the same policy`() throws {
        let path = Self.folder("Sound").appending(path: "yuerong.json")
        let json = PolicyBreaks.outcome(try String(contentsOf: path, encoding: .utf8), format: .json)
        #expect(json.problems == [])
        #expect(json.value == PolicyBreaks.outcome(try SampleFiles.text()).value)
    }

    /// JSON is judged as Foundation judges it, which takes a comma before the end as well, and no number that is
    /// too large for a `Double`.
    @Test(arguments: UInt64(1)...8)
    func `What is JSON and what is not`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sound = [
            #"{"a": [1, -2.5e+3, "x\n\u00e9\ud83d\ude00", true, null, {}], "b": {"c": []}}"#,
            "{\"悦\": \"容\", \"n\": 0, \"t\": \"\\\"\\\\\\/\\b\"}\n",
        ]
        for round in 0..<400 {
            let text = Mutations.mutated(sound[round % 2], times: .random(in: 1...8, using: &random), &random)
            let outcome = DocumentFile.examine(text, file: "f", format: .json) { _ in }
            let ours = !outcome.problems.contains {
                $0.message.hasPrefix("not JSON") || $0.message.hasPrefix("must be")
            }
            let theirs = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) is [String: Any]
            if !ours, theirs, try text.contains(Regex(#",\s*[}\]]"#)) { continue }
            if ours, !theirs, try text.contains(Regex(#"e\+?[0-9]{3}"#)) { continue }
            #expect(ours == theirs, "seed \(seed), round \(round): \(text) \(outcome.problems)")
        }
    }
}
