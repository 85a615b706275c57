import ArgumentParser
import Dispatch
import Foundation
import StandardStreams
import VirtualSalon

/// Shows the whole kiosk without hardware: with a person at the page, or by itself.
@main
struct PeonyDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peony-demo",
        abstract: "Shows a member's card going through the whole kiosk, without hardware.",
        discussion: """
            Starts pcscd with virtual readers, hubd with a sample salon, the virtual kiosk's page and kioskd, and
            issues three cards with card-writer. Ctrl-C ends all of it.

            Examples:
              peony-demo                  prints the address of a page: be the customer
              peony-demo --once           one visit by itself; the last line is the result as JSON
            """)

    @Option(help: "Folder with the programs.")
    var build = ".build/debug"

    @Flag(help: "One whole visit without a person; exits with 0 only if all that is compared agrees.")
    var once = false

    @Option(help: "Where --once puts the screens, as PNG files.")
    var screens = ".demo/screens"

    @Flag(help: "Keep the salon's files and logs, and say where they are.")
    var keep = false

    func run() async throws {
        let here = URL(filePath: FileManager.default.currentDirectoryPath)
        let salon = try VirtualSalon(
            name: "peony", programs: here.appending(path: build), project: here, say: { Progress.say($0) })
        let work = Task { try await show(salon, here) }
        let signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { work.cancel() }
            source.resume()
            return source
        }
        let result = await work.result
        await salon.close(keepingFiles: keep)
        if keep { Progress.say("kept: \(salon.folder.root.path)") }
        for source in signals { source.cancel() }
        switch result {
        case .success(let status): throw ExitCode(status)
        case .failure(is CancellationError): throw ExitCode(once ? 130 : 0)
        case .failure(let error):
            Progress.say("failed: \(error)")
            throw ExitCode(1)
        }
    }

    private func show(_ salon: VirtualSalon, _ here: URL) async throws -> Int32 {
        try await salon.open()
        let cards = try await DemoCards.issue(in: salon)
        try await salon.startKiosk()
        guard !once else {
            return try await Visit(salon: salon, card: cards.member, screens: here.appending(path: screens)).run()
        }
        let page = try await salon.requirePage().address.absoluteString
        Progress.say("\nThe kiosk is here:  \(page)\nCtrl-C ends it.")
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}

enum Progress {
    /// To standard error: standard output carries the result only.
    @Sendable static func say(_ words: String) {
        StandardStream.errors.say("== \(words)")
    }
}
