import Foundation

/// The supervisor's end: a real datagram socket, as systemd opens one.
final class NotifySocket: Sendable {
    /// What a program finds in `NOTIFY_SOCKET`.
    let name: String
    private let descriptor: Int32
    private let path: String?

    struct Failure: Error {}

    /// - Parameter isAbstract: a name without a file, `@` in front.
    init(isAbstract: Bool = false) throws {
        let unique = "/tmp/notify-\(UUID().uuidString.prefix(13))"
        name = isAbstract ? "@" + unique : unique
        path = isAbstract ? nil : unique
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = (isAbstract ? [0] : []) + Array(unique.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let size = socklen_t(2 + bytes.count)
        let descriptor = descriptor
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0 else { throw Failure() }
    }

    deinit {
        close(descriptor)
        if let path { unlink(path) }
    }

    /// The next datagram's lines; `nil` when none comes in time.
    func next(within milliseconds: Int32 = 20_000) -> [String]? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count), as: UTF8.self).components(separatedBy: "\n")
    }

    /// Reads on until a line comes.
    func hears(_ line: String) -> Bool {
        while let lines = next() { if lines.contains(line) { return true } }
        return false
    }

    /// Throws away what has come so far.
    func forget() { while next(within: 0) != nil {} }
}
