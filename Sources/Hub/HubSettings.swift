package import HubStore

/// How one hub runs. Every value is checked before anything is opened.
package struct HubSettings: Hashable, Sendable {
    package static let defaultPort = 8440

    /// Path of the SQLite file.
    package var database: String
    package var host: String
    /// 0 for any free one.
    package var port: Int
    /// `nil` for plain HTTP, which is allowed on loopback only.
    package var tls: TLSFiles?

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
        database: String, host: String = "127.0.0.1", port: Int = HubSettings.defaultPort, tls: TLSFiles? = nil
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

/// Why a hub does not start. What does not pass is for an operator to mend: `hubd` exits with 78 (EX_CONFIG).
package enum HubStartError: Error, Equatable, Sendable, CustomStringConvertible {
    case plainOutsideLoopback(host: String)
    case certificate(String)
    case database(String)
    case file(HubFileError)

    /// Whether it may pass by itself: `hubd` then exits with 75 (EX_TEMPFAIL).
    package var passes: Bool { if case .file(let error) = self { error.passes } else { false } }

    package var description: String {
        switch self {
        case .plainOutsideLoopback(let host):
            """
            hubd does not serve plain HTTP on \(host): members' data and tokens would cross the network in clear. \
            Give a TLS certificate and key, or bind to 127.0.0.1.
            """
        case .certificate(let problem): "The TLS certificate or key cannot be used: \(problem)"
        case .database(let problem): "The database cannot be used: \(problem)"
        case .file(let error): error.description
        }
    }
}
