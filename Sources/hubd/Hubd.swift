import ArgumentParser

@main
struct Hubd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hubd")
}
