import FoundationEssentials
import Testing
import Vocabulary

@testable import Documents
@testable import Settings

/// A small configuration with a key of every kind.
private struct Sample: Equatable {
    enum Mode: String, CaseIterable { case quiet, loud, off }

    var name: String
    var nick: String?
    var count: Int
    var idle: Duration
    var warning: Duration
    var room: Int64
    var mode: Mode
    var flag: Bool
    var file: String
    var ca: String?
    var url: URL

    init(_ reader: DocumentReader) {
        (name, nick, count, mode, flag) = reader.section("box", "The box.") { box in
            (
                box.value("name", .text, example: "front", "Its name."),
                box.optional("nick", .text, "Another name."),
                box.value("count", .integer(in: 1...9, unit: "pieces"), default: 3, "How many."),
                box.value("mode", .choice(), default: .quiet, "How loud."),
                box.value("flag", .flag, default: true, "Whether.")
            )
        }
        (idle, warning) = reader.section("time", "Time.") { time in
            (
                time.value("idle", .duration(in: .seconds(1) ... .seconds(600)), default: .seconds(30), "How long."),
                time.value("warning", .duration(in: .seconds(1) ... .seconds(60)), default: .seconds(20), "When.")
            )
        }
        (room, file, ca) = reader.section("disk", "The disk.") { disk in
            (
                disk.value("room", .size(in: 0...(1 << 40)), default: 64 << 20, "How much."),
                disk.value("file", .path, default: "/var/lib/x", "Where."),
                disk.optional("ca", .path, "Whom to trust.")
            )
        }
        url = reader.section("hub", "") {
            $0.value("url", .serverAddress(plainOnLoopback: true), example: "https://hub.example", "Whom.")
        }
        reader.require("time.warning", with: ["time.idle"], Self.longer) { warning < idle }
    }
}

extension Sample {
    fileprivate static let longer = Fault("sample.warning", zh: "要比 time.idle 短", en: "must be shorter than time.idle")
}

@Suite struct StrictReadingTests {
    private func problems(_ text: String) -> [String] {
        do {
            _ = try ConfigurationFile.decode(text, file: "f") { Sample($0) }
            return []
        } catch { return error.problems.map(\.description) }
    }

    private let minimal = "box: {name: front}\nhub: {url: \"https://hub.example\"}\n"

    @Test func `What is not set has its default`() throws {
        let sample = try ConfigurationFile.decode(minimal, file: "f") { Sample($0) }
        #expect(sample.count == 3 && sample.idle == .seconds(30) && sample.room == 64 << 20 && sample.ca == nil)
        #expect(sample.mode == .quiet && sample.flag && sample.file == "/var/lib/x" && sample.nick == nil)
    }

