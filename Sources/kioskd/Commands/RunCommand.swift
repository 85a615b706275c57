import ArgumentParser
import Dispatch
import Documents
import Foundation
import Kiosk
import StandardStreams
import Supervision

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serve until SIGTERM or SIGINT.")

    @Option(help: "The configuration file.")
    var config = "/etc/kioskd/kioskd.yaml"

    func run() async throws {
        // Credentials and keys never end in a core file.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        do {
            let settings = try KioskSettings.read(config)
            let supervisor = Supervisor(
                environment: ProcessInfo.processInfo.environment, processID: ProcessInfo.processInfo.processIdentifier)
            let kiosk = Task { try await KioskStart(settings, supervisor: supervisor).run() }
            let signals = [SIGTERM, SIGINT].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler { kiosk.cancel() }
                source.resume()
                return source
            }
            try await kiosk.value
            for source in signals { source.cancel() }
        } catch let problems as DocumentProblems {
            throw refused("\(problems)", DocumentProblems.exitCode)
        } catch let error as KioskStartError {
            throw refused(error.description, error.exitCode)
        }
    }
}

/// Ends the program with words for an operator.
func refused(_ words: String, _ exitCode: Int32) -> ExitCode {
    for line in words.split(separator: "\n") { StandardStream.errors.say("kioskd: \(line)") }
    return ExitCode(exitCode)
}
