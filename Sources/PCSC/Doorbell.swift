internal import Glibc

/// A wait that another thread can end, on the clock that nobody sets.
final class Doorbell: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no file descriptor left")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    func ring() {
        _ = write(writing, [1], 1)
    }

    /// - Parameter milliseconds: negative waits for ever.
    /// - Returns: whether it was rung, now or since the last wait.
    @discardableResult
    func wait(milliseconds: Int32) -> Bool {
        var polled = [pollfd(fd: reading, events: Int16(POLLIN), revents: 0)]
        guard poll(&polled, 1, milliseconds) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(reading, &bytes, bytes.count) == bytes.count {}
        return true
    }
}
