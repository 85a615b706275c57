import ArgumentParser
import Foundation
import HubClient
import Settings

/// Where the hub is and who asks: options, or the environment for those who ask often.
struct HubOptions: ParsableArguments {
    static let variables = (hub: "KIOSKCTL_HUB", token: "KIOSKCTL_TOKEN_FILE", ca: "KIOSKCTL_CA")

    @Option(help: ArgumentHelp("Address of the hub. [env: KIOSKCTL_HUB]", valueName: "url"))
    var hub: String?

    @Option(
        help: ArgumentHelp(
            "File with the operator's token; only you may be able to read it. [env: KIOSKCTL_TOKEN_FILE]",
            valueName: "file"))
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("Certificates (PEM) to trust instead of the system's. [env: KIOSKCTL_CA]", valueName: "file")
    )
    var ca: String?

    /// - Throws: `Failure` with what to set, when something is missing.
    func client() throws -> HubClient {
        let environment = ProcessInfo.processInfo.environment
        guard let address = hub ?? environment[Self.variables.hub] else {
            throw Failure(.configuration, "no hub given: use --hub https://HOST:PORT or set \(Self.variables.hub)")
        }
        guard let file = tokenFile ?? environment[Self.variables.token] else {
            throw Failure(.configuration, "no token given: use --token-file FILE or set \(Self.variables.token)")
        }
        let token: String
        do {
            token = try SecretFile.read(file)
        } catch .missing {
            throw Failure(.noInput, "\(file): not there, or not ours to read")
        } catch {
            throw Failure(.noPermission, "\(error)")
        }
        do {
            return try HubClient(baseURL: address, token: token, caFile: ca ?? environment[Self.variables.ca])
        } catch {
            throw Failure(.configuration, "\(error)")
        }
    }
}
