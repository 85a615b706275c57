internal import Glibc

/// Why output did not arrive. A program stops its work at either, and ends with `exitStatus`.
package enum StreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reader has closed the pipe, as `head` does when it has its lines. This is no failure and is not reported.
    case readerGone
    /// The disk is full, or the device refuses; the number is `errno`.
    case failed(errno: Int32)

    /// As shells count a program that SIGPIPE ended, or EX_IOERR of sysexits.h.
    package var exitStatus: Int32 {
        switch self {
        case .readerGone: 128 + SIGPIPE
        case .failed: 74
        }
    }

    package var description: String {
        switch self {
        case .readerGone: "nobody reads the output any more"
        case .failed(let number): "the output cannot be written: \(String(cString: strerror(number)))"
        }
    }
}

/// Standard output and standard error of a program.
///
/// `FileHandle.write(_:)` ends the process with a trap when a pipe is closed or a disk is full; these say so instead.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case errors = 2

    /// Writes everything, or says why not.
    package func write(_ bytes: some Sequence<UInt8>) throws(StreamError) {
        _ = Self.withoutSignal
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count >= 0 { rest = rest.dropFirst(count) } else { try wait(errno) }
        }
    }

    package func line(_ text: String) throws(StreamError) { try write("\(text)\n".utf8) }

    /// Writes words for a person, and ignores failures.
    package func say(_ text: String) { try? line(text) }

    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Returns when another attempt to write may succeed.
    private func wait(_ number: Int32) throws(StreamError) {
        switch number {
        case EINTR: return
        case EAGAIN:
            // A pipe that somebody else made non-blocking: its reader is slow, not gone.
            var descriptor = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
            _ = poll(&descriptor, 1, -1)
        case EPIPE: throw .readerGone
        default: throw .failed(errno: number)
        }
    }

    /// A closed pipe is an error of the write, not the end of a program that may have a card in its hands.
    private static let withoutSignal: Void = { signal(SIGPIPE, SIG_IGN) }()
}
