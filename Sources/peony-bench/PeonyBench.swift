import ArgumentParser

@main
struct PeonyBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "peony-bench")
}
