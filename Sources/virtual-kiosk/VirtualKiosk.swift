import ArgumentParser

@main
struct VirtualKiosk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "virtual-kiosk")
}
