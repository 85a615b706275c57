internal import CKioskShim
internal import Glibc

/// A wait that another thread can end: an `eventfd(2)`, which `poll(2)` can wait on beside sockets.
///
/// Signalled while nobody waits, the next wait returns at once. The time is counted by a clock that nobody sets.
package final class WakeupEvent: Sendable {
    /// Readable from `signal` until `drain`.
    package let descriptor: Int32

    /// - Throws: when the process or the machine has no descriptor left.
    package init() throws(WakeupFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw WakeupFailure(reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// A counter that is full is as readable as one that counts one, so a write that fails is no loss.
    package func signal() { _ = eventfd_write(descriptor, 1) }

    package func drain() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
    }

    /// - Parameter milliseconds: negative waits for ever.
    /// - Returns: whether it is signalled; it stays so until drained.
    @discardableResult
    package func wait(milliseconds: Int32) -> Bool {
        var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        return poll(&polled, 1, milliseconds) > 0
    }

    /// Waits, and forgets the signal that ended the wait.
    ///
    /// - Returns: whether it was signalled, now or since the last time.
    @discardableResult
    package func take(milliseconds: Int32) -> Bool {
        guard wait(milliseconds: milliseconds) else { return false }
        drain()
        return true
    }
}

/// No descriptor could be had; `reason` is the system's.
package struct WakeupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String

    package var description: String {
        "no file descriptor is left (\(reason)): end what holds too many of them, or raise the limit (ulimit -n, "
            + "LimitNOFILE=)"
    }
}
