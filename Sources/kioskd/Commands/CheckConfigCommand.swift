import ArgumentParser
import Kiosk
import Settings
import StandardStreams

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config", abstract: "Say everything that is wrong with a configuration file.",
        discussion: "Exits with 0 when nothing is, with 78 otherwise.")

    @Argument(help: "The file.")
    var file = "/etc/kioskd/kioskd.yaml"

    @Flag(help: "Print what every key comes to, defaults included.")
    var showEffective = false

    func run() throws {
        do {
            let effective = try SettingsFile.effective(file) { KioskSettings($0) }
            try StandardStream.output.line(showEffective ? effective : "\(file): nothing is wrong with it")
        } catch let error as StreamError {
            throw refused("\(error)", error.exitStatus)
        } catch {
            throw refused("\(error)", SettingsProblems.exitCode)
        }
    }
}
