import Foundation

/// The few system calls a Unix stream socket takes, with errors in our words.
enum UnixSocket {
    private static let noWait = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

    /// Listens at `path`, readable and writable by its owner only (0600).
    ///
    /// A socket that nobody listens at any more is removed first; a living one is `.inUse`; any other file there is
    /// left alone and refused.
    static func listen(at path: String, backlog: Int32) throws(DisplayError) -> Int32 {
        try removeStale(path)
        let descriptor = try open(path)
        // Linux takes the mode of the socket's file from the unbound socket, so there is no moment with a wider one.
        guard fchmod(descriptor, 0o600) == 0 else { throw fail(descriptor, path) }
        guard try withAddress(path, { Glibc.bind(descriptor, $0, $1) }) == 0,
            chmod(path, 0o600) == 0, Glibc.listen(descriptor, backlog) == 0
        else { throw fail(descriptor, path) }
        setNonBlocking(descriptor)
        return descriptor
    }

    /// A connected, blocking socket.
    static func connect(to path: String) throws(DisplayError) -> Int32 {
        let descriptor = try open(path)
        guard try withAddress(path, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw fail(descriptor, path)
        }
        return descriptor
    }

    /// The next waiting connection, not blocking; `nil` with `errno` set when there is none.
    static func accept(_ listening: Int32) -> Int32? {
        let descriptor = Glibc.accept(listening, nil, nil)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        setNonBlocking(descriptor)
        return descriptor
    }

    /// Two connected ends; writing one byte to the second wakes a poll on the first.
    static func pair() throws(DisplayError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .unusable(path: "socketpair", reason: String(cString: strerror(errno)))
        }
        return (ends[0], ends[1])
    }

    /// Sends what fits without waiting. `nil` when the peer is gone.
    static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int? {
        let sent = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, noWait)
        }
        if sent >= 0 { return sent }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Receives without waiting: empty when there is nothing now, `nil` when the peer is gone.
    static func receive(from descriptor: Int32, upTo limit: Int) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let received = recv(descriptor, buffer.baseAddress, limit, noWait)
            count = max(0, received)
            if received > 0 { errno = 0 } else if received == 0 { errno = EPIPE }
        }
        if !bytes.isEmpty { return bytes }
        return errno == EAGAIN || errno == EINTR ? [] : nil
    }

    private static func open(_ path: String) throws(DisplayError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .unusable(path: path, reason: String(cString: strerror(errno))) }
        return descriptor
    }

    private static func removeStale(_ path: String) throws(DisplayError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw .unusable(path: path, reason: "is there already and is not a socket")
        }
        if let descriptor = try? connect(to: path) {
            close(descriptor)
            throw .inUse(path: path)
        }
        unlink(path)
    }

    private static func setNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    private static func fail(_ descriptor: Int32, _ path: String) -> DisplayError {
        let reason = String(cString: strerror(errno))
        close(descriptor)
        return .unusable(path: path, reason: reason)
    }

    private static func withAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(DisplayError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .unusable(path: path, reason: "too long for a socket (at most 107 bytes)")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
