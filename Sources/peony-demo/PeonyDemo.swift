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
            issues cards with card-writer. The page also turns what is around the kiosk: hub, reader, theme, clock.
            Ctrl-C ends all of it.

            Examples:
              peony-demo                  prints the address of a page: be the customer
              peony-demo --once           one visit and each knob by itself; the last line is the result as JSON
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
        let signals = [SIGINT, SIGTERM, SIGHUP].map { number in
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
        try await salon.waitForName()
        guard !once else {
            return try await visit(Visit(salon: salon, card: cards.member, screens: here.appending(path: screens)))
        }
        let page = try await salon.requirePage().address.absoluteString
        Progress.say("\nThe kiosk is here:  \(page)\nCtrl-C ends it.")
        try await Knobs(salon: salon).run()
    }

    private func visit(_ visit: Visit) async throws -> Int32 {
        try await withThrowingTaskGroup(of: Int32.self) { group in
            group.addTask { try await Knobs(salon: visit.salon).run() }
            group.addTask { try await visit.run() }
            defer { group.cancelAll() }
            return try await group.next() ?? 1
        }
    }
}

enum Progress {
    /// To standard error: standard output carries the result only.
    @Sendable static func say(_ words: String) {
        StandardStream.errors.say("== \(words)")
    }
}
