import ArgumentParser
import Documents
import Hub
import HubStore

struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Say everything that is wrong with a configuration file.",
        discussion: """
            Exits with 0 when nothing is, with 78 otherwise. With --connect the database is looked at too: what keeps a
            hub from serving from it is said at once, with what to do; 75 when that may pass by itself. Nothing is
            changed.

            An editor that knows JSON Schema says so while you type:
              hubd check-config --show-schema > hub.schema.json
            and as the first line of the file:
              # yaml-language-server: $schema=hub.schema.json
            """)

    @Argument(help: "The file.")
    var file: String?

    @Flag(help: "Print what every key comes to, defaults included.")
    var showEffective = false

    @Flag(help: "Also look whether a hub could serve from the database.")
    var connect = false

    @Flag(help: "Print the reference file with every key, its meaning and its default.")
    var showReference = false

    @Flag(help: "Print the JSON Schema (draft 2020-12) of the file, for editors.")
    var showSchema = false

    func validate() throws {
        guard showReference || showSchema || file != nil else { throw ValidationError("Which file?") }
    }

    func run() async throws {
        do {
            if showSchema { return try Output.text(HubSettings.schema) }
            guard let file, !showReference else { return try Output.text(HubSettings.reference) }
            let effective = try ConfigurationFile.effective(file, HubSettings.read)
            try Output.line(showEffective ? effective : "\(file): nothing is wrong with it")
            if connect { try Output.line(try await look(at: ConfigurationFile.read(file, HubSettings.read).database)) }
        } catch {
            throw ended(by: error)
        }
    }

    /// - Returns: what is to be said of a database that a hub can serve from.
    private func look(at location: DatabaseLocation) async throws -> String {
        do {
            let database = try await HubDatabase.open(location, as: .guest, clock: Clocks.machine)
            try await database.closeAndWait()
            return "\(location): a hub can serve from it"
        } catch HubFileError.older {
            return "\(location): a hub can serve from it; its first start brings the tables up to date"
        }
    }
}
