import ArgumentParser
import CardProtocol
import Foundation
import HubClient
import Settings

/// Where the card lies.
struct ReaderOptions: ParsableArguments {
    @Option(help: "A part of the reader's name (or CARD_WRITER_READER). Several matches are refused.")
    var reader: String?

    @Option(parsing: .unconditional, help: "Seconds to wait for a card.")
    var wait: Int = 0

    func requireWait() throws {
        guard (0...3600).contains(wait) else { throw IssuingError.usage("--wait takes 0 to 3600 seconds") }
    }

    func pad() throws -> PCSCPad {
        try requireWait()
        let pattern = reader ?? Environment["CARD_WRITER_READER"]
        return PCSCPad(reader: try ReaderChoice.choose(try PCSCPad.readers(), pattern), waitSeconds: wait)
    }
}

/// The desk's master keys.
struct KeyOptions: ParsableArguments {
    @Option(help: "File of master keys (or CARD_WRITER_KEYS, or the systemd credential card-keys).")
    var keys: String?

    @Flag(help: "Try again with a card that refused a key of ours before.")
    var retryAfterAuthFailure = false

    @Option(help: "Folder of what this program must remember (default: $XDG_STATE_HOME/card-writer).")
    var state: String?

    func ring() throws -> KeyRing {
        let path = try Environment.secret(keys, variable: "CARD_WRITER_KEYS", credential: "card-keys", flag: "--keys")
        do {
            let ring = try KeyRing(text: try SecretFile.read(path))
            let missing = KeyRole.allCases.filter { !ring.roles.contains($0) }.map(\.rawValue)
            guard missing.isEmpty else {
                throw IssuingError.settings(
                    "\(path): no key for \(missing.joined(separator: ", ")); the desk needs all four")
            }
            return ring
        } catch let problem as KeyRing.Problem {
            throw IssuingError.settings("\(path): \(problem.description)")
        } catch let problem as SecretFile.Problem {
            throw IssuingError.settings(problem.description)
        }
    }

    var refusals: RefusalFile { RefusalFile(folder: state ?? Environment.stateFolder) }
}

/// The hub, and who asks.
struct HubOptions: ParsableArguments {
    @Option(help: "The hub's address (or CARD_WRITER_HUB).")
    var hub: String?

    @Option(help: "File with the staff token (or CARD_WRITER_TOKEN, or the systemd credential hub-token).")
    var token: String?

    @Option(help: "Certificates to trust instead of the system's (or CARD_WRITER_CA).")
    var ca: String?

    var isGiven: Bool { (hub ?? Environment["CARD_WRITER_HUB"]) != nil }

    func register() throws -> HubRegister {
        guard let address = hub ?? Environment["CARD_WRITER_HUB"] else {
            throw IssuingError.usage("which hub? say --hub https://…, or set CARD_WRITER_HUB")
        }
        let path = try Environment.secret(
            token, variable: "CARD_WRITER_TOKEN", credential: "hub-token", flag: "--token")
        do {
            let token = try SecretFile.read(path).trimmingCharacters(in: .whitespacesAndNewlines)
            return HubRegister(
                hub: try HubClient(baseURL: address, token: token, caFile: ca ?? Environment["CARD_WRITER_CA"]))
        } catch let problem as SecretFile.Problem {
            throw IssuingError.settings(problem.description)
        } catch let error as HubClientError {
            throw IssuingError.settings(error.description)
        }
    }
}

/// What is printed, and whether somebody is asked.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false
}

struct ConfirmOptions: ParsableArguments {
    @Flag(help: "Do not ask. Waives the question only, no other guard.")
    var yes = false
}

/// The process's environment, read here only.
enum Environment {
    static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The path of a secret: as said, else as set, else as systemd hands it over.
    static func secret(_ said: String?, variable: String, credential: String, flag: String) throws -> String {
        if let path = said ?? Self[variable] { return path }
        if let folder = Self["CREDENTIALS_DIRECTORY"] { return "\(folder)/\(credential)" }
        throw IssuingError.usage("say \(flag) FILE, or set \(variable)")
    }

    static var stateFolder: String {
        let home = Self["HOME"] ?? "/"
        return (Self["STATE_DIRECTORY"] ?? Self["XDG_STATE_HOME"] ?? "\(home)/.local/state") + "/card-writer"
    }
}

/// Which of several readers is meant. Nothing is taken blindly.
enum ReaderChoice {
    static func choose(_ names: [String], _ pattern: String?) throws -> String {
        let matching = pattern.map { part in names.filter { $0.localizedCaseInsensitiveContains(part) } } ?? names
        if let exact = names.first(where: { $0 == pattern }) { return exact }
        guard let first = matching.first else {
            let wanted = pattern.map { "no reader's name contains \"\($0)\"" } ?? "there is no reader"
            throw IssuingError.noReader(names.isEmpty ? "there is no reader; plug one in" : "\(wanted): \(list(names))")
        }
        guard matching.count == 1 else {
            throw IssuingError.usage("several readers match, say which with --reader: \(list(matching))")
        }
        return first
    }

    private static func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}
