import ArgumentParser

@main
struct PeonyDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peony-demo", abstract: "Shows a member's card going through the whole kiosk, without hardware.")
}
