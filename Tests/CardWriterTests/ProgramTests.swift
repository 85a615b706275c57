import CardProtocol
import CardSimulator
import Foundation
import HubClient
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// The program as scripts see it: its output, and its exit status.
@Suite(.serialized) struct CardWriterProgramTests {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// The one object that `--json` prints.
        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }
    }

    /// A folder of the test's own, with a key file in it.
    struct Bench {
        let folder: URL
        var keys: String { folder.appending(path: "keys").path }

        init() throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "cw-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let made = FileManager.default.createFile(
                atPath: folder.appending(path: "keys").path, contents: Data(testKeys.utf8),
                attributes: [.posixPermissions: 0o600])
            #expect(made)
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }

        /// Runs the program that was built beside the tests; no terminal, no input.
        func run(
            _ arguments: [String], _ environment: [String: String] = [:], output other: FileHandle? = nil
        ) async throws -> Outcome {
            let process = Process()
            process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
                .deletingLastPathComponent().appending(path: "card-writer")
            process.arguments = arguments
            process.environment = ["HOME": folder.path, "PCSCLITE_CSOCK_NAME": folder.path + "/none"]
                .merging(environment) { _, new in new }
            process.standardInput = FileHandle.nullDevice
            let (output, errors) = (folder.appending(path: "out"), folder.appending(path: "err"))
            for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
            process.standardOutput = try other ?? FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            let status = await withCheckedContinuation { continuation in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { continuation.resume(returning: -1) }
            }
            return Outcome(
                status: status, output: try String(contentsOf: output, encoding: .utf8),
                errors: try String(contentsOf: errors, encoding: .utf8))
        }
    }

    static var fixtures: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "CardProtocolTests/Fixtures")
    }

    @Test func `The self-test passes with the built-in vectors, and with whole files`() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let builtIn = try await bench.run(["selftest"])
        #expect(builtIn.status == 0)
        #expect(builtIn.output.hasSuffix(" passed, 0 failed, 0 unknown\n"), "\(builtIn.output)")
        let names = ["aes-cmac", "an10922", "desfire-ev1", "desfire-ev2", "ntag424"]
        let files = names.map { Self.fixtures.appending(path: $0 + ".json").path }
        let whole = try await bench.run(["selftest", "--json", "--vectors"] + files)
        #expect(whole.status == 0)
        let json = try whole.json()
        #expect(json["failed"] as? Int == 0 && json["unknown"] as? Int == 3, "\(json["failed"] ?? "")")
        #expect((json["passed"] as? Int ?? 0) > 80)
    }

    @Test func `A changed byte in a vector file makes the self-test fail`() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let text = try String(contentsOf: Self.fixtures.appending(path: "aes-cmac.json"), encoding: .utf8)
        let damaged = bench.folder.appending(path: "damaged.json")
        try text.replacing("BB1D6929", with: "BB1D6928").write(to: damaged, atomically: true, encoding: .utf8)
        let outcome = try await bench.run(["selftest", "--vectors", damaged.path])
        #expect(outcome.status == 70)
        #expect(outcome.output.contains("failed  rfc4493-ex1: cmac is BB1D6929"))
        #expect(outcome.output.hasSuffix("4 passed, 1 failed, 0 unknown\n"))
    }

    @Test(arguments: [
        (["issue", "--member", BatchTests.first], Int32(64), "not confirmed"),
        (["issue"], 64, "for whom"),
        (["issue", "--batch", "/nowhere", "--number", "7"], 64, "leave --member and --number out"),
        (["issue", "--batch", "/nowhere", "--dry-run"], 66, "cannot be read"),
        (["issue", "--number", "7", "--wait", "-1", "--keys", "/nowhere", "--yes"], 64, "--wait takes 0 to 3600"),
        (["erase"], 64, "not confirmed"),
        (["replace", "04A1B2C3D4E5F6-1"], 64, "not confirmed"),
        (["block", "04A1B2C3D4E5F6-1", "--reason", "lost"], 64, "not confirmed"),
        (["unblock", "04A1B2C3D4E5F6-1", "--reason", "mistake"], 64, "not confirmed"),
        (["unblock", "nonsense", "--reason", "mistake"], 64, "a card id looks like"),
        (["issue", "--yes"], 64, "for whom"),
        (["block", "nonsense", "--reason", "lost", "--yes"], 64, "a card id looks like"),
        (["readers"], 69, "pcscd does not answer"),
        (["inspect"], 64, "say --keys FILE"),
        (["selftest", "--vectors", "/nowhere"], 66, "cannot be read"),
        (["issue", "--member", BatchTests.first, "--yes", "--keys", "/nowhere"], 78, "not found"),
    ])
    func `A refusal has words and its exit status`(
        _ arguments: [String], _ status: Int32, _ words: String
    ) async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let plain = try await bench.run(arguments)
        #expect(plain.status == status, "\(plain.errors)")
        #expect(plain.output == "" && plain.errors.contains(words), "\(plain.errors)")
        let json = try await bench.run(arguments + ["--json"])
        #expect(json.status == status)
        #expect(try json.json()["exit"] as? Int32 == status)
        #expect((try json.json()["error"] as? String)?.contains(words) == true)
    }

    @Test func `A key file that others can read is refused, and nothing of it is printed`() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: bench.keys)
        let outcome = try await bench.run(["inspect", "--keys", bench.keys])
        #expect(outcome.status == 78 && outcome.errors.contains("chmod 600"), "\(outcome.errors)")
        try Data("kiosk 1 00112233".utf8).write(to: URL(filePath: bench.keys))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: bench.keys)
        let broken = try await bench.run(["inspect", "--keys", bench.keys])
        #expect(broken.status == 78 && broken.errors.contains("line 1"))
        #expect(!broken.errors.contains("0011"))
    }

    @Test func `A fresh card on a real pcscd is inspected and planned, and nothing is changed`() async throws {
        let bench = try Bench()
        defer { bench.remove() }
        let pcscd = try await VirtualPCSCD.start(in: bench.folder.appending(path: "p").path)
        defer { pcscd.stop() }
        let uid = try #require(CardUID(hex: "04112233445566"))
        let card = VirtualCard(profile: .desfireEV2, uid: uid, random: CardRandom(seed: 1))
        let fresh = card.state
        let reader = try VirtualReader(slot: pcscd.slot(0))
        defer { reader.stop() }
        reader.insert(card)
        let readers = try await bench.run(["readers"], pcscd.environment)
        #expect(readers.output == VirtualPCSCD.readers.joined(separator: "\n") + "\n")
        let common = ["--keys", bench.keys, "--wait", "10"]
        let ambiguous = try await bench.run(["inspect"] + common, pcscd.environment)
        #expect(ambiguous.status == 64 && ambiguous.errors.contains("several readers match"))
        let chosen = pcscd.environment.merging(["CARD_WRITER_READER": "00 00"]) { _, new in new }
        let inspected = try await bench.run(["inspect", "--json"] + common, chosen)
        #expect(inspected.status == 0, "\(inspected.errors)")
        #expect(try inspected.json()["stage"] as? String == "factory")
        #expect(try inspected.json()["uid"] as? String == uid.description)
        let plan = try await bench.run(["issue", "--dry-run"] + common, chosen)
        #expect(plan.status == 0)
        #expect(plan.output.contains("SelectApplication, AuthenticateLegacy, ChangeKey"), "\(plan.output)")
        #expect(plan.output.contains("kiosk 1 ") && !plan.output.contains("10111213"))
        #expect(card.state == fresh)
    }

    @Test(arguments: [
        ("", "no key for application, kiosk, staff, picc"),
        ("picc 1 303132333435363738393A3B3C3D3E3F", "application, kiosk, staff"),
    ])
    func `A key file that lacks roles is told before a card is asked for`(_ text: String, _ words: String) async throws
    {
        let bench = try Bench()
        defer { bench.remove() }
        try Data(text.utf8).write(to: URL(filePath: bench.keys))
        let outcome = try await bench.run(["inspect", "--keys", bench.keys])
        #expect(outcome.status == 78 && outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func `A key file may begin with a byte order mark`() throws {
        #expect(try KeyRing(text: "\u{FEFF}" + testKeys).roles.count == 4)
    }

    @Test(arguments: [
        ("http://192.0.2.1:8440", "in clear"), ("http://hub.example", "in clear"),
        ("hub.example:8440", "no address of a hub"),
        ("https://user:word@hub.example", "no address of a hub"),
        ("http://127.0.0.1@hub.example", "no address of a hub"),
        ("ftp://127.0.0.1", "no address of a hub"), ("", "no address of a hub"),
    ])
    func `A token is not sent in clear to another machine`(_ address: String, _ words: String) {
        #expect {
            try HubClient(baseURL: address, token: "x")
        } throws: { "\($0)".contains(words) }
    }

    /// What prints much, and what prints a little.
    @Test(arguments: [["selftest"], ["selftest", "--json"], ["readers", "--json"]])
    func `Output that cannot be written is told, and a reader that has gone is not`(_ arguments: [String]) async throws
    {
        let bench = try Bench()
        defer { bench.remove() }
        let full = try await bench.run(arguments, output: FileHandle(forWritingAtPath: "/dev/full"))
        #expect(full.status == 74 && full.errors.contains("No space left on device"), "\(full)")
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let gone = try await bench.run(arguments, output: pipe.fileHandleForWriting)
        #expect(gone.status == 141 && gone.errors.isEmpty, "\(gone)")
    }
}
