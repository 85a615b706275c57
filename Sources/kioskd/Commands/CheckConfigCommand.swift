import ArgumentParser
import Documents
import Kiosk
import StandardStreams

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Say everything that is wrong with a configuration file.",
        discussion: """
            Exits with 0 when nothing is, with 78 otherwise.

            An editor that knows JSON Schema says so while you type:
              kioskd check-config --show-schema > kiosk.schema.json
            and as the first line of the file:
              # yaml-language-server: $schema=kiosk.schema.json
            """)

    @Argument(help: "The file.")
    var file = "/etc/kioskd/kioskd.yaml"

    @Flag(help: "Print what every key comes to, defaults included.")
    var showEffective = false

    @Flag(help: "Print the reference file with every key, its meaning and its default.")
    var showReference = false

    @Flag(help: "Print the JSON Schema (draft 2020-12) of the file, for editors.")
    var showSchema = false

    func run() throws {
        do {
            if showSchema { return try StandardStream.output.write(KioskSettings.schema.utf8) }
            if showReference { return try StandardStream.output.write(KioskSettings.reference.utf8) }
            let effective = try ConfigurationFile.effective(file) { KioskSettings($0) }
            try StandardStream.output.line(showEffective ? effective : "\(file): nothing is wrong with it")
        } catch let error as StreamError {
            throw refused("\(error)", error.exitStatus)
        } catch {
            throw refused("\(error)", DocumentProblems.exitCode)
        }
    }
}
