import ArgumentParser
import Documents
import Hub

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Say everything that is wrong with a configuration file.",
        discussion: """
            Exits with 0 when nothing is, with 78 otherwise.

            An editor that knows JSON Schema says so while you type:
              hubd check-config --show-schema > hub.schema.json
            and as the first line of the file:
              # yaml-language-server: $schema=hub.schema.json
            """)

    @Argument(help: "The file.")
    var file: String?

    @Flag(help: "Print what every key comes to, defaults included.")
    var showEffective = false

    @Flag(help: "Print the reference file with every key, its meaning and its default.")
    var showReference = false

    @Flag(help: "Print the JSON Schema (draft 2020-12) of the file, for editors.")
    var showSchema = false

    func validate() throws {
        guard showReference || showSchema || file != nil else { throw ValidationError("Which file?") }
    }

    func run() throws {
        do {
            if showSchema { return try Output.text(HubSettings.schema) }
            guard let file, !showReference else { return try Output.text(HubSettings.reference) }
            let effective = try ConfigurationFile.effective(file, HubSettings.read)
            try Output.line(showEffective ? effective : "\(file): nothing is wrong with it")
        } catch {
            throw ended(by: error)
        }
    }
}
