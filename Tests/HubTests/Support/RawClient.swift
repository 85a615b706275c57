import Foundation
import Glibc
import Synchronization

/// A TCP connection that says what a test wants it to say, well-formed or not.
final class RawClient: Sendable {
    private let descriptor: Int32
    private let isOpen = Mutex(true)

    /// - Parameter from: the address of this machine to come from; all of 127.0.0.0/8 is.
    init(port: Int, from: String = "127.0.0.1") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var own = Self.address(from, 0)
        var hub = Self.address("127.0.0.1", port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isConnected =
            Self.withSocketAddress(&own) { bind(descriptor, $0, size) == 0 }
            && Self.withSocketAddress(&hub) { connect(descriptor, $0, size) == 0 }
        guard isConnected else { throw CocoaError(.fileReadUnknown) }
    }

    deinit { close() }

    func close() {
        let wasOpen = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if wasOpen { _ = Glibc.close(descriptor) }
    }

    /// Whether something is there to read.
    var hasAnswer: Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK)) > 0
    }

    /// Whether the other side has closed, and nothing of what it sent is left to read.
    var isRefused: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT) | Int32(MSG_PEEK))
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }

    /// - Returns: whether all of it could be sent.
    @discardableResult
    func send(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            bytes = bytes.dropFirst(sent)
        }
        return true
    }

    /// What comes until the other side closes, the text has come, or the time is over.
    func read(until end: String? = nil, seconds: Int = 20) -> (text: String, isClosed: Bool) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end, text.contains(end) { return (text, false) }
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count == 0 || (count < 0 && errno == ECONNRESET) { return (text, true) }
            guard count > 0 else { return (text, false) }
            text += String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }

    private static func address(_ text: String, _ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr(text)
        address.sin_port = UInt16(port).bigEndian
        return address
    }

    private static func withSocketAddress<Value>(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>) -> Value
    ) -> Value {
        withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) } }
    }
}
