import ArgumentParser

@main
struct CardWriter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "card-writer")
}
