import Display
import Foundation
import KioskSession
import KioskTesting
import Testing
import Vocabulary

@Suite(.timeLimit(.minutes(5))) struct PanelSocketTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("panel") }

    var path: String { folder.appending(path: "panel").path }

    func drawn(_ name: String, damage: PixelRect, frame: UInt32 = 1) -> DrawnScreen {
        var drawn = DrawnScreen(
            damage: damage,
            regions: [TouchRegion(rect: PixelRect(x: 10, y: 20, width: 30, height: 40), touch: .checkIn)],
            name: name, language: .zh)
        drawn.frame = frame
        return drawn
    }

    /// The first picture whose screen has this name.
    func picture(_ name: String, from connection: PanelConnection) async -> PanelPicture? {
        for await picture in connection.pictures() where picture.layout.screen == name { return picture }
        return nil
    }

    @Test func `A viewer gets the whole picture first, then only what changed, and its touch arrives`() async throws {
        let socket = try PanelSocket(path: path, width: 100, height: 80)
        defer { socket.close() }
        var surface = Surface(width: 100, height: 80, fill: 0x112233)
        try socket.present(surface, drawn: drawn("one", damage: surface.bounds))
        let connection = try PanelConnection(path: path)
        defer { connection.close() }

        let first = try #require(await picture("one", from: connection))
        #expect(first.surface == surface)
        #expect(first.layout.region("checkIn")?.centre == PanelPoint(x: 25, y: 40))

        surface[5, 6] = 0xABCDEF
        try socket.present(
            surface, drawn: drawn("two", damage: PixelRect(x: 5, y: 6, width: 1, height: 1), frame: 2))
        let second = try #require(await picture("two", from: connection))
        #expect(second.surface == surface)
        #expect(second.layout.seq == 2)

        #expect(await connection.press(named: "checkIn"))
        #expect(connection.touch(.down, at: PanelPoint(x: 1, y: 2), sequence: 1))
        #expect(await !connection.press(named: "nowhere"))
        var events = socket.events.makeAsyncIterator()
        var seen: [TouchEvent] = []
        while seen.count < 3, case .touch(let touch) = await events.next() { seen.append(touch) }
        let middle = PanelPoint(x: 25, y: 40)
        #expect(seen.map(\.action) == [.down(middle), .up(middle), .down(PanelPoint(x: 1, y: 2))])
        #expect(seen.map(\.frame) == [2, 2, 1])
    }

    @Test func `A touch on the picture of a kiosk that has ended goes to nobody, and a viewer that leaves lets go`()
        async throws
    {
        let connection = try PanelConnection(path: path)
        let surface = Surface(width: 100, height: 80, fill: 1)
        for name in ["before", "after"] {
            let socket = try PanelSocket(path: path, width: 100, height: 80)
            try socket.present(surface, drawn: drawn(name, damage: surface.bounds))
            #expect(await picture(name, from: connection) != nil)
            guard name == "after" else {
                socket.close()
                while connection.isConnected { await Task.yield() }
                #expect(!connection.touch(.down, at: PanelPoint(x: 25, y: 40)))
                continue
            }
            #expect(connection.touch(.down, at: PanelPoint(x: 25, y: 40)))
            connection.close()
            var events = socket.events.makeAsyncIterator()
            #expect(await events.next() != nil)
            guard case .touch(let last) = await events.next() else { return #expect(Bool(false)) }
            #expect(last.action == .gone)
            socket.close()
        }
    }

    @Test func `The socket belongs to its owner alone`() throws {
        let socket = try PanelSocket(path: path, width: 10, height: 10)
        defer { socket.close() }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `A dead socket is replaced, a living one and a plain file are not`() throws {
        let dead = socketpairless(at: path)
        close(dead)
        let socket = try PanelSocket(path: path, width: 10, height: 10)
        #expect(throws: DisplayError.inUse(path: path)) { try PanelSocket(path: path, width: 10, height: 10) }
        socket.close()
        #expect(!FileManager.default.fileExists(atPath: path))

        try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: DisplayError.self) { try PanelSocket(path: path, width: 10, height: 10) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("precious".utf8))
    }

    /// A bound socket whose listener is gone, as a killed kioskd leaves it.
    func socketpairless(at path: String) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return descriptor
    }

    @Test func `A viewer connects again after the kiosk restarted`() async throws {
        let connection = try PanelConnection(path: path)
        defer { connection.close() }
        let surface = Surface(width: 20, height: 10, fill: 1)
        for name in ["before", "after"] {
            let socket = try PanelSocket(path: path, width: 20, height: 10)
            try socket.present(surface, drawn: drawn(name, damage: surface.bounds))
            #expect(await picture(name, from: connection) != nil)
            socket.close()
        }
    }

    @Test func `A viewer that never reads holds nothing up, and then sees the latest picture`() async throws {
        let socket = try PanelSocket(path: path, width: 1024, height: 600)
        defer { socket.close() }
        let sleeper = try RawViewer(path: path)
        defer { sleeper.close() }
        var surface = Surface(width: 1024, height: 600)
        // Each round paints a band of its own, so a round that is forgotten leaves a hole.
        for round in 1...40 {
            let band = PixelRect(x: 0, y: (round - 1) * 15, width: 1024, height: 15)
            for y in band.y..<band.maxY { for x in 0..<1024 { surface[x, y] = UInt32(round * 4000 + x) } }
            try socket.present(surface, drawn: drawn("round \(round)", damage: band))
        }
        let last = try #require(sleeper.read(until: "round 40"))
        #expect(last.picture.surface == surface)
        #expect(last.frames < 40, "frames that were overtaken must not be sent")
    }

    @Test func `A viewer that talks nonsense is dropped and the others stay`() async throws {
        let socket = try PanelSocket(path: path, width: 20, height: 10)
        defer { socket.close() }
        let surface = Surface(width: 20, height: 10, fill: 3)
        try socket.present(surface, drawn: drawn("one", damage: surface.bounds))
        let good = try PanelConnection(path: path)
        defer { good.close() }
        #expect(await picture("one", from: good) != nil)
        let bad = try RawViewer(path: path)
        defer { bad.close() }
        bad.send([0xFF, 0xFF, 0xFF, 0xFF])
        #expect(bad.readToEnd())
        try socket.present(surface, drawn: drawn("two", damage: .empty))
        #expect(await picture("two", from: good) != nil)
    }

    @Test func `Clearing leaves no pixel of the last frame with a viewer`() async throws {
        let socket = try PanelSocket(path: path, width: 20, height: 10)
        defer { socket.close() }
        let surface = Surface(width: 20, height: 10, fill: 3)
        try socket.present(surface, drawn: drawn("one", damage: surface.bounds))
        try socket.clear()
        let viewer = try PanelConnection(path: path)
        defer { viewer.close() }
        #expect(await picture("cleared", from: viewer)?.surface == Surface(width: 20, height: 10))
    }
}

/// A viewer that reads only when told to.
struct RawViewer {
    let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let descriptor = descriptor
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        try #require(result == 0)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    func close() { Glibc.close(descriptor) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// Reads until the layout of this name has come.
    func read(until name: String) -> (picture: PanelPicture, frames: Int)? {
        var parser = PanelParser(limit: PanelMessage.kioskLimit)
        var view = PanelView()
        var frames = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            parser.append(buffer[..<count])
            while let message = try? parser.next() {
                if case .frame = message { frames += 1 }
                if let picture = try? view.take(message), picture.layout.screen == name { return (picture, frames) }
            }
        }
    }

    /// - Returns: whether the kiosk closed the connection before our patience ended.
    func readToEnd() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { return count == 0 || errno == ECONNRESET }
        }
    }
}
