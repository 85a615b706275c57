import ArgumentParser

/// The kiosk daemon: reads cards, greets, checks in, redeems, and keeps the journal.
@main
struct Kioskd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskd", abstract: "The kiosk daemon: reads cards, greets, checks in, keeps the journal.",
        discussion: """
            Examples:
              kioskd check-config /etc/kioskd/kioskd.yaml
              kioskd run --config /etc/kioskd/kioskd.yaml
            """, version: "0.1.0", subcommands: [RunCommand.self, CheckConfigCommand.self])
}
