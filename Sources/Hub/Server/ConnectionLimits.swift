internal import Glibc

/// How many clients may be connected to one process, and how long each may take. Hubs on one server each have bounds of
/// their own: what a client may have of one says nothing of the others. A client beyond a bound is closed at once; the
/// log says so once a minute.
package struct ConnectionLimits: Hashable, Sendable {
    /// Connections in all; a kiosk keeps two or three.
    package var inAll: Int
    /// Connections of one address (of one /64 in IPv6). A proxy in front of the hub is one address, unless the
    /// hub trusts it: then each of its clients may have so many requests under way.
    package var perAddress: Int
    /// From the connection to the first request's head, the TLS handshake included.
    package var firstRequestSeconds: Int64 = 10
    /// From a request's head to its end: a whole upload on a slow line. The kiosk's own deadline is 15 s.
    package var requestSeconds: Int64 = 30
    /// What a client still sends after it was refused is thrown away for so long, so that it can read the refusal.
    package var lingerSeconds: Int64 = 2
    /// From the signal to stop until connections that are still open are cut.
    package var stopSeconds: Int64 = 5

    /// Without a request or an answer under way for so long, a connection is closed; longer than any long poll.
    static let idleSeconds: Int64 = 75
    /// How many bytes are thrown away, twice the largest body: a client that sends more is cut off.
    static let lingerBytes = 16 * 1024 * 1024
    /// For the database, logs, sockets of the supervisor and whatever libraries open for a moment.
    static let descriptorsForOthers = 48
    /// With room for fewer connections than this a hub does not start.
    static let fewest = 8

    package static let inAllBounds = 16...60_000
    package static let defaultInAll = 4096
    package static let defaultPerAddress = 256

    package init(inAll: Int = defaultInAll, perAddress: Int = defaultPerAddress) {
        self.inAll = inAll
        self.perAddress = perAddress
    }

    /// The same within what the process may open. One address never gets more than half of what is left then, unless
    /// the settings give it everything.
    func fitting(descriptors: Int) -> ConnectionLimits {
        var fitting = self
        fitting.inAll = min(inAll, max(0, descriptors - Self.descriptorsForOthers))
        let most = perAddress >= inAll ? fitting.inAll : max(1, fitting.inAll / 2)
        fitting.perAddress = min(perAddress, most)
        return fitting
    }
}

/// The files and sockets that this process may have open.
enum Descriptors {
    /// Where systemd and shells begin; taken when the system does not say.
    private static let usual = 1024

    /// Raises the soft limit to the hard one, where that is allowed.
    ///
    /// - Returns: how many may be open from now on.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return usual }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}
