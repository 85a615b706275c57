internal import Glibc

/// The supervisor that started this program: systemd, by the protocol of sd_notify(3).
///
/// Sends one datagram per message to the socket that `NOTIFY_SOCKET` names; without one, messages are dropped. Never
/// blocks and never fails, because a daemon must not depend on its supervisor.
package struct Supervisor: Sendable {
    /// What a supervisor is told.
    package enum Message: Hashable, Sendable {
        /// The program serves; programs that wait for it may start.
        case ready
        /// The program is shutting down.
        case stopping
        /// For people, one line, without anything personal.
        case status(String)
        /// The watchdog message: the program's main loop still runs.
        case alive
    }

    /// `sun_path` as the kernel wants it, with a leading zero for an abstract name; `nil` without a supervisor.
    private let address: [UInt8]?
    /// How often to send `alive`: half of what the supervisor waits for; `nil` if it does not watch this process.
    package let aliveEvery: Duration?

    /// More is cut off: a status is read in one line of a terminal.
    package static let statusBytes = 200
    private static let longestAddress = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// No supervisor: messages are dropped.
    package static let none = Supervisor(environment: [:], processID: 0)

    /// - Parameters:
    ///   - environment: this process's; `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are looked at.
    ///   - processID: this process's: the watchdog may be meant for another one.
    package init(environment: [String: String], processID: Int32) {
        address = Self.address(environment["NOTIFY_SOCKET"] ?? "")
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(processID)" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        aliveEvery = address != nil && isMeant && microseconds > 1 ? .microseconds(microseconds / 2) : nil
    }

    /// A path, or `@` and an abstract name. Anything else (`vsock:`) is no socket of this machine.
    private static func address(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count > 1, bytes.count <= longestAddress else { return nil }
        switch bytes.first {
        case UInt8(ascii: "/"): return bytes
        case UInt8(ascii: "@"): return [0] + bytes.dropFirst()
        default: return nil
        }
    }

    package func tell(_ messages: Message...) {
        guard let address else { return }
        send(messages.map(Self.line).joined(separator: "\n"), to: address)
    }

    private static func line(_ message: Message) -> String {
        switch message {
        case .ready: "READY=1"
        case .stopping: "STOPPING=1"
        case .alive: "WATCHDOG=1"
        case .status(let text):
            // A line end would begin a message of its own.
            "STATUS="
                + String(decoding: text.utf8.prefix(statusBytes).map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
        }
    }

    /// A socket for each: messages are few, and nothing is held open for a supervisor that may be restarted.
    private func send(_ text: String, to path: [UInt8]) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // An abstract name is as long as it says, without a zero at its end.
        let size = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + path.count } ?? 0
        let bytes = Array(text.utf8)
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), $0, socklen_t(size))
            }
        }
    }
}
