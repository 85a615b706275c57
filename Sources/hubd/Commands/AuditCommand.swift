import ArgumentParser
import HubStore

/// Adds the books up.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check every sum of the ledger against the lines it is the sum of.",
        discussion: "Prints one line per contradiction, with ids and no names. Exits with 1 when there is one.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        do {
            let found = try await database.open().audit()
            for line in found { try Output.line(line) }
            guard found.isEmpty else { throw ExitCode.failure }
            try Output.line("The books are right.")
        } catch {
            throw ended(by: error)
        }
    }
}
