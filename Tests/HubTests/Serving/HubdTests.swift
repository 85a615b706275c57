import Documents
import Foundation
import Database
import Hub
import HubAPI
import HubClient
import HubStore
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

    /// - Parameter launcher: a program that becomes this one, with its arguments.
    func start(
        _ arguments: [String], environment: [String: String] = [:], under launcher: [String] = []
    ) throws -> (process: Process, output: Pipe, errors: Pipe) {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let (output, errors) = (Pipe(), Pipe())
        let words = launcher + [Self.program.path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
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

    /// - Parameter taker: takes standard output instead of the test.
    func run(_ arguments: [String], into taker: FileHandle) throws -> (status: Int32, errors: String) {
        let process = Process()
        let errors = Pipe()
        process.executableURL = Self.program
        process.arguments = arguments
        process.standardOutput = taker
        process.standardError = errors
        try process.run()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: complaints, as: UTF8.self))
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

    @Test func `Told to stop, it ends in time whatever clients do`() async throws {
        try await withFolder { folder in
            let file = folder + "/hub.sqlite"
            #expect(try run("seed", "--database", file, "--tokens", folder + "/t", "--members", "2").status == 0)
            let token = try String(contentsOfFile: folder + "/t/xuhui-1.token", encoding: .utf8)
            let (process, output, _) = try start(["serve", "--database", file, "--port", "0"])
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(line.split { !$0.isNumber }.last.flatMap { Int($0) })
            let page = "GET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n"
            let idle = try RawClient(port: port)
            let (asking, deaf) = (try RawClient(port: port), try RawClient(port: port))
            asking.send(page)
            #expect(asking.read(until: "openapi:").text.hasPrefix("HTTP/1.1 200"))
            asking.send(
                "POST /v1/kiosks/xuhui-1/journal HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n"
                    + "Authorization: Bearer \(token.filter { !$0.isWhitespace })\r\n\r\n{")
            // More than sockets hold: the rest of the answers is written when somebody reads.
            deaf.send(String(repeating: page, count: 2000))
            let watchdog = Task { [number = process.processIdentifier] in
                try await Task.sleep(for: .seconds(15))
                kill(number, SIGKILL)
            }
            process.terminate()
            process.waitUntilExit()
            watchdog.cancel()
            #expect(process.terminationReason == .exit && process.terminationStatus == 0)
            for client in [idle, asking, deaf] { client.close() }
        }
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

    /// What another process says of a token holds for the next request.
    private func expectAnswer(_ isKnown: Bool, to kiosk: HubClient) async throws {
        let page = try? await kiosk.feed(kiosk: "xuhui-1", cursor: nil, hubEpoch: nil)
        #expect((page != nil) == isKnown)
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
                        \(config):2:3: listen.hots: unknown key; did you mean host?; allowed: host, port, \
                        connections, connections_per_address, trusted_proxies
                        \(config):3:9: listen.port: many is not a whole number; allowed: 0 to 65535
                        \(config):5:8: tls.key: tls.certificate and tls.key belong together

                        """)
            }
        }
    }

    /// A hub serves what is there: it makes no database.
    private func seed(_ file: String) throws {
        let seeded = try run("seed", "--database", file, "--tokens", file + ".tokens", "--members", "2")
        #expect(seeded.status == 0, "\(seeded.errors)")
    }

    @Test func `What passes ends with 75, what needs a person with 78, both in words`() async throws {
        try await withFolder { folder in
            try seed(folder + "/a.sqlite")
            try seed(folder + "/b.sqlite")
            let (process, output, _) = try start(["serve", "--database", folder + "/a.sqlite", "--port", "0"])
            defer {
                process.terminate()
                process.waitUntilExit()
            }
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(line.split(whereSeparator: { !$0.isNumber }).last).description
            let taken = try run("serve", "--database", folder + "/b.sqlite", "--port", port)
            #expect(taken.status == 75 && taken.errors.contains("another program listens there"), "\(taken.errors)")
            let host = try run("serve", "--database", folder + "/b.sqlite", "--host", "127.256.0.1", "--port", "0")
            #expect(host.status == 75 && host.errors.contains("hubd cannot listen on 127.256.0.1"), "\(host.errors)")
            let files = [
                "serve", "--database", folder + "/b.sqlite", "--tls-certificate", "/etc/hostname", "--tls-key",
                "/etc/x",
            ]
            let (wrong, _, errors) = try start(files)
            let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            wrong.waitUntilExit()
            #expect(wrong.terminationStatus == 75 && words.contains("/etc/hostname: holds no certificate"))
        }
    }

    @Test func `Errors of the database that pass are told from those that do not`() {
        let passing: [DatabaseError] = [.busy(""), .conflict(""), .full(""), .unavailable(""), .lost("")]
        for error in passing { #expect(HubDatabase.mayPass(error)) }
        for error in [DatabaseError.corrupt(""), .noDatabase(""), .unfit("")] {
            #expect(!HubDatabase.mayPass(error))
        }
    }

    @Test func `With few descriptors it serves who it can, and with too few it says so`() async throws {
        try await withFolder { folder in
            let (file, other) = (folder + "/hub.sqlite", folder + "/other.sqlite")
            try seed(file)
            try seed(other)
            let serve = "exec \(Self.program.path) serve --port 0 --database"
            let tight = Process()
            let output = Pipe()
            tight.executableURL = URL(fileURLWithPath: "/bin/bash")
            tight.arguments = ["-c", "ulimit -n 100; \(serve) \(file)"]
            tight.standardOutput = output
            tight.standardError = FileHandle.nullDevice
            try tight.run()
            defer {
                tight.terminate()
                tight.waitUntilExit()
            }
            let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(Int(line.split(whereSeparator: { !$0.isNumber }).last ?? ""))
            let idle = try (0..<300).map { _ in try RawClient(port: port, from: "127.0.0.2") }
            for _ in 0..<20 {
                let client = try RawClient(port: port, from: "127.0.0.3")
                client.send("GET /openapi.yaml HTTP/1.1\r\nHost: h\r\n\r\n")
                #expect(client.read(until: "openapi").text.hasPrefix("HTTP/1.1 200"))
            }
            #expect(tight.isRunning && idle.count == 300)
            let short = Process()
            let errors = Pipe()
            short.executableURL = URL(fileURLWithPath: "/bin/bash")
            short.arguments = ["-c", "ulimit -n 52; \(serve) \(other)"]
            short.standardError = errors
            try short.run()
            let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            short.waitUntilExit()
            #expect(short.terminationStatus == 78 && words.contains("Raise LimitNOFILE"), "\(words)")
        }
    }

    @Test func `The documented configuration is what the program knows, and is right`() throws {
        let path = "kiosk-config/hub.yaml"
        #expect(try String(contentsOfFile: path, encoding: .utf8) == HubSettings.reference)
        let settings = try ConfigurationFile.read(path, HubSettings.read)
        #expect(settings == HubSettings(database: .file(path: "/var/lib/peony-hub/hub.sqlite")))
    }
}
