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

/// The database that a hub may be serving from.
struct DatabaseOption: ParsableArguments {
    @Option(help: "The SQLite file; it may be in use.")
    var database: String

    /// Beside a hub that may be serving, unless told otherwise.
    func open(as opening: HubDatabase.Opening = .guest) throws -> HubDatabase {
        do {
            return try HubDatabase(path: database, as: opening, clock: Clocks.machine)
        } catch let error as HubFileError {
            throw refused(error)
        }
    }
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
        do {
            let bearer = Bearer(role: role ?? .kiosk, kiosk: kiosk)
            let id = try await database.open().addToken(token, for: bearer)
            print(try Lines.json(Added(id: id, role: bearer.role.rawValue, kiosk: kiosk, token: token)))
        } catch let error as HubStoreError {
            throw refused("\(error)")
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
            print("revoked: \(id)")
        } catch let error as HubStoreError {
            throw refused("\(error)")
        }
    }
}

struct ListTokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print one JSON object for each token; never the token itself.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        for token in try await database.open().tokenList() { print(try Lines.json(token)) }
    }
}

/// One JSON object a line.
enum Lines {
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Bearer.Role: ExpressibleByArgument {}
