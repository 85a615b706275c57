import ArgumentParser

/// Measures speed beside the bare minimum, in one run. It is no test: a missed aim is reported, and the exit code is 0.
@main
struct PeonyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peony-bench", abstract: "Measures the kiosk beside the least that C can do.",
        subcommands: [
            Run.self, CheckCommand.self, DataCommand.self, FirstFrame.self, HubProgram.self, KioskProgram.self,
        ], defaultSubcommand: Run.self)
}
