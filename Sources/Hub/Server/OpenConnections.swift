internal import Logging
internal import NIOCore
internal import Synchronization

/// Everybody who is connected to this process, counted in all and by address. Of a proxy that is trusted, the requests
/// of each of its clients are counted in the place of connections.
final class OpenConnections: Sendable {
    let limits: ConnectionLimits
    let proxies: TrustedProxies
    private let logger: Logger
    private let refusals = RateLimitedLog()
    private let open = Mutex(Open())

    private struct Open {
        var connections: [ObjectIdentifier: Connection] = [:]
        var byAddress: [String: Int] = [:]

        /// - Parameter address: `nil` has no bound of its own.
        mutating func begin(_ address: String?, _ limits: ConnectionLimits) -> Bool {
            guard let address else { return true }
            let others = byAddress[address, default: 0]
            guard others < limits.perAddress else { return false }
            byAddress[address] = others + 1
            return true
        }

        mutating func end(_ address: String?) {
            guard let address else { return }
            let left = byAddress[address, default: 1] - 1
            byAddress[address] = left > 0 ? left : nil
        }
    }

    init(_ limits: ConnectionLimits, behind proxies: TrustedProxies = TrustedProxies(), logger: Logger) {
        self.limits = limits
        self.proxies = proxies
        self.logger = logger
    }

    /// - Parameter address: `nil` for a proxy that is trusted.
    /// - Returns: whether there is room for it; the log says so when there is none.
    func admit(_ connection: Connection, from address: String?) -> Bool {
        let (count, hasRoom) = open.withLock { open in
            guard open.connections.count < limits.inAll, open.begin(address, limits) else {
                return (open.connections.count, false)
            }
            open.connections[ObjectIdentifier(connection.channel)] = connection
            return (open.connections.count, true)
        }
        if !hasRoom {
            refusals.log { before in
                logger.warning(
                    "connections refused: their number is at its limit",
                    metadata: [
                        "open": "\(count)", "in-all": "\(limits.inAll)", "per-address": "\(limits.perAddress)",
                        "address": "\(address ?? "a proxy")", "refused-since-last-line": "\(before)",
                    ])
            }
        }
        return hasRoom
    }

    func remove(_ connection: Connection, from address: String?) {
        open.withLock { open in
            open.connections[ObjectIdentifier(connection.channel)] = nil
            open.end(address)
        }
    }

    /// Of a client behind a proxy.
    ///
    /// - Returns: whether there is room for it; `endRequest` gives it back.
    func beginRequest(from address: String) -> Bool { open.withLock { $0.begin(address, limits) } }

    func endRequest(from address: String) { open.withLock { $0.end(address) } }

    /// The client of a request that is being answered.
    subscript(_ channel: any Channel) -> Connection? {
        open.withLock { $0.connections[ObjectIdentifier(channel)] }
    }

    /// Whatever is under way ends now.
    func cut() {
        for connection in open.withLock({ Array($0.connections.values) }) { connection.channel.close(promise: nil) }
    }

    /// By what a client is counted.
    static func key(of address: SocketAddress?) -> String { address?.ipAddress.map(key(ofIP:)) ?? "unknown" }

    static func key(ofIP text: String) -> String { IPAddress(text)?.network ?? text }

    /// - Returns: `nil` for a proxy that is trusted: its clients are counted instead.
    func key(ofPeer address: SocketAddress?) -> String? {
        if let address = address?.ipAddress.flatMap({ IPAddress($0) }), proxies.contains(address) { return nil }
        return Self.key(of: address)
    }
}
