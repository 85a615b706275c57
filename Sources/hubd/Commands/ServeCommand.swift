import ArgumentParser
import Documents
import Foundation
import Hub
import HubStore
import Logging
import StandardStreams
import Supervision
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve kiosks, staff and operators until SIGTERM or SIGINT.")

    @OptionGroup var options: HubOptions

    func run() async throws {
        let logger = Logger(label: "hubd") { JSONLines(label: $0) }
        do {
            let settings = try options.settings()
            let hub = try await Hub.open(
                settings, clock: Clocks.machine, newID: { UUID().uuidString.lowercased() }, logger: logger)
            let scheme = settings.tls == nil ? "http" : "https"
            let supervisor = Supervisor(
                environment: ProcessInfo.processInfo.environment, processID: ProcessInfo.processInfo.processIdentifier)
            try await hub.run(signals: [.sigterm, .sigint], supervisor: supervisor) { port in
                let line = #"{"listening":"\#(scheme)://\#(settings.host):\#(port)"}"#
                StandardStream.output.say(line)
            }
        } catch {
            throw ended(by: error)
        }
    }
}

/// Where the database is and where to listen: from a file, or from flags for a trial.
struct HubOptions: ParsableArguments {
    @Option(help: "Configuration file; see kiosk-config/hub.yaml. The flags below are then not allowed.")
    var config: String?

    @Option(help: DatabaseOption.help)
    var database: String?

    @Option(help: "On a server: the schema with the hub's tables.")
    var schema: String?

    @Option(help: "Address to listen on. Without TLS only loopback is allowed.")
    var host: String?

    @Option(help: "Port to listen on; 0 for any free one.")
    var port: Int?

    @Option(help: "TLS certificate chain, PEM.")
    var tlsCertificate: String?

    @Option(help: "TLS private key, PEM, readable by its owner only.")
    var tlsKey: String?

    /// - Throws: `DocumentProblems`, all that is wrong with the file.
    func settings() throws -> HubSettings {
        if let config { return try ConfigurationFile.read(config, HubSettings.read) }
        var settings = HubSettings(
            database: DatabaseLocation(database ?? "", schema: schema), host: host ?? "127.0.0.1",
            port: port ?? HubSettings.defaultPort)
        if let tlsCertificate, let tlsKey { settings.tls = .init(certificate: tlsCertificate, key: tlsKey) }
        return settings
    }

    func validate() throws {
        let texts = [database, schema, host, tlsCertificate, tlsKey]
        let hasFlags = port != nil || texts.contains { $0 != nil }
        guard config == nil || !hasFlags else { throw ValidationError("Give --config or the other flags, not both.") }
        guard config != nil || database != nil else { throw ValidationError("Give --config or --database.") }
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together.")
        }
    }
}

enum Clocks {
    /// Milliseconds since 1970 UTC.
    @Sendable static func wallMs() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

    static let machine = HubClock(wallMs: wallMs) {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
