import Documents
import Foundation
import Kiosk
import Testing

@Suite struct KioskConfigTests {
    /// `kiosk-config/` of this checkout.
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "kiosk-config")

    @Test func `The reference file and the code agree key by key, default by default`() throws {
        let file = folder.appending(path: "kiosk.yaml")
        let expected = KioskSettings.reference
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try expected.write(to: file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == expected, "run the tests with UPDATE_GOLDEN=1 and look at the difference")
        let settings = try KioskSettings.read(file.path)
        #expect(settings.display.output == .fbdev(device: "/dev/fb0") && settings.session.idle == .seconds(20))
    }

    /// What stands beside the programs is what they print.
    @Test(arguments: ["kiosk", "hub"]) func `The programs print reference and schema`(_ name: String) throws {
        for (flag, file) in [("--show-reference", "\(name).yaml"), ("--show-schema", "\(name).schema.json")] {
            let outcome = try Tool.run(Tool.beside(name + "d"), ["check-config", flag])
            #expect(outcome.status == 0)
            #expect(try outcome.output == String(contentsOf: folder.appending(path: file), encoding: .utf8))
        }
    }

    @Test(arguments: ["panel:/run/kioskd/panel.sock", "png:/tmp/frames", "fbdev:/dev/fb1"])
    func `Each display backend can be named`(_ output: String) throws {
        let text = "kiosk: {id: k}\nhub: {url: 'https://h'}\ndisplay: {output: '\(output)', rotation: 90}\n"
        let settings = try ConfigurationFile.decode(text, file: "f") { KioskSettings($0) }
        #expect(settings.display.output == DisplayOutput(output) && settings.display.rotation.degrees == 90)
    }

    @Test func `Impossible values are told from possible ones`() {
        let text = """
            kiosk: {id: Front Desk}
            hub: {url: "http://10.0.0.1", upload_retry_first: 30s, upload_retry_most: 10s}
            store: {maximum: 100MiB, path: kiosk.sqlite}
            reader: {name: "ACR1252*PICC*"}
            display: {output: "drm:/dev/dri/card0", rotation: 45, width: 10}
            session: {warning: 5s, idle: 2h}
            """
        let keys = problems(text)
        #expect(
            keys == [
                "kiosk.id", "hub.url", "hub.upload_retry_most", "store.maximum", "store.path", "reader.name",
                "display.output",
                "display.rotation", "display.width", "session.warning", "session.idle",
            ])
    }

    private func problems(_ text: String) -> [String] {
        do {
            _ = try ConfigurationFile.decode(text, file: "f") { KioskSettings($0) }
            return []
        } catch { return error.problems.map(\.key) }
    }

    /// Files that tools of the system read: what can be checked without those tools.
    @Test(arguments: [
        ("kioskd", ["User=kiosk", "WatchdogSec=30", "DevicePolicy=closed", "StateDirectory=kioskd"]),
        (
            "hubd",
            [
                "User=peony-hub", "WatchdogSec=120", "PrivateDevices=yes", "StateDirectory=peony-hub",
                "LimitNOFILE=65536",
            ]
        ),
    ])
    func `The units start what exists, watch it and keep it in its box`(program: String, own: [String]) throws {
        let unit = try lines("systemd/\(program).service")
        let all = [
            "Type=notify", "Restart=always", "RestartSec=5", "StartLimitIntervalSec=0", "TimeoutStopSec=10",
            "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0",
        ]
        for line in all + own { #expect(unit.contains(line), "\(line)") }
        // Private devices would hide the panel and its touch.
        #expect(unit.contains("PrivateDevices=yes") == (program == "hubd"))
        let sections = unit.filter { $0.hasPrefix("[") }
        #expect(sections == ["[Unit]", "[Service]", "[Install]"])
        #expect(unit.allSatisfy { $0.isEmpty || $0.hasPrefix("#") || $0.hasPrefix("[") || $0.contains("=") })
    }

    /// With a configuration that is not there each command ends with 78; with words it does not know, 64.
    @Test(arguments: ["kioskd", "hubd"]) func `The units call the programs as they want to be called`(
        program: String
    ) throws {
        let commands = try lines("systemd/\(program).service").filter { $0.hasPrefix("Exec") }
        #expect(commands.count == 2)
        for command in commands {
            let words = command.split(separator: "=", maxSplits: 1)[1].split(separator: " ").map(String.init)
            #expect(words.first == "/usr/bin/\(program)")
            let arguments = words.dropFirst().map { $0.hasPrefix("/etc/") ? "/nonexistent" + $0 : $0 }
            let outcome = try Tool.run(Tool.beside(program), Array(arguments))
            #expect(outcome.status == 78, "\(command): \(outcome.output)")
        }
    }

    @Test(arguments: ["kioskd", "hubd"]) func `systemd itself finds nothing to say about the units`(
        program: String
    ) throws {
        let tool = try #require(Tool.find("systemd-analyze"), "the package systemd is missing")
        let unit = folder.appending(path: "systemd/\(program).service").path
        let exposure = try Tool.run(tool, ["security", "--offline=true", "--threshold=20", unit])
        #expect(exposure.status == 0, "\(exposure.output.suffix(400))")
        // The program is not installed where this is built; anything else would be a fault of the file.
        let complaints = try Tool.run(tool, ["verify", "--man=no", unit]).output.split(separator: "\n").filter {
            !$0.contains("/usr/bin/\(program) is not executable")
        }
        #expect(complaints == [])
    }

    @Test func `The rules name only what is ours`() throws {
        let polkit = try String(contentsOf: folder.appending(path: "polkit/50-kioskd.rules"), encoding: .utf8)
        #expect(polkit.contains("subject.user == \"kiosk\"") && polkit.contains("org.debian.pcsc-lite.access_pcsc"))
        #expect(polkit.count { $0 == "{" } == polkit.count { $0 == "}" })
        for file in ["kioskd", "hubd"] {
            #expect(try lines("sysusers/\(file).conf").filter { $0.hasPrefix("u ") }.count == 1)
        }
        let udev = try lines("udev/70-kioskd.rules").filter { !$0.isEmpty && !$0.hasPrefix("#") }
        #expect(udev.allSatisfy { $0.contains("==") && $0.contains("SUBSYSTEM") })
        let blocked = try lines("modprobe/kioskd.conf").filter { !$0.hasPrefix("#") && !$0.isEmpty }
        #expect(blocked == ["blacklist pn533_usb", "blacklist pn533", "blacklist nfc"])
    }

    private func lines(_ path: String) throws -> [String] {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
    }
}

/// A program of the system, when it is there.
private enum Tool {
    static func find(_ name: String) -> String? {
        ["/usr/bin/", "/bin/"].map { $0 + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// One of our programs, built with the tests.
    static func beside(_ program: String) -> String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: program).path
    }

    static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
