import ArgumentParser

/// Speed beside the bare minimum, in one run. Not a test: what misses its aim says so and the program ends with 0.
@main
struct PeonyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peony-bench", abstract: "Measures the kiosk beside the least that C can do.",
        subcommands: [
            Run.self, CheckCommand.self, DataCommand.self, FirstFrame.self, HubProgram.self, KioskProgram.self,
        ], defaultSubcommand: Run.self)
}
