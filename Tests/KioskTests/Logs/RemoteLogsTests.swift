import Foundation
import Hub
import HubAPI
import HubClient
import HubStore
import KioskTesting
import Logging
import Testing
import Vocabulary

@testable import Kiosk

/// `kioskctl` as an operator runs it, against a hub that listens, with a kiosk that answers from its log.
@Suite(.timeLimit(.minutes(5))) struct RemoteLogsTests {
    private final class Stage: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "remote-logs-\(UUID().uuidString)").path
        let log: LogStore
        let kiosk = "front-desk"

        init() throws {
            log = try LogStore(folder: folder + "/logs", maximumBytes: 1 << 20) {
                Int64(Date().timeIntervalSince1970 * 1000)
            }
            for number in 1...700 { log.write(.uploaded(entries: number, left: 0, milliseconds: 2)) }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        /// Runs the hub and the kiosk's side while the body runs.
        func play(_ body: @escaping @Sendable (_ address: String) async throws -> Void) async throws {
            let settings = HubSettings(database: .file(path: folder + "/hub.sqlite"), port: 0)
            let hub = try await Hub.open(
                settings, mayCreate: true, now: { Int64(Date().timeIntervalSince1970 * 1000) },
                newID: { UUID().uuidString },
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            _ = try await hub.database.seedSample(members: 2, seed: 1)
            let kiosk = try #require(try await hub.database.kiosks().kiosks.first?.kiosk)
            try await hub.database.addToken("operator-token", for: Bearer(role: .operator, kiosk: nil))
            try await hub.database.addToken("kiosk-token", for: Bearer(role: .kiosk, kiosk: kiosk))
            try writeToken("operator-token")
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hub.run { port.yield($0) } }
                var first = ports.makeAsyncIterator()
                let address = "http://127.0.0.1:\(await first.next() ?? 0)"
                group.addTask { try await self.serve(address, kiosk: kiosk) }
                try await body(address + " " + kiosk)
                group.cancelAll()
                while (try? await group.next()) != nil {}
            }
        }

        private func writeToken(_ token: String) throws {
            _ = FileManager.default.createFile(
                atPath: folder + "/token", contents: Data(token.utf8), attributes: [.posixPermissions: 0o600])
        }

        /// The kiosk's side, as a kiosk has it. Each question is followed no longer than to the end of the log, so
        /// that following means asking again.
        private func serve(_ address: String, kiosk: String) async throws {
            let link = HTTPHubLink(client: try HubClient(baseURL: address, token: "kiosk-token"), kiosk: kiosk)
            let log = log
            let sources = RequestService.Sources(
                logs: { since, after, limit in log.read(after: after, sinceMs: since, limit: limit) },
                status: { #"{"screen":"attract","reader":"ready"}"# }, picture: { [0x89, 0x50, 0x4E, 0x47, 1, 2, 3] })
            await RequestService(hub: link, sources: sources, followLimit: .zero, .still).run()
        }

        func process(_ arguments: [String], at address: String?) -> Process {
            let process = Process()
            let binaries = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            process.executableURL = binaries.appending(path: "kioskctl")
            process.arguments = arguments + (address.map { ["--hub", $0, "--token-file", folder + "/token"] } ?? [])
            return process
        }

        /// - Parameter output: goes there instead of into what is returned.
        func kioskctl(_ arguments: [String], at address: String?, output: FileHandle? = nil) async throws -> (
            status: Int32, out: String, err: String
        ) {
            let process = process(arguments, at: address)
            let (out, err) = (Pipe(), Pipe())
            if let output { process.standardOutput = output } else { process.standardOutput = out }
            process.standardError = err
            try process.run()
            if output != nil { try out.fileHandleForWriting.close() }
            async let printed = Self.all(of: out)
            async let errors = Self.all(of: err)
            let texts = await (printed, errors)
            process.waitUntilExit()
            return (process.terminationStatus, texts.0, texts.1)
        }

        /// Each as it comes.
        static func lines(of pipe: Pipe) -> AsyncStream<String> {
            let (lines, line) = AsyncStream.makeStream(of: String.self)
            Thread.detachNewThread {
                var rest = Data()
                while case let piece = pipe.fileHandleForReading.availableData, !piece.isEmpty {
                    rest += piece
                    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                        line.yield(String(decoding: rest[..<end], as: UTF8.self))
                        rest = Data(rest[(end + 1)...])
                    }
                }
                line.finish()
            }
            return lines
        }

        private static func all(of pipe: Pipe) async -> String {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
                }
            }
        }
    }

    @Test func `An operator reads logs, status and screen of a kiosk that nobody can call`() async throws {
        let stage = try Stage()
        try await stage.play { place in
            let (address, kiosk) = (String(place.split(separator: " ")[0]), String(place.split(separator: " ")[1]))
            let logs = try await stage.kioskctl(["logs", "--kiosk", kiosk, "--since", "1h", "--json"], at: address)
            #expect(logs.status == 0, "\(logs.err)")
            let lines = logs.out.split(separator: "\n")
            #expect(lines.count == 700 && lines.last?.contains("\"entries\":700") == true)
            let readable = try await stage.kioskctl(["logs", "--kiosk", kiosk], at: address)
            #expect(readable.out.contains("  uploaded  entries=700 left=0 ms=2\n"))

            let status = try await stage.kioskctl(["status", "--kiosk", kiosk, "--json"], at: address)
            #expect(status.status == 0 && status.out.contains("\"kiosk\":{\"screen\":\"attract\""), "\(status)")
            let all = try await stage.kioskctl(["status"], at: address)
            #expect(all.out.hasPrefix("KIOSK") && all.out.contains(kiosk), "\(all)")

            let file = stage.folder + "/screen.png"
            let screen = try await stage.kioskctl(["screenshot", "--kiosk", kiosk, "-o", file], at: address)
            #expect(screen.status == 0 && FileManager.default.contents(atPath: file)?.count == 7, "\(screen)")

            let nobody = try await stage.kioskctl(["logs", "--kiosk", "no-such"], at: address)
            #expect(nobody.status == 65 && nobody.out.isEmpty && nobody.err.contains("no-such"), "\(nobody)")
        }
    }

    @Test(arguments: [
        ["logs", "--since", "1h"], ["logs", "--since", "1h", "--json"], ["history"], ["status"], ["policy", "schema"],
    ])
    func `Output that goes away ends a command, quietly or with words`(_ arguments: [String]) async throws {
        let stage = try Stage()
        try await stage.play { place in
            let (address, kiosk) = (String(place.split(separator: " ")[0]), String(place.split(separator: " ")[1]))
            let isRemote = arguments[0] != "policy"
            let named = arguments + (arguments[0] == "logs" ? ["--kiosk", kiosk] : [])
            func run(_ output: FileHandle?) async throws -> (status: Int32, out: String, err: String) {
                try await stage.kioskctl(named, at: isRemote ? address : nil, output: output)
            }
            let full = try await run(FileHandle(forWritingAtPath: "/dev/full"))
            #expect(full.status == 74 && full.err.contains("No space left on device"), "\(full)")
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let gone = try await run(pipe.fileHandleForWriting)
            #expect(gone.status == 141 && !gone.err.contains("rror"), "\(gone)")
        }
    }

    @Test func `Following goes on where the kiosk ended it, until the operator leaves`() async throws {
        let stage = try Stage()
        try await stage.play { place in
            let (address, kiosk) = (String(place.split(separator: " ")[0]), String(place.split(separator: " ")[1]))
            let process = stage.process(["logs", "--kiosk", kiosk, "--follow", "--json"], at: address)
            let out = Pipe()
            process.standardOutput = out
            process.standardError = FileHandle.nullDevice
            try process.run()
            var lines: [String] = []
            for await line in Stage.lines(of: out) {
                lines.append(line)
                if lines.count == 700 { stage.log.write(.uploaded(entries: 701, left: 0, milliseconds: 2)) }
                if lines.count == 701 { process.interrupt() }
            }
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(lines.count == 701 && lines.last?.contains("\"entries\":701") == true, "\(lines.suffix(2))")
        }
    }

    @Test func `Failures have codes that scripts know`() async throws {
        let stage = try Stage()
        let token = stage.folder + "/token"
        let gone = try await stage.kioskctl(["status"], at: "http://127.0.0.1:1")
        #expect(gone.status == 66, "\(gone)")
        _ = FileManager.default.createFile(
            atPath: token, contents: Data("x".utf8), attributes: [.posixPermissions: 0o644])
        #expect(try await stage.kioskctl(["status"], at: "http://127.0.0.1:1").status == 77)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: token)
        let nobody = try await stage.kioskctl(["status"], at: "http://127.0.0.1:1")
        #expect(nobody.status == 69 && nobody.err.contains("nothing listens at its address"), "\(nobody)")
        let unknown = try await stage.kioskctl(["status"], at: "https://no-such-host.invalid")
        #expect(unknown.status == 69 && unknown.err.contains("its name is not known"), "\(unknown)")
        #expect(try await stage.kioskctl(["status"], at: "ftp://x").status == 78)
        #expect(
            try await stage.kioskctl(["logs", "--kiosk", "k", "--since", "soon"], at: "http://127.0.0.1:1").status == 64
        )
    }
}
