import Display
import Foundation
import KioskSession
import KioskTesting
import Testing
import VirtualSalon
import Vocabulary

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// The program itself, as a process, with a kiosk's panel that this test plays.
@Suite(.timeLimit(.minutes(5))) struct ServeTests {
    private let folder: TemporaryFolder
    private var panelPath: String { folder.appending(path: "panel").path }

    init() throws { folder = try TemporaryFolder("serve") }

    private func start() async throws -> (ChildProcess, KioskPage) {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "virtual-kiosk")
        let portFile = folder.appending(path: "port")
        try? FileManager.default.removeItem(at: portFile)
        let process = try ChildProcess(
            "virtual-kiosk", program,
            [
                "serve", "--port", "0", "--port-file", portFile.path, "--panel", panelPath, "--sample-cards",
                "--reader", folder.appending(path: "vpcd.0").path, "--state", folder.appending(path: "cards").path,
            ], log: folder.appending(path: "log"))
        try await process.waits(for: "its port") { FileManager.default.fileExists(atPath: portFile.path) }
        let text = try String(contentsOf: portFile, encoding: .utf8)
        return (process, try KioskPage(port: try #require(Int(text.trimmingCharacters(in: .newlines)))))
    }

    private func present(_ name: String) throws -> PanelSocket {
        let socket = try PanelSocket(path: panelPath, width: 64, height: 48)
        let surface = Surface(width: 64, height: 48, fill: 0x8A1C4A)
        var drawn = DrawnScreen(
            damage: surface.bounds,
            regions: [TouchRegion(rect: PixelRect(x: 10, y: 20, width: 30, height: 20), touch: .checkIn)],
            name: name, language: .zh, texts: ["欢迎"])
        drawn.frame = 7
        try socket.present(surface, drawn: drawn)
        return socket
    }

    @Test func `The screen is shown, a touch by name arrives, and both come back with a new kiosk`() async throws {
        let first = try present("one")
        let (process, page) = try await start()
        try await process.waits(for: "a picture") { try await page.state().screen == "one" }
        #expect(try await page.picture().starts(with: [0x89, 0x50, 0x4E, 0x47]))
        try await page.touch("checkIn")
        var events = first.events.makeAsyncIterator()
        #expect(await events.next()?.onFrame == [7, 25, 30])
        #expect(await events.next()?.isRelease == true)
        try await page.touch(x: 11, y: 22, action: "down", sequence: 6)
        #expect(await events.next()?.onFrame == [6, 11, 22], "a finger names the picture it was looking at")
        await #expect(throws: ChildProcess.Failure.self) { try await page.touch("nowhere") }
        first.close()
        let second = try present("two")
        defer { second.close() }
        try await process.waits(for: "the new picture") { try await page.state().screen == "two" }
        await process.stop()
        #expect(try await process.status() == 0)
    }

    @Test func `It ends at once on SIGTERM though a page is open, and the cards are there again`() async throws {
        let (process, page) = try await start()
        try await page.makeCard("mine", profile: "ev2")
        try await page.insert("mine")
        let uid = try await page.card("mine").uid
        let (bytes, _) = try await URLSession.shared.data(from: page.address)
        #expect(String(decoding: bytes, as: UTF8.self).contains("<!doctype html>"))
        let open = Task { try await URLSession.shared.data(from: page.address.appending(path: "/api/events")) }
        try await process.waits(for: "an end") {
            process.isRunning && process.standardOutput.contains("http://127.0.0.1:")
        }
        let began = ContinuousClock.now
        await process.stop()
        #expect(ContinuousClock.now - began < .seconds(5))
        #expect(try await process.status() == 0)
        open.cancel()
        let (again, same) = try await start()
        #expect(try await same.card("mine").uid == uid)
        #expect(try await same.card("blank").odometers == nil)
        await again.stop()
    }

    @Test func `Another site's page is sent away`() async throws {
        let (process, page) = try await start()
        var request = URLRequest(url: page.address.appending(path: "/api/cards/blank/insert"))
        request.httpMethod = "POST"
        request.setValue("http://elsewhere.example", forHTTPHeaderField: "Origin")
        let (_, response) = try await URLSession.shared.data(for: request)
        #expect((response as? HTTPURLResponse)?.statusCode == 403)
        await process.stop()
    }
}

extension InputEvent {
    /// Frame and place of a finger that goes down.
    fileprivate var onFrame: [Int]? {
        guard case .touch(let touch) = self, case .down(let point) = touch.action, let frame = touch.frame else {
            return nil
        }
        return [Int(frame), point.x, point.y]
    }

    fileprivate var isRelease: Bool {
        guard case .touch(let touch) = self, case .up = touch.action else { return false }
        return true
    }
}
