package import Documents
internal import HubStore
internal import Vocabulary

/// The configuration file of `hubd`: `kiosk-config/hub.yaml` documents every key.
extension HubSettings {
    package static func read(_ reader: DocumentReader) -> HubSettings {
        var settings = HubSettings(
            database: reader.section(
                "database", "Ledger, journals and cards: in a file, or on a PostgreSQL server that several hubs share.",
                location), host: "")
        reader.section("listen", "Where kiosks, staff and operators reach the hub.") { settings.readListening($0) }
        settings.tls = reader.section(
            "tls", "Both keys or none. A renewed pair is taken within seconds, without a new start.", tls)
        reader.require("listen.host", with: ["tls"], .needsTLS(settings.host)) {
            settings.tls != nil || settings.isLoopback
        }
        return settings
    }

    private static func location(_ reader: DocumentReader) -> DatabaseLocation {
        let path = reader.value(
            "path", .path, default: "/var/lib/peony-hub/hub.sqlite",
            "The SQLite file, on a local disk that keeps what it was told to flush.")
        let url = reader.optional(
            "url", .server,
            """
            Or a server (PostgreSQL 15 or newer) as libpq takes it: postgres://hub@db.salon.example/peony. Leave path \
            out then. Lay a password into a file that only its owner may read (mode 0600) and add passfile=/etc/..., \
            or set PGPASSFILE. Add sslmode=verify-full where the network is not yours alone.
            """)
        let schema = reader.value(
            "schema", .schema, default: DatabaseLocation.usualSchema, "On a server: the schema with the hub's tables.")
        let connections = reader.value(
            "connections", .integer(in: 2...100), default: DatabaseLocation.usualConnections,
            "On a server: how many connections this hub keeps beside the one that listens. The server has a limit.")
        reader.require("url", with: ["path"], .twoPlaces) { url == nil || !reader.has("path") }
        return url.map { .server(url: $0, schema: schema, connections: connections) } ?? .file(path: path)
    }

    private mutating func readListening(_ reader: DocumentReader) {
        host = reader.value(
            "host",
            .text(Bilingual(zh: "本机的一个地址，或指向它的名称", en: "an address of this machine, or a name that leads to one")),
            default: "127.0.0.1",
            "Without TLS only loopback is allowed: members' data and tokens would cross the network in clear.")
        port = reader.value(
            "port", .integer(in: 0...65_535), default: Self.defaultPort,
            "0 takes any free port, which is printed at start.")
        let inAll = reader.value(
            "connections", .integer(in: ConnectionLimits.inAllBounds), default: ConnectionLimits.defaultInAll,
            "How many clients may be connected at once; a kiosk keeps two or three.")
        let perAddress = reader.value(
            "connections_per_address", .integer(in: ConnectionLimits.inAllBounds),
            default: ConnectionLimits.defaultPerAddress,
            "How many of them from one address, and how many requests at once from one behind trusted_proxies.")
        trustedProxies = TrustedProxies(
            reader.values(
                "trusted_proxies", .network, in: 0...64,
                """
                Proxies and balancers in front of the hub, which say in X-Forwarded-For or Forwarded where a request \
                came from. Name only your own: what they say is believed. Without it all that comes through one counts \
                as one address.
                """))
        connections = ConnectionLimits(inAll: inAll, perAddress: perAddress)
        reader.require("connections_per_address", with: ["connections"], .moreThanInAll(inAll)) { perAddress <= inAll }
    }

    private static func tls(_ reader: DocumentReader) -> TLSFiles? {
        let certificate = reader.optional(
            "certificate", .path, "PEM file with the certificate and those that lead to its root.")
        let key = reader.optional(
            "key", .path, "PEM file with the private key, which only its owner may read (mode 0600).")
        reader.require("key", with: ["certificate"], .halfOfTLS) { (certificate == nil) == (key == nil) }
        guard let certificate, let key else { return nil }
        return TLSFiles(certificate: certificate, key: key)
    }

    /// The text of `kiosk-config/hub.yaml`.
    package static var reference: String {
        ConfigurationFile.reference(
            head: """
                Configuration of hubd: every key with its meaning, its unit and its default. Check it with: \
                hubd check-config FILE
                """, read)
    }

    /// The JSON Schema of the file.
    package static var schema: String {
        ConfigurationFile.schema(
            id: "https://peony.example/hub.schema.json", title: "Configuration of hubd",
            description: "Generated by: hubd check-config --show-schema", read)
    }
}

extension DocumentScalar where Value == IPNetwork {
    fileprivate static var network: DocumentScalar {
        word(
            Bilingual(zh: "地址或网段，如 10.0.0.0/8", en: "an address, or a network such as 10.0.0.0/8 or 2001:db8::/32"),
            pattern: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$", standIn: IPNetwork.loopback, write: { $0.text }
        ) { IPNetwork($0) }
    }
}

extension DocumentScalar where Value == String {
    /// A server's address. Its password is never shown.
    fileprivate static var server: DocumentScalar {
        var server = text(
            Bilingual(zh: "以 postgres:// 开头的地址", en: "an address that begins with postgres://"), kind: .url,
            pattern: "^postgres(ql)?://"
        ) { text in
            guard case .server = DatabaseLocation(text) else { return .noServer }
            return DatabaseLocation.fault(ofServer: text).map { .wrongServer($0) }
        }
        server.shown = { DatabaseLocation.server(url: $0).description }
        return server
    }

    /// Short enough to stand in the names of channels, and without what needs quotes.
    fileprivate static var schema: DocumentScalar {
        word(
            Bilingual(zh: "小写字母、数字和 _，最多 40 个", en: "a to z, 0 to 9 and _, at most 40"),
            pattern: "^[a-z_][a-z0-9_]{0,39}$", standIn: DatabaseLocation.usualSchema, write: { $0 },
            meant: { $0.lowercased() }
        ) { text in text.wholeMatch(of: /[a-z_][a-z0-9_]{0,39}/) == nil ? nil : text }
    }
}

extension Fault {
    fileprivate static let noServer = Fault(
        "settings.server", zh: "不是以 postgres:// 开头的地址", en: "it does not begin with postgres://")

    /// - Parameter words: libpq's own.
    fileprivate static func wrongServer(_ words: String) -> Fault {
        Fault("settings.server", zh: "不是 PostgreSQL 服务器的地址：\(words)", en: "libpq does not take it: \(words)")
    }

    fileprivate static let twoPlaces = Fault(
        "settings.database", zh: "database.path 和 database.url 只能写一个",
        en: "there is database.path too; a hub has one database, so leave one of them out")

    fileprivate static let halfOfTLS = Fault(
        "settings.tls", zh: "tls.certificate 和 tls.key 要一起写", en: "tls.certificate and tls.key belong together")

    fileprivate static func moreThanInAll(_ inAll: Int) -> Fault {
        Fault(
            "settings.connections", ["\(inAll)"], zh: "不能超过 listen.connections，即 \(inAll)",
            en: "it is at most listen.connections, which is \(inAll)")
    }

    fileprivate static func needsTLS(_ host: String) -> Fault {
        Fault(
            "settings.host", [host], zh: "\(host) 需要 tls.certificate 和 tls.key",
            en: "\(host) needs tls.certificate and tls.key")
    }
}
