internal import Glibc
internal import Logging
internal import NIOCore
internal import Synchronization

/// Everybody who is connected, counted in all and by address.
final class OpenConnections: Sendable {
    let limits: ConnectionLimits
    private let logger: Logger
    private let refusals = RareLine()
    private let open = Mutex(Open())

    private struct Open {
        var connections: [ObjectIdentifier: Connection] = [:]
        var byAddress: [String: Int] = [:]
    }

    init(_ limits: ConnectionLimits, logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    /// - Returns: whether there is room for it; the log says so when there is none.
    func admit(_ connection: Connection, from address: String) -> Bool {
        let (count, hasRoom) = open.withLock { open in
            let ofAddress = open.byAddress[address, default: 0]
            guard open.connections.count < limits.inAll, ofAddress < limits.perAddress else {
                return (open.connections.count, false)
            }
            open.byAddress[address] = ofAddress + 1
            open.connections[ObjectIdentifier(connection.channel)] = connection
            return (open.connections.count, true)
        }
        if !hasRoom {
            refusals.say { before in
                logger.warning(
                    "connections refused: their number is at its limit",
                    metadata: [
                        "open": "\(count)", "in-all": "\(limits.inAll)", "per-address": "\(limits.perAddress)",
                        "address": "\(address)", "refused-since-last-line": "\(before)",
                    ])
            }
        }
        return hasRoom
    }

    func remove(_ connection: Connection, from address: String) {
        open.withLock { open in
            open.connections[ObjectIdentifier(connection.channel)] = nil
            let left = open.byAddress[address, default: 1] - 1
            open.byAddress[address] = left > 0 ? left : nil
        }
    }

    /// The client of a request that is being answered.
    subscript(_ channel: any Channel) -> Connection? {
        open.withLock { $0.connections[ObjectIdentifier(channel)] }
    }

    /// Whatever is under way ends now.
    func cut() {
        for connection in open.withLock({ Array($0.connections.values) }) { connection.channel.close(promise: nil) }
    }

    /// An IPv4 address, or the /64 that an IPv6 address lies in: whoever has one address of those has all.
    static func key(of address: SocketAddress?) -> String { address?.ipAddress.map(key(ofIP:)) ?? "unknown" }

    static func key(ofIP text: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return text }
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        let network = bytes.prefix(8).map { String($0, radix: 16) }
        return network.joined(separator: ":") + "/64"
    }
}
