import ArgumentParser
import Foundation
import Hub
import Logging
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve kiosks, staff and operators until SIGTERM or SIGINT.")

    @OptionGroup var options: HubOptions

    func run() async throws {
        let settings = options.settings()
        let logger = Logger(label: "hubd") { JSONLines(label: $0) }
        do {
            let hub = try Hub(
                settings, now: Clocks.wallMs, newID: { UUID().uuidString.lowercased() }, logger: logger)
            let scheme = settings.tls == nil ? "http" : "https"
            try await hub.run(signals: [.sigterm, .sigint]) { port in
                let line = #"{"listening":"\#(scheme)://\#(settings.host):\#(port)"}"# + "\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            }
        } catch let error as HubStartError {
            throw refused(error.description)
        }
    }
}

/// Where the database is and where to listen.
struct HubOptions: ParsableArguments {
    @Option(help: "The SQLite file.")
    var database: String

    @Option(help: "Address to listen on. Without TLS only loopback is allowed.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 for any free one.")
    var port = HubSettings.defaultPort

    @Option(help: "TLS certificate chain, PEM.")
    var tlsCertificate: String?

    @Option(help: "TLS private key, PEM, readable by its owner only.")
    var tlsKey: String?

    func settings() -> HubSettings {
        var tls: HubSettings.TLSFiles?
        if let tlsCertificate, let tlsKey { tls = .init(certificate: tlsCertificate, key: tlsKey) }
        return HubSettings(database: database, host: host, port: port, tls: tls)
    }

    func validate() throws {
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw ValidationError("--tls-certificate and --tls-key belong together.")
        }
    }
}

enum Clocks {
    /// Milliseconds since 1970 UTC.
    @Sendable static func wallMs() -> Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}

/// Ends the program with EX_CONFIG (78) and words for an operator.
func refused(_ words: String) -> ExitCode {
    FileHandle.standardError.write(Data("hubd: \(words)\n".utf8))
    return ExitCode(78)
}
