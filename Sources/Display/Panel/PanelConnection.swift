import Foundation
import Synchronization

/// What a panel shows: the latest whole picture and the layout that belongs to it.
package struct PanelPicture: Equatable, Sendable {
    package var surface: Surface
    package var layout: PanelLayout
}

/// A viewer's end of `PanelSocket`: keeps the latest picture, sends touches, connects again by itself.
package final class PanelConnection: Sendable {
    package static let maximumSubscribers = 32
    /// Waiting between attempts doubles from the first to the last.
    private static let firstPauseMs: Int32 = 50
    private static let lastPauseMs: Int32 = 1000
    private static let readSize = 256 * 1024

    package let path: String
    private let shared: Mutex<Shared>
    private let wakeUp: Int32

    private struct Shared {
        var descriptor: Int32?
        var picture: PanelPicture?
        /// When the picture came over the present connection; `nil` when it is of one before.
        var cameAt: ContinuousClock.Instant?
        var closed = false
        var nextSubscriber = 0
        var subscribers: [Int: AsyncStream<PanelPicture>.Continuation] = [:]
    }

    /// Starts trying to connect at once; there need not be a kiosk yet.
    package init(path: String) throws(DisplayError) {
        let wake = try UnixSocket.pair()
        self.path = path
        wakeUp = wake.writing
        shared = Mutex(Shared())
        let thread = Thread { [self] in keepConnected(wake: wake.reading) }
        thread.name = "panel viewer"
        thread.start()
    }

    deinit { Glibc.close(wakeUp) }

    package var isConnected: Bool { shared.withLock { $0.descriptor != nil } }

    /// Whether the latest picture came from the kiosk that is connected now.
    package var isShowing: Bool { shared.withLock { $0.cameAt != nil } }

    /// The latest whole picture, also after the kiosk went away; `nil` before the first.
    package var picture: PanelPicture? { shared.withLock { $0.picture } }

    /// Every picture from the present one on; a slow reader misses some and gets the newest.
    package func pictures() -> AsyncStream<PanelPicture> {
        let (stream, continuation) = AsyncStream<PanelPicture>.makeStream(bufferingPolicy: .bufferingNewest(1))
        shared.withLock { shared in
            guard !shared.closed, shared.subscribers.count < Self.maximumSubscribers else {
                return continuation.finish()
            }
            let id = shared.nextSubscriber
            shared.nextSubscriber += 1
            shared.subscribers[id] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.shared.withLock { _ = $0.subscribers.removeValue(forKey: id) }
            }
            if let picture = shared.picture { continuation.yield(picture) }
        }
        return stream
    }

    /// - Parameter sequence: of the picture that was looked at; `nil` for the latest.
    /// - Returns: `false` when there is no kiosk to touch just now.
    @discardableResult
    package func touch(_ action: PanelTouch.Action, at point: PanelPoint, sequence: UInt32? = nil) -> Bool {
        shared.withLock { shared in
            // A picture of a kiosk that has ended says nothing about the screen of the next one.
            guard let descriptor = shared.descriptor, shared.cameAt != nil, let picture = shared.picture else {
                return false
            }
            let touch = PanelTouch(action, at: point, sequence: sequence ?? picture.layout.seq)
            let message = PanelMessage.touch(touch).encoded()
            if UnixSocket.send(message[...], to: descriptor) == message.count { return true }
            // Half a message would make the rest of the stream nonsense: start afresh.
            shutdown(descriptor, Int32(SHUT_RDWR))
            return false
        }
    }

    /// Presses the middle of the region of this name, as `Touch.name` gives it. Waits until the screen has been shown
    /// long enough for the touch to count.
    ///
    /// - Returns: `false` when the present screen has no such region, or nobody is connected.
    @discardableResult
    package func press(named name: String) async -> Bool {
        for _ in 0..<Self.looks {
            guard let (picture, cameAt) = shared.withLock({ shared in shared.cameAt.map { (shared.picture, $0) } }),
                let layout = picture?.layout, let region = layout.region(name)
            else { return false }
            let rest = Duration.milliseconds(region.restMs ?? 0) + Self.slack
            guard (try? await Task.sleep(until: cameAt + rest, clock: .continuous)) != nil else { return false }
            // A newer picture has arrived; begin again with it.
            guard self.picture?.layout.seq == layout.seq else { continue }
            return touch(.down, at: region.centre, sequence: layout.seq)
                && touch(.up, at: region.centre, sequence: layout.seq)
        }
        return false
    }

    /// How often a press begins again because the picture has changed, before it fails.
    private static let looks = 20
    /// Extra time, because the kiosk counts from when it has presented a frame, which may be after the frame arrived
    /// here.
    private static let slack = Duration.milliseconds(60)

    /// Ends the thread and every stream. Must be called once.
    package func close() {
        let subscribers = shared.withLock { shared in
            shared.closed = true
            defer { shared.subscribers = [:] }
            return Array(shared.subscribers.values)
        }
        for subscriber in subscribers { subscriber.finish() }
        _ = UnixSocket.send([1], to: wakeUp)
    }

    private var isClosed: Bool { shared.withLock { $0.closed } }

    private func keepConnected(wake: Int32) {
        var pauseMs = Self.firstPauseMs
        while !isClosed {
            if let descriptor = try? UnixSocket.connect(to: path) {
                shared.withLock { $0.descriptor = descriptor }
                if follow(descriptor, wake: wake) { pauseMs = Self.firstPauseMs }
                shared.withLock { shared in
                    shared.descriptor = nil
                    shared.cameAt = nil
                }
                Glibc.close(descriptor)
            }
            var waiting = pollfd(fd: wake, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, pauseMs)
            pauseMs = min(pauseMs * 2, Self.lastPauseMs)
        }
        Glibc.close(wake)
    }

    /// Reads until the kiosk disconnects, breaks the protocol, or this connection is closed.
    /// - Returns: whether at least one picture came.
    private func follow(_ descriptor: Int32, wake: Int32) -> Bool {
        var parser = PanelParser(limit: PanelMessage.kioskLimit)
        var view = PanelView()
        while true {
            var polled = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&polled, 2, -1) >= 0 || errno == EINTR else { return view.isWhole }
            if polled[1].revents != 0 { return view.isWhole }
            guard let bytes = UnixSocket.receive(from: descriptor, upTo: Self.readSize) else { return view.isWhole }
            parser.append(bytes)
            do {
                while let message = try parser.next() {
                    if let picture = try view.take(message) { publish(picture) }
                }
            } catch { return view.isWhole }
        }
    }

    private func publish(_ picture: PanelPicture) {
        shared.withLock { shared in
            shared.picture = picture
            shared.cameAt = .now
            for subscriber in shared.subscribers.values { subscriber.yield(picture) }
        }
    }
}

/// Puts messages together to pictures. Total, as the parser is.
package struct PanelView: Sendable {
    private var surface: Surface?
    package private(set) var isWhole = false

    package init() {}

    /// - Returns: a picture when its layout has come.
    package mutating func take(_ message: PanelMessage) throws(PanelProtocolError) -> PanelPicture? {
        switch message {
        case .hello(let width, let height):
            surface = Surface(width: width, height: height)
            return nil
        case .frame(let frame):
            guard surface?.write(frame.bytes, into: frame.rect) == true else {
                throw .badBody(type: PanelMessage.frameType)
            }
            return nil
        case .layout(let layout):
            guard let surface else { throw .badBody(type: PanelMessage.layoutType) }
            isWhole = true
            return PanelPicture(surface: surface, layout: layout)
        case .touch:
            throw .unknownType(PanelMessage.touchType)
        }
    }
}
