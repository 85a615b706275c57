import Foundation

/// The serving thread's own state: one poll loop over the listening socket, the wake-up and every viewer.
struct PanelViewers {
    private let listening: Int32
    private let wake: Int32
    private var viewers: [Int32: Viewer] = [:]
    /// After a failed accept (no descriptors left) the loop rests a second instead of spinning.
    private var resting = false

    private static let restMs: Int32 = 1000
    private static let readSize = 4096

    private struct Viewer {
        var parser = PanelParser(limit: PanelMessage.panelLimit)
        var outgoing: [UInt8] = []
        var sent = 0
        var isIdle: Bool { sent == outgoing.count }
    }

    init(listening: Int32, wake: Int32) {
        self.listening = listening
        self.wake = wake
    }

    /// Serves until `next` says `.end`, then closes everything it owns.
    mutating func serve(
        next: (Int32) -> PanelDelivery, change: (PanelScene.Change) -> Void, input: (TouchEvent) -> Void
    ) {
        // No viewer has the wake-up's descriptor, so asking for its bytes only tells whether serving is over.
        while !isOver(next) {
            var polled = descriptors()
            let count = poll(&polled, nfds_t(polled.count), resting ? Self.restMs : -1)
            resting = false
            guard count > 0 else { continue }
            if polled[0].revents != 0 { _ = UnixSocket.receive(from: wake, upTo: Self.readSize) }
            for entry in polled.dropFirst(2) where entry.revents != 0 {
                if !serveOne(entry, input) {
                    leave(entry.fd, change)
                    input(TouchEvent(.gone, finger: Int(entry.fd), frame: nil))
                }
            }
            if polled[1].revents != 0 { join(change) }
        }
        for viewer in viewers.keys { leave(viewer, change) }
        close(listening)
        close(wake)
    }

    /// Gives every idle viewer its next bytes, and returns whether serving is over.
    private mutating func isOver(_ next: (Int32) -> PanelDelivery) -> Bool {
        for viewer in viewers.keys where viewers[viewer]?.isIdle == true {
            if case .bytes(let bytes) = next(viewer) {
                viewers[viewer]?.outgoing = bytes
                viewers[viewer]?.sent = 0
            }
        }
        if case .end = next(wake) { return true }
        return false
    }

    private func descriptors() -> [pollfd] {
        let none = Int32(-1)
        var polled = [
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: resting ? none : listening, events: Int16(POLLIN), revents: 0),
        ]
        for (descriptor, viewer) in viewers {
            let events = viewer.isIdle ? POLLIN : POLLIN | POLLOUT
            polled.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
        }
        return polled
    }

    private mutating func join(_ change: (PanelScene.Change) -> Void) {
        guard let descriptor = UnixSocket.accept(listening) else {
            resting = errno != EAGAIN && errno != EINTR && errno != ECONNABORTED
            return
        }
        guard viewers.count < PanelSocket.maximumViewers else {
            close(descriptor)
            return
        }
        viewers[descriptor] = Viewer()
        change(.joined(descriptor))
    }

    private mutating func leave(_ descriptor: Int32, _ change: (PanelScene.Change) -> Void) {
        viewers[descriptor] = nil
        change(.left(descriptor))
        close(descriptor)
    }

    /// - Returns: `false` when the viewer is gone or does not speak our protocol.
    private mutating func serveOne(_ entry: pollfd, _ input: (TouchEvent) -> Void) -> Bool {
        guard var viewer = viewers[entry.fd] else { return false }
        defer { if viewers[entry.fd] != nil { viewers[entry.fd] = viewer } }
        if entry.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
            guard let bytes = UnixSocket.receive(from: entry.fd, upTo: Self.readSize) else { return false }
            viewer.parser.append(bytes)
            do {
                while let message = try viewer.parser.next() {
                    guard case .touch(let touch) = message else { return false }
                    input(TouchEvent(touch, finger: Int(entry.fd)))
                }
            } catch { return false }
        }
        if entry.revents & Int16(POLLOUT) != 0, !viewer.isIdle {
            guard let sent = UnixSocket.send(viewer.outgoing[viewer.sent...], to: entry.fd) else { return false }
            viewer.sent += sent
            if viewer.isIdle { (viewer.outgoing, viewer.sent) = ([], 0) }
        }
        return true
    }
}

extension TouchEvent {
    fileprivate init(_ touch: PanelTouch, finger: Int) {
        let action: Action =
            switch touch.action {
            case .down: .down(touch.point)
            case .up: .up(touch.point)
            }
        self.init(action, finger: finger, frame: touch.sequence)
    }
}