    @Test func `What is set is read, with its unit`() throws {
        let text = """
            box: {name: "no", nick: 悦容, count: 9, mode: loud, flag: false}
            time:
              idle: 2m
              warning: 1500ms
            disk:
              room: 2GiB   # plenty
              file: "/srv/x y"
              ca: /etc/ca.pem
            hub: {url: "http://127.0.0.1:8080"}
            """
        let sample = try ConfigurationFile.decode(text, file: "f") { Sample($0) }
        #expect(sample.name == "no" && sample.nick == "悦容" && sample.count == 9 && sample.mode == .loud)
        #expect(sample.idle == .seconds(120) && sample.warning == .milliseconds(1500) && sample.room == 2 << 30)
        #expect(
            sample.file == "/srv/x y" && sample.ca == "/etc/ca.pem"
                && sample.url.absoluteString == "http://127.0.0.1:8080")
    }

    @Test func `Everything wrong is said at once, with its place`() {
        let text = """
            box:
              name: no
              cuont: 4
              count: 12
              mode: laud
              flag: yes
              count: 3
            time:
              idle: 30
              warning: 20s
              idle: 10s
            disk: 7
            hub:
              url: http://hub.example
            bx: 1
            """
        #expect(
            problems(text) == [
                "f:2:9: box.name: no without quotes is a boolean; write \"no\"; allowed: text",
                "f:3:3: box.cuont: unknown key; did you mean count?; allowed: name, nick, count, mode, flag",
                "f:5:9: box.mode: laud is not one of the choices; did you mean loud?; allowed: quiet, loud, off",
                "f:6:9: box.flag: yes is neither true nor false; allowed: true or false",
                "f:7:3: box.count: set twice; first in line 4",
                "f:10:12: time.warning: must be shorter than time.idle",
                "f:11:3: time.idle: set twice; first in line 9",
                "f:12:7: disk: must be a mapping of keys; allowed: room, file, ca",
                "f:14:8: hub.url: http://hub.example would send the token in clear; "
                    + "allowed: https://HOST[:PORT], or http:// on 127.0.0.1, ::1 or localhost",
                "f:15:1: bx: unknown key; did you mean box?; allowed: box, time, disk, hub",
            ])
    }

    @Test(arguments: [
        ("box: {}\n", "f:1:1: box.name: missing; allowed: text"),
        ("box: {name: ''}\n", "f:1:13: box.name: is empty; allowed: text"),
        ("box: {name: 12}\n", "f:1:13: box.name: 12 without quotes is a number; write \"12\"; allowed: text"),
        ("box: {name: a, count: 0x3}\n", "f:1:23: box.count: 0x3 is not a whole number; allowed: 1 to 9 pieces"),
        (
            "box: {name: a, count: [1]}\n",
            "f:1:23: box.count: must be one value, not a list or a mapping; allowed: 1 to 9 pieces"
        ),
        ("box: {name: a, count: ~}\n", "f:1:23: box.count: has no value; allowed: 1 to 9 pieces"),
        (
            "box: {name: a, count: 99999999999999999999}\n",
            "f:1:23: box.count: 99999999999999999999 is not a whole number; allowed: 1 to 9 pieces"
        ),
        (
            "box: {name: a}\ntime: {idle: 1h}\n",
            "f:2:14: time.idle: 1h is out of range; allowed: 1s to 10m, as a whole number with ms, s, m, h or d"
        ),
        ("box: {name: a}\ndisk: {file: x}\n", "f:2:14: disk.file: x does not begin with /; allowed: an absolute path"),
        (
            "box: {name: a}\ndisk: {room: 1.5GiB}\n",
            "f:2:14: disk.room: 1.5GiB is not a size with a unit; allowed: 0B to 1024GiB, "
                + "as a whole number with B, KiB, MiB or GiB"
        ),
        (
            "box: {name: a, idle: 3s}\n",
            "f:1:16: box.idle: unknown key; did you mean time.idle?; allowed: name, nick, count, mode, flag"
        ),
        ("box: {name: a, ? [b] : c}\n", "f:1:18: box: a key must be a word"),
    ])
    func `A wrong value says what is allowed`(_ text: String, _ expected: String) {
        let hub = "hub: {url: 'https://h'}\n"
        #expect(problems(text + hub) == [expected])
    }

    @Test(arguments: [
        ("- a\n- b\n", "f:1:1: must be a mapping of keys; allowed: lines such as `hub:` with keys below"),
        ("box: [\n", "f:2:1: not YAML: while parsing a flow node, did not find expected node content"),
        ("a: &x 1\nb: *x\n", "f:1:4: anchors (&) and aliases (*) are not taken here"),
        ("a: \u{1}\n", "f:1:4: a control character"),
        (String(repeating: "[", count: 300), "f:1:1: more than 256 lists and mappings"),
        (String(repeating: "- ", count: 300), "f:1:1: indented deeper than 64 columns"),
        (String(repeating: "a: b\n", count: 20_000), "f:1:1: longer than 64 KiB"),
    ])
    func `A text that is not a configuration is refused in one line`(_ text: String, _ expected: String) {
        #expect(problems(text).contains(expected), "\(problems(text))")
    }

    @Test func `An ampersand inside quotes or between words is only a character`() throws {
        let text = "box: {name: 'Spa &Co', nick: Wash & Go} # &c *d\nhub: {url: 'https://h'}\n"
        let sample = try ConfigurationFile.decode(text, file: "f") { Sample($0) }
        #expect(sample.name == "Spa &Co" && sample.nick == "Wash & Go")
    }

    @Test func `A file that is not there is a problem like others`() {
        #expect(throws: DocumentProblems.self) { try ConfigurationFile.read("/nowhere/at/all.yaml") { Sample($0) } }
        #expect(throws: DocumentProblems.self) { try ConfigurationFile.read("/") { Sample($0) } }
    }

    @Test func `The reference it writes is read back as the defaults`() throws {
        let yaml = ConfigurationFile.reference(head: "Reference.") { Sample($0) }
        let sample = try ConfigurationFile.decode(yaml, file: "f") { Sample($0) }
        var expected = try ConfigurationFile.decode(minimal, file: "f") { Sample($0) }
        expected.url = sample.url
        #expect(sample == expected)
        let idle = "  # duration: 1s to 10m, as a whole number with ms, s, m, h or d; default 30s\n  idle: 30s\n"
        #expect(yaml.contains(idle))
    }

    @Test(arguments: [
        ("count", "cuont", 1), ("hub.url", "hub.ulr", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("same", "same", 0),
    ])
    func `The distance between words`(_ first: String, _ second: String, _ expected: Int) {
        #expect(Nearest.distance(first, second) == expected && Nearest.distance(second, first) == expected)
    }

    @Test(arguments: ["30", "s", "-5s", "1.5s", "5 s", "99999999999999999999s", "9999999999999d", "٣s", "5S", ""])
    func `What is not a duration`(_ text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func `No text stops the program`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let valid = ConfigurationFile.reference(head: "Reference.") { Sample($0) }
        let seeds = [
            valid, "{a: [b, {c: d}], ? e : f}\n", "a: |\n  x\n  y\n--- \nb: !!int '3'\n", "%YAML 1.1\n---\nx: y\n",
        ]
        let pieces = [
            "\n", ":", " ", "- ", "? ", "[", "{", "}", "]", "\"", "'", "#", "|", ">", "!", "!!x", "%", "@", "`", "&a",
            "*a",
            "<<: ", "~", "\t", "\u{0}", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "👩‍🦰", "---\n", "...\n", "\r",
        ]
        for round in 0..<400 {
            var scalars = Array((seeds.randomElement(using: &random) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0...scalars.count, using: &random)
                let piece = Array((pieces.randomElement(using: &random) ?? "").unicodeScalars)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars.insert(contentsOf: piece, at: at)
                case 1: scalars.removeSubrange(at..<min(scalars.count, at + Int.random(in: 0...20, using: &random)))
                default: scalars.insert(contentsOf: scalars[at..<min(scalars.count, at + 40)], at: at)
                }
            }
            let text = scalars.reduce(into: "") { $0.unicodeScalars.append($1) }
            let found = problems(text)
            #expect(found.allSatisfy { $0.hasPrefix("f:") }, "seed \(seed), round \(round)")
        }
    }
}
