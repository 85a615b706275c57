import ArgumentParser
import Foundation
import Hub
import HubAPI
import HubStore

/// Who may call: added and revoked while the hub serves.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Add, revoke and list the tokens of kiosks, staff and operators.",
        discussion: "A hub that serves from the database notices within half a minute; it need not be started again.",
        subcommands: [AddTokenCommand.self, RevokeTokenCommand.self, ListTokensCommand.self])
}

struct AddTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token and print it, once: the hub keeps only its hash.",
        discussion: "Prints a JSON object. Lay the token into a file that only its owner can read (mode 0600).")

    @OptionGroup var database: DatabaseOption

    @Option(help: "The kiosk that it is for, as the hub knows it.")
    var kiosk: String?

    @Option(help: "Or whom else it is for: staff or operator.")
    var role: Bearer.Role?

    func validate() throws {
        guard (kiosk == nil) != (role == nil), role != .kiosk else {
            throw ValidationError("Say either --kiosk NAME, or --role staff or --role operator.")
        }
    }

    func run() async throws {
        let token = TokenFiles.newToken()
        let bearer = Bearer(role: role ?? .kiosk, kiosk: kiosk)
        do {
            let hub = try await database.open()
            let id = try await hub.addToken(token, for: bearer)
            do {
                try Output.json(Added(id: id, role: bearer.role.rawValue, kiosk: kiosk, token: token))
            } catch {
                // Nobody can have read it, and only its hash is kept.
                try await hub.revokeToken(id)
                throw error
            }
        } catch {
            throw ended(by: error, unsaid: "The token was taken back, so there is none; ask again.")
        }
    }

    private struct Added: Encodable {
        var id: String
        var role: String
        var kiosk: String?
        var token: String
    }
}

struct RevokeTokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token back for good.")

    @OptionGroup var database: DatabaseOption

    @Argument(help: "Its id, as `token list` prints it.")
    var id: String

    func run() async throws {
        do {
            try await database.open().revokeToken(id)
            try Output.line("revoked: \(id)")
        } catch {
            throw ended(by: error, unsaid: "The token is revoked.")
        }
    }
}

struct ListTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print one JSON object for each token; never the token itself.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        do {
            for token in try await database.open().tokenList() { try Output.json(token) }
        } catch {
            throw ended(by: error)
        }
    }
}

extension Bearer.Role: ExpressibleByArgument {}
