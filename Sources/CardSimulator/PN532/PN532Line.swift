internal import Foundation
internal import Glibc
internal import Synchronization
internal import Wakeup

/// A PN532 on a pseudo terminal: give libnfc `pn532_uart:PATH` and it finds the card.
///
/// Lives on a thread of its own until `stop()`; programs may open and close the line as often as they like.
package final class PN532Line: Sendable {
    /// The line could not be opened; `reason` is the system's.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let reason: String
        package var description: String { "no pseudo terminal: \(reason)" }
    }

    /// What programs open, such as `/dev/pts/3`.
    package let path: String

    private static let readSize = 512
    private let master: Int32
    /// Held open, so that the line does not hang up when the last program closes it.
    private let slave: Int32
    private let wake: WakeupEvent
    private let stopped = Mutex(false)

    package init(card: VirtualCard) throws(Failure) {
        do { wake = try WakeupEvent() } catch { throw Failure(reason: error.reason) }
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Self.failure(closing: -1) }
        for descriptor in [master, slave] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        guard let name = ttyname(slave) else {
            close(slave)
            throw Self.failure(closing: master)
        }
        let path = String(cString: name)
        var settings = termios()
        tcgetattr(slave, &settings)
        cfmakeraw(&settings)
        tcsetattr(slave, TCSANOW, &settings)
        (self.path, self.master, self.slave) = (path, master, slave)
        let thread = Thread { [self] in serve(PN532(card: card)) }
        thread.name = "pn532"
        thread.start()
    }

    /// Closes the line. Must be called once.
    package func stop() {
        stopped.withLock { $0 = true }
        wake.signal()
    }

    private static func failure(closing descriptor: Int32) -> Failure {
        let reason = String(cString: strerror(errno))
        if descriptor >= 0 { close(descriptor) }
        return Failure(reason: reason)
    }

    private func serve(_ chip: PN532) {
        var (chip, frames) = (chip, PN532Frames())
        while !stopped.withLock({ $0 }) {
            guard let bytes = receive() else { break }
            frames.append(bytes)
            while let command = frames.next() {
                send(PN532Frames.acknowledge)
                // 7F alone is the chip's syntax error frame.
                send(PN532Frames.frame(chip.answer(command) ?? [0x7F]))
            }
        }
        close(slave)
        close(master)
    }

    /// - Returns: empty when woken, `nil` when the line is gone.
    private func receive() -> [UInt8]? {
        var polled = [
            pollfd(fd: master, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&polled, 2, -1) > 0 else { return errno == EINTR ? [] : nil }
        guard polled[0].revents & Int16(POLLIN) != 0 else { return polled[1].revents != 0 ? [] : nil }
        var buffer = [UInt8](repeating: 0, count: Self.readSize)
        let count = read(master, &buffer, buffer.count)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    private func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
