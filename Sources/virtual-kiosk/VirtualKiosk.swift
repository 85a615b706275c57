import ArgumentParser

/// The kiosk's hardware without hardware: cards for pcscd's virtual reader, the panel in a browser.
@main
struct VirtualKiosk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "virtual-kiosk",
        abstract: "Cards, panel and touch for a kiosk that has none.",
        subcommands: [Serve.self, PN532Command.self])
}
