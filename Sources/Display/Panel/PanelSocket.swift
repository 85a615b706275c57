import Foundation
import Synchronization

/// The kiosk's picture offered to viewers over a Unix socket, and their touches: the virtual panel's backend and input.
///
/// One thread serves all viewers without blocking. A slow viewer never holds the kiosk up: while it has bytes to
/// take, new damage only grows one rectangle, and what it gets next is that rectangle of the latest picture.
package final class PanelSocket: DisplayBackend, InputSource {
    /// More viewers are turned away.
    package static let maximumViewers = 8
    package static let maximumPixels = 2048 * 2048
    /// Events that nobody has taken yet; later ones are dropped.
    package static let maximumEvents = 32

    package let path: String
    /// What viewers did; each is a finger of its own.
    package let events: AsyncStream<InputEvent>

    private let tell: AsyncStream<InputEvent>.Continuation
    private let shared: Mutex<PanelScene>
    private let wakeUp: Int32

    package var name: String { "panel:\(path)" }

    /// Starts listening. The socket file belongs to its owner alone; see `UnixSocket.listen`.
    package init(path: String, width: Int, height: Int) throws(DisplayError) {
        guard width * height <= Self.maximumPixels else {
            throw .unsupported(path: path, what: "a picture of more than \(Self.maximumPixels) pixels")
        }
        let listening = try UnixSocket.listen(at: path, backlog: 4)
        let wake: (reading: Int32, writing: Int32)
        do { wake = try UnixSocket.pair() } catch {
            Glibc.close(listening)
            throw error
        }
        self.path = path
        wakeUp = wake.writing
        shared = Mutex(PanelScene(surface: Surface(width: width, height: height)))
        (events, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.maximumEvents))
        let thread = Thread { [self] in
            var viewers = PanelViewers(listening: listening, wake: wake.reading)
            viewers.serve(
                next: { descriptor in self.shared.withLock { $0.take(for: descriptor) } },
                change: { change in self.shared.withLock { $0.apply(change) } },
                input: { self.tell.yield(.touch($0)) })
            self.tell.finish()
        }
        thread.name = "panel"
        thread.start()
    }

    deinit { Glibc.close(wakeUp) }

    package func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) {
        try shared.withLock { scene throws(DisplayError) in
            guard scene.surface.width == surface.width, scene.surface.height == surface.height else {
                throw .unsupported(path: path, what: "a picture of another size")
            }
            scene.show(surface, drawn: drawn)
        }
        wake()
    }

    package func clear() throws(DisplayError) {
        shared.withLock { $0.clear() }
        wake()
    }

    /// Ends the thread, closes every viewer and removes the socket file. Must be called once.
    package func close() {
        let first = shared.withLock { scene in
            defer { scene.closed = true }
            return !scene.closed
        }
        guard first else { return }
        unlink(path)
        wake()
    }

    private func wake() { _ = UnixSocket.send([1], to: wakeUp) }
}

/// The latest picture and what each viewer has not seen of it yet.
struct PanelScene: Sendable {
    var surface: Surface
    var closed = false
    private var sequence: UInt32 = 0
    private var layout: PanelLayout?
    private var pending: [Int32: Pending] = [:]

    private struct Pending {
        var greeted = false
        var damage: PixelRect
        var layoutDue: Bool
    }

    enum Change { case joined(Int32), left(Int32) }

    init(surface: Surface) { self.surface = surface }

    mutating func show(_ picture: Surface, drawn: DrawnScreen) {
        surface.copy(drawn.damage, from: picture)
        note(drawn.damage, layout: PanelLayout(drawn))
    }

    mutating func clear() {
        surface.fill(0)
        note(
            surface.bounds,
            layout: PanelLayout(seq: sequence &+ 1, screen: "cleared", language: "zh", regions: [], texts: []))
    }

    mutating func apply(_ change: Change) {
        switch change {
        case .joined(let viewer): pending[viewer] = Pending(damage: surface.bounds, layoutDue: layout != nil)
        case .left(let viewer): pending[viewer] = nil
        }
    }

    /// The bytes that a viewer should get next; `.nothing` if it has seen everything, `.end` when the socket is closed.
    mutating func take(for viewer: Int32) -> PanelDelivery {
        if closed { return .end }
        guard var due = pending[viewer] else { return .nothing }
        var bytes: [UInt8] = []
        if !due.greeted { bytes += PanelMessage.hello(width: surface.width, height: surface.height).encoded() }
        if !due.damage.isEmpty {
            let rect = due.damage.intersection(surface.bounds)
            bytes += PanelMessage.frame(
                PanelFrame(sequence: sequence, rect: rect, bytes: surface.bytes(of: rect))
            ).encoded()
        }
        if due.layoutDue, let layout { bytes += PanelMessage.layout(layout).encoded() }
        due = Pending(greeted: true, damage: .empty, layoutDue: false)
        pending[viewer] = due
        return bytes.isEmpty ? .nothing : .bytes(bytes)
    }

    private mutating func note(_ damage: PixelRect, layout: PanelLayout) {
        sequence = layout.seq
        self.layout = layout
        pending = pending.mapValues { due in
            Pending(greeted: due.greeted, damage: due.damage.union(damage), layoutDue: true)
        }
    }
}

enum PanelDelivery {
    case nothing
    case bytes([UInt8])
    case end
}
