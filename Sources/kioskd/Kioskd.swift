import ArgumentParser

@main
struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "kioskd")
}
