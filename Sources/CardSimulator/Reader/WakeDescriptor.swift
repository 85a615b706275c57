import Glibc

/// A descriptor that `poll(2)` waits on beside a socket, and that another thread makes readable.
final class WakeDescriptor: Sendable {
    let descriptor: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no file descriptor left")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        writing = ends[1]
    }

    deinit {
        close(descriptor)
        close(writing)
    }

    /// A full pipe is as readable as one with a byte in it, so a write that fails is no loss.
    func signal() {
        _ = write(writing, [1], 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) == bytes.count {}
    }

    /// - Parameter milliseconds: negative waits for ever.
    /// - Returns: whether it is signalled; it stays so until drained.
    @discardableResult
    func wait(milliseconds: Int32) -> Bool {
        var polled = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        return poll(&polled, 1, milliseconds) > 0
    }
}
