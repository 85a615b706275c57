import Foundation
import KioskTesting
import Loyalty
import PolicyFile
import Settings
import Testing

/// Whatever stands in a file, reading it ends soon and with words.
///
/// `PEONY_FUZZ_MINUTES=10` lets the random part go on so long (`make fuzz`); each text is then written to
/// `PEONY_FUZZ_KEEP`, if that is set, before it is read, so that one that ends the process is found there and can
/// join `Corpus`.
@Suite struct DocumentFuzzTests {
    /// Far above what any text of that size needs, also in a debug build on a busy machine.
    private static let patience = Duration.seconds(10)

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
            do throws(SettingsProblems) {
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

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `No changed document stops the program`(_ seed: UInt64) throws {
        let environment = ProcessInfo.processInfo.environment
        let minutes = environment["PEONY_FUZZ_MINUTES"].flatMap(Int.init)
        let folder = environment["PEONY_FUZZ_KEEP"]
        var fuzz = DocumentFuzz(seed: minutes == nil ? seed : UInt64.random(in: .min ... .max), texts: try Self.seeds())
        let clock = ContinuousClock()
        let end = clock.now + .seconds(60 * (minutes ?? 0))
        var rounds = 0
        while minutes == nil ? rounds < 40 : clock.now < end {
            let (text, format) = fuzz.next()
            if minutes != nil, let folder {
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/fuzz-\(seed).\(format.rawValue)"))
            }
            let spent = clock.measure { expectWords(about: text, format) }
            #expect(spent < Self.patience, "seed \(seed), round \(rounds): \(text.prefix(2000))")
            rounds += 1
        }
        if minutes != nil { print("seed \(fuzz.seed): \(rounds) documents") }
    }

    private func expectWords(about text: String, _ format: DocumentFile.Format) {
        let outcome = PolicyBreaks.outcome(text, format: format)
        let lines =
            text.utf8.count { $0 == 0x0A }
            + text.unicodeScalars.count { "\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 2
        for problem in outcome.problems {
            #expect((1...lines).contains(problem.line) && problem.column >= 1 && !problem.message.isEmpty, "\(problem)")
        }
        _ = try? HolidayFile.decode(text, file: "f")
    }

    /// JSON is judged as Foundation judges it, which takes a comma before the end as well.
    @Test(arguments: UInt64(1)...8)
    func `What is JSON and what is not`(_ seed: UInt64) throws {
        var fuzz = DocumentFuzz(
            seed: seed,
            texts: [
                (#"{"a": [1, -2.5e+3, "x\n\u00e9\ud83d\ude00", true, null, {}], "b": {"c": []}}"#, .json),
                ("{\"悦\": \"容\", \"n\": 0, \"t\": \"\\\"\\\\\\/\\b\"}\n", .json),
            ])
        for round in 0..<400 {
            let (text, _) = fuzz.next()
            let outcome = DocumentFile.examine(text, file: "f", format: .json) { _ in }
            let ours = !outcome.problems.contains {
                $0.message.hasPrefix("not JSON") || $0.message.hasPrefix("must be")
            }
            let theirs = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) is [String: Any]
            if !ours, theirs, try text.contains(Regex(#",\s*[}\]]"#)) { continue }
            #expect(ours == theirs, "seed \(seed), round \(round): \(text) \(outcome.problems)")
        }
    }

    private static func seeds() throws -> [(String, DocumentFile.Format)] {
        let sample = try SampleFiles.text()
        let json = try String(contentsOf: folder("Sound").appending(path: "yuerong.json"), encoding: .utf8)
        // One part alone is read faster, and its mistakes are not lost among others.
        let parts = sample.components(separatedBy: "\n\n").filter { $0.contains(":") }
        let nasty = corpus.filter { !$0.contains("bomb") }.compactMap { name -> (String, DocumentFile.Format)? in
            let text = try? String(contentsOf: folder("Corpus").appending(path: name), encoding: .utf8)
            return text.map { (String($0.prefix(4000)), DocumentFile.Format(path: name)) }
        }
        let head = "version: v\nname: {zh: a, en: b}\nzone: UTC\neffectiveFrom: 2026-01-01\n"
        return [(sample, .yaml), (json, .json)] + parts.map { (head + $0 + "\n", .yaml) } + nasty
    }
}

/// Texts made from others by random changes.
struct DocumentFuzz {
    let seed: UInt64
    private var random: SeededGenerator
    private let texts: [(String, DocumentFile.Format)]

    private static let pieces = [
        "\n", ":", ": ", " ", "  ", "- ", "? ", "[", "{", "}", "]", "\"", "'", "#", "|", ">", "!", "!!int ", "%", "@",
        "&a ", "*a", "<<: ", "~", "\t", "\u{0}", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "👩‍🦰", "---\n", "...\n", "\r",
        "¥",
        "-1", "0", "9223372036854775807", "1e999", "forever", "12 months", "¥0", "0%", "100%", "2026-02-30",
        "24:00-00:00", "kind: gift", "per day", ",", "\\", "\\u", "\\ud800", "null", "true", "{}", "[]",
    ]

    init(seed: UInt64, texts: [(String, DocumentFile.Format)]) {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        self.texts = texts
    }

    mutating func next() -> (String, DocumentFile.Format) {
        let (text, format) = texts[Int.random(in: 0..<texts.count, using: &random)]
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...8, using: &random) { change(&scalars) }
        return (scalars.reduce(into: "") { $0.unicodeScalars.append($1) }, format)
    }

    private mutating func change(_ scalars: inout [Unicode.Scalar]) {
        let at = Int.random(in: 0...scalars.count, using: &random)
        let end = min(scalars.count, at + Int.random(in: 0...30, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: scalars.insert(contentsOf: piece(), at: at)
        case 1: scalars.removeSubrange(at..<end)
        case 2: scalars.insert(contentsOf: scalars[at..<end], at: at)
        case 3: scalars.replaceSubrange(at..<end, with: piece())
        case 4:
            // One value in the place of another, both whole.
            let (first, second) = (word(in: scalars), word(in: scalars))
            scalars.replaceSubrange(first, with: Array(scalars[second]))
        default:
            let lines = scalars.split(separator: "\n", omittingEmptySubsequences: false)
            let line = lines[Int.random(in: 0..<lines.count, using: &random)]
            scalars.insert(contentsOf: Array(line) + ["\n"], at: min(at, scalars.count))
        }
    }

    private mutating func piece() -> [Unicode.Scalar] {
        Array(Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)].unicodeScalars)
    }

    private mutating func word(in scalars: [Unicode.Scalar]) -> Range<Int> {
        let at = Int.random(in: 0...scalars.count, using: &random)
        let ends = Set(" ,:{}[]\n\"".unicodeScalars)
        let start = scalars[..<at].lastIndex(where: ends.contains).map { $0 + 1 } ?? 0
        return start..<max(start, scalars[at...].firstIndex(where: ends.contains) ?? scalars.count)
    }
}
