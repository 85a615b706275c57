import Foundation
import Testing

/// Both daemons as processes, under a supervisor that listens.
@Suite(.timeLimit(.minutes(5))) struct DaemonTests {
    private final class Daemon {
        private let process = Process()

        /// Programs lie beside the test bundle.
        init(_ name: String, _ arguments: [String], _ socket: NotifySocket) throws {
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
                .appendingPathComponent(name)
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging([
                "NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "200000",
            ]) { $1 }
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
        }

        deinit { process.terminate() }

        func terminate() { process.terminate() }

        func status() -> Int32 {
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/supervised-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `hubd tells that it serves, lives and ends`() throws {
        try withFolder { folder in
            let socket = try NotifySocket()
            let seed = ["--database", folder + "/hub.sqlite", "--tokens", folder + "/tokens", "--members", "2"]
            #expect(try Daemon("hubd", ["seed"] + seed, socket).status() == 0)
            let hub = try Daemon("hubd", ["serve", "--database", folder + "/hub.sqlite", "--port", "0"], socket)
            var first: [String] = []
            while !first.contains("READY=1"), let lines = socket.next() { first = lines }
            #expect(first.last?.hasPrefix("STATUS=serving on port ") == true, "\(first)")
            for _ in 0..<3 { #expect(socket.hears("WATCHDOG=1")) }
            hub.terminate()
            #expect(socket.hears("STOPPING=1"))
            #expect(hub.status() == 0)
        }
    }

    @Test func `kioskd tells that it serves, lives and ends`() throws {
        try withFolder { folder in
            try secret("\(folder)/token", "t")
            try secret("\(folder)/keys", "kiosk 1 000102030405060708090A0B0C0D0E0F\n")
            let config = """
                kiosk: {id: front-desk-1}
                hub: {url: "http://127.0.0.1:9", token_file: "\(folder)/token"}
                store: {path: "\(folder)/kiosk.sqlite"}
                logs: {folder: "\(folder)/logs"}
                reader: {keys_file: "\(folder)/keys"}
                display: {output: "png:\(folder)/frames"}

                """
            try config.write(toFile: folder + "/kiosk.yaml", atomically: true, encoding: .utf8)
            let socket = try NotifySocket()
            let kiosk = try Daemon("kioskd", ["run", "--config", folder + "/kiosk.yaml"], socket)
            #expect(socket.hears("READY=1"))
            for _ in 0..<3 { #expect(socket.hears("WATCHDOG=1")) }
            kiosk.terminate()
            #expect(socket.hears("STOPPING=1"))
            #expect(kiosk.status() == 0)
        }
    }

    private func secret(_ path: String, _ text: String) throws {
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]))
    }
}
