package import HubStore

/// How one hub runs. Every value is checked before anything is opened.
package struct HubSettings: Hashable, Sendable {
    package static let defaultPort = 8440

    package var database: DatabaseLocation
    package var host: String
    /// 0 for any free one.
    package var port: Int
    /// `nil` for plain HTTP, which is allowed on loopback only.
    package var tls: TLSFiles?
    package var connections = ConnectionLimits()
    package var trustedProxies = TrustedProxies()

    package struct TLSFiles: Hashable, Sendable {
        /// PEM: the certificate and those that lead to its root.
        package var certificate: String
        /// PEM; only its owner may read it.
        package var key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package init(
        database: DatabaseLocation, host: String = "127.0.0.1", port: Int = HubSettings.defaultPort,
        tls: TLSFiles? = nil
    ) {
        self.database = database
        self.host = host
        self.port = port
        self.tls = tls
    }

    /// Names that can only mean this machine; anything else could be heard by others.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}

/// Why a hub does not start, or does not serve on, in words for an operator.
package enum HubStartError: Error, Equatable, Sendable, CustomStringConvertible {
    case plainOutsideLoopback(host: String)
    case certificate(CertificateProblem)
    case database(String, mayPass: Bool)
    /// The address is another program's, or none of this machine's yet.
    case address(host: String, port: Int, why: String, mayPass: Bool)
    case descriptors(allowed: Int)
    case file(HubFileError)
    /// A newer program has changed the database for hubs of its kind.
    case outdated

    /// 75 (EX_TEMPFAIL) for what passes by itself, so that trying again helps; 78 (EX_CONFIG) for what needs a person.
    package var exitCode: Int32 {
        switch self {
        case .certificate(let problem): problem.mayPass ? 75 : 78
        case .database(_, let mayPass), .address(_, _, _, let mayPass): mayPass ? 75 : 78
        case .plainOutsideLoopback, .descriptors, .outdated: 78
        case .file(let error): error.passes ? 75 : 78
        }
    }

    package var description: String {
        switch self {
        case .plainOutsideLoopback(let host):
            """
            hubd does not serve plain HTTP on \(host): members' data and tokens would cross the network in clear. \
            Give a TLS certificate and key, or bind to 127.0.0.1.
            """
        case .certificate(let problem): "The TLS certificate or key cannot be used: \(problem)"
        case .database(let problem, _): "The database cannot be used: \(problem). Nothing was changed."
        case .address(let host, let port, let why, _):
            "hubd cannot listen on \(host) port \(port): \(why). Nothing was changed."
        case .descriptors(let allowed):
            """
            hubd may open \(allowed) files and sockets, which leaves no room for clients. \
            Raise LimitNOFILE (systemd) or ulimit -n; 65536 is usual.
            """
        case .file(let error): error.description
        case .outdated:
            """
            A newer hubd has changed the database so that this one must not serve from it any more. Install that \
            version here too. What was under way was finished; nothing was lost.
            """
        }
    }
}

extension HubStartError {
    /// Why a database is not served from.
    init(_ error: any Error, opening location: DatabaseLocation) {
        self =
            (error as? HubFileError).map { .file($0) }
            ?? .database("\(location): \(error)", mayPass: HubDatabase.mayPass(error))
    }
}
