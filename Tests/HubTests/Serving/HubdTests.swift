import Foundation
import Hub
import HubAPI
import HubClient
import Settings
import Testing

/// `hubd` as a process of its own.
@Suite struct HubdTests {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Programs lie beside the test bundle.
    private static var program: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("hubd")
    }

    func start(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (process: Process, output: Pipe, errors: Pipe) {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = Self.program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        return (process, output, errors)
    }

    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    func run(_ arguments: [String]) throws -> Outcome {
        let (process, output, errors) = try start(arguments)
        let words = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: words, as: UTF8.self),
            errors: String(decoding: complaints, as: UTF8.self))
    }

    func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hubd-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test func `Seeded, served, stopped by SIGTERM while a kiosk waits, audited`() async throws {
        try await withFolder { folder in
            let file = folder + "/hub.sqlite"
            let seeded = try run("seed", "--database", file, "--tokens", folder + "/tokens", "--members", "20")
            #expect(seeded.status == 0, "\(seeded.errors)")
            #expect(seeded.output.contains("\"members\" : 20"))
            for name in ["xuhui-1", "jingan-1", "staff", "operator"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/tokens/\(name).token")
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            let again = try run("seed", "--database", file, "--tokens", folder + "/tokens")
            #expect(again.status == 78)
            try await serveAndStop(file, tokens: folder + "/tokens")
            #expect(try run("audit", "--database", file).output == "The books are right.\n")
            #expect(try run("restored", "--database", file).output.contains("hubEpoch"))
        }
    }

    private func serveAndStop(_ file: String, tokens: String) async throws {
        let (process, output, errors) = try start(["serve", "--database", file, "--port", "0"])
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let url = try #require(line.split(separator: "\"").last { $0.hasPrefix("http") })
        let token = try String(contentsOfFile: tokens + "/xuhui-1.token", encoding: .utf8)
        let kiosk = try HubClient(baseURL: String(url), token: token)
        #expect(try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil).members.count == 20)
        let clock = ContinuousClock()
        let began = clock.now
        async let waiting = kiosk.requests(kiosk: "xuhui-1", waitSeconds: 25)
        _ = try await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        process.terminate()
        let list = try? await waiting
        #expect(list?.requests.isEmpty ?? true)
        process.waitUntilExit()
        #expect(clock.now - began < .seconds(20), "a long poll must not hold up the end")
        #expect(process.terminationStatus == 0)
        let log = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(log.contains(#""event":"serving""#) && log.contains(#""event":"stopped""#))
        #expect(!log.contains(token.prefix(16)))
    }

    private struct Added: Decodable {
        var id: String
        var token: String
    }

    private struct ListedPolicy: Decodable {
        var version: String
        var inForce: Bool
    }

    @Test func `Policies are published for ever and listed; seeding without one says what to do`() async throws {
        try await withFolder { folder in
            let file = folder + "/hub.sqlite"
            let lost = try run(
                "seed", "--database", file, "--tokens", folder + "/tokens", "--policy", folder + "/no.yaml")
            #expect(lost.status == 78 && lost.errors.contains("--policy FILE"))
            #expect(lost.errors.contains("no.yaml:1:1: cannot be read"))
            #expect(try run("seed", "--database", file, "--tokens", folder + "/tokens", "--members", "5").status == 0)
            let sample = "kiosk-config/policies/yuerong-2026-1.yaml"
            let again = try run("policy", "publish", "--database", file, sample)
            #expect(again.status == 0 && again.output.contains("published before"))
            let text = try String(contentsOfFile: sample, encoding: .utf8)
            let draft = folder + "/draft.yaml"
            try FileManager.default.copyItem(
                atPath: "kiosk-config/calendars/cn-2026.yaml", toPath: folder + "/cn-2026.yaml")
            let moved = text.replacingOccurrences(of: "../calendars/cn-2026.yaml", with: "cn-2026.yaml")
            try moved.write(toFile: draft, atomically: true, encoding: .utf8)
            let other = try run("policy", "publish", "--database", file, draft)
            #expect(other.status == 78 && other.errors.contains("other content"))
            try moved.replacingOccurrences(of: "yuerong-2026-1", with: "yuerong-2026-2").write(
                toFile: draft, atomically: true, encoding: .utf8)
            #expect(try run("policy", "publish", "--database", file, draft).output == "yuerong-2026-2 is published\n")
            let lines = try run("policy", "list", "--json", "--database", file).output.split(separator: "\n")
            let policies = try lines.map { try JSONDecoder().decode(ListedPolicy.self, from: Data($0.utf8)) }
            #expect(policies.map(\.version) == ["yuerong-2026-1", "yuerong-2026-2"])
            #expect(policies.map(\.inForce) == [false, true])
            let list = try run("policy", "list", "--database", file).output
            #expect(list.contains("* yuerong-2026-2  from 2025-12-31T16:00:00Z"))
            try text.replacingOccurrences(of: "zone: Asia/Shanghai", with: "zone: Asia/Shangai").write(
                toFile: draft, atomically: true, encoding: .utf8)
            let wrong = try run("policy", "publish", "--database", file, draft)
            #expect(wrong.status == 78 && wrong.errors.contains("did you mean Asia/Shanghai?"))
        }
    }

    private struct Listed: Decodable {
        var id: String
        var role: String
        var kiosk: String?
        var revokedAtMs: Int64?
    }

    @Test func `A kiosk's token is added to a hub that serves, printed once, and taken back`() async throws {
        try await withFolder { folder in
            let file = folder + "/hub.sqlite"
            #expect(try run("seed", "--database", file, "--tokens", folder + "/tokens", "--members", "5").status == 0)
            // A supervisor that watches makes the hub look at its tokens more often.
            let (process, output, _) = try start(
                ["serve", "--database", file, "--port", "0"],
                environment: ["NOTIFY_SOCKET": folder + "/nobody", "WATCHDOG_USEC": "100000"])
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let url = try #require(line.split(separator: "\"").last { $0.hasPrefix("http") })
            let words = try run("token", "add", "--database", file, "--kiosk", "xuhui-1").output
            let added = try JSONDecoder().decode(Added.self, from: Data(words.utf8))
            #expect(added.token.count == 64)
            let kiosk = try HubClient(baseURL: String(url), token: added.token)
            try await expectAnswer(true, to: kiosk)

            let list = try run("token", "list", "--database", file).output
            #expect(!list.contains(added.token))
            let tokens = try list.split(separator: "\n").map {
                try JSONDecoder().decode(Listed.self, from: Data($0.utf8))
            }
            #expect(tokens.count == 5 && tokens.contains { $0.id == added.id && $0.kiosk == "xuhui-1" })
            #expect(try run("token", "revoke", "--database", file, added.id).output == "revoked: \(added.id)\n")
            try await expectAnswer(false, to: kiosk)
            #expect(try run("token", "revoke", "--database", file, added.id).errors.contains("revoked before"))
            #expect(try run("token", "revoke", "--database", file, "0000000000000000").status == 78)
            #expect(try run("token", "add", "--database", file, "--kiosk", "nowhere-1").errors.contains("nowhere-1"))
            #expect(try run("token", "add", "--database", file).status == 64)
            #expect(try run("token", "list", "--database", folder + "/no.sqlite").errors.contains("there is no file"))
        }
    }

    /// Asks until the hub has noticed.
    private func expectAnswer(_ isKnown: Bool, to kiosk: HubClient) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let page = try? await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
            if (page != nil) == isKnown { return }
        }
        Issue.record("the hub has not noticed")
    }

    @Test func `Plain HTTP beyond loopback, and a wrong configuration, end with 78 and words`() async throws {
        try await withFolder { folder in
            let open = try run("serve", "--database", folder + "/hub.sqlite", "--host", "0.0.0.0")
            #expect(open.status == 78)
            #expect(open.errors.contains("does not serve plain HTTP on 0.0.0.0"))
            let config = folder + "/hub.yaml"
            try "listen:\n  hots: ::1\n  port: many\ntls:\n  key: /a\n".write(
                toFile: config, atomically: true, encoding: .utf8)
            for command in [["check-config", config], ["serve", "--config", config]] {
                let wrong = command.count == 2 ? try run(command[0], command[1]) : try run("serve", "--config", config)
                #expect(wrong.status == 78)
                #expect(
                    wrong.errors == """
                        \(config):2:3: listen.hots: unknown key; did you mean host?; allowed: host, port
                        \(config):3:9: listen.port: many is not a whole number; allowed: 0 to 65535
                        \(config):5:8: tls.key: tls.certificate and tls.key belong together

                        """)
            }
        }
    }

    @Test func `The documented configuration is what the program knows, and is right`() throws {
        let path = "kiosk-config/hub.yaml"
        #expect(try String(contentsOfFile: path, encoding: .utf8) == HubSettings.reference)
        let settings = try SettingsFile.read(path, HubSettings.read)
        #expect(settings == HubSettings(database: "/var/lib/peony-hub/hub.sqlite"))
    }
}
