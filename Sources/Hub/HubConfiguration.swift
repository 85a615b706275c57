package import Settings

/// The configuration file of `hubd`: `kiosk-config/hub.yaml` documents every key.
extension HubSettings {
    package static func read(_ reader: SettingsReader) -> HubSettings {
        let database = reader.path(
            "database.path", default: "/var/lib/peony-hub/hub.sqlite",
            "The SQLite file with ledger, journals and cards; on a local disk that keeps what it was told to flush.")
        reader.section("listen", "Where kiosks, staff and operators reach the hub.")
        let host = reader.text(
            "listen.host", default: "127.0.0.1", allowed: "an address of this machine, or a name that leads to one",
            "Without TLS only loopback is allowed: members' data and tokens would cross the network in clear.")
        let port = reader.integer(
            "listen.port", default: defaultPort, in: 0...65_535, "0 takes any free port, which is printed at start.")
        let connections = reader.integer(
            "listen.connections", default: ConnectionLimits.defaultInAll, in: ConnectionLimits.inAllBounds,
            "How many clients may be connected at once; a kiosk keeps two or three.")
        let perAddress = reader.integer(
            "listen.connections_per_address", default: ConnectionLimits.defaultPerAddress,
            in: ConnectionLimits.inAllBounds,
            "How many of them from one address. Behind a proxy all come from its address: give it all of them.")
        reader.section(
            "tls", "Both keys or none. A renewed pair is taken within seconds, without a new start.")
        let certificate = reader.optionalPath(
            "tls.certificate", "PEM file with the certificate and those that lead to its root.")
        let key = reader.optionalPath(
            "tls.key", "PEM file with the private key, which only its owner may read (mode 0600).")
        reader.require("tls.key", with: ["tls.certificate"], "tls.certificate and tls.key belong together") {
            (certificate == nil) == (key == nil)
        }
        var settings = HubSettings(database: database, host: host, port: port)
        if let certificate, let key { settings.tls = TLSFiles(certificate: certificate, key: key) }
        settings.connections = ConnectionLimits(inAll: connections, perAddress: perAddress)
        reader.require(
            "listen.connections_per_address", with: ["listen.connections"],
            "it is at most listen.connections, which is \(connections)"
        ) {
            perAddress <= connections
        }
        reader.require(
            "listen.host", with: ["tls.certificate", "tls.key"], "\(host) needs tls.certificate and tls.key"
        ) {
            settings.tls != nil || settings.isLoopback
        }
        return settings
    }

    /// The text of `kiosk-config/hub.yaml`.
    package static var reference: String {
        SettingsReference.yaml(
            head: """
                Configuration of hubd: every key with its meaning, its unit and its default. Check it with: \
                hubd check-config FILE
                """, HubSettings.read)
    }
}
