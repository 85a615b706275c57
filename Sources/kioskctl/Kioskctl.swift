import ArgumentParser

@main
struct Kioskctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "kioskctl")
}
