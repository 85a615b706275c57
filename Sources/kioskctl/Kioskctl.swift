import ArgumentParser

@main
struct Kioskctl: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kioskctl", abstract: "Look after kiosks from afar, through the hub, and after policies.",
        discussion: """
            EXAMPLES
              export KIOSKCTL_HUB=https://hub.example:8440 KIOSKCTL_TOKEN_FILE=~/.config/peony/operator.token
              kioskctl status
              kioskctl logs --kiosk front-desk-1 --since 1h --follow
              kioskctl screenshot --kiosk front-desk-1 -o front.png
              kioskctl history --policies rules > history.jsonl
              kioskctl policy check kiosk-config/policies/*.yaml

            Ends with 0 when it did as asked; else 64 for wrong usage, 65 for a file with problems, 66 for one that
            cannot be read, 69 when the hub cannot be reached, 75 when the kiosk does not answer, 77 for a token that is
            not accepted, 78 when hub or token are not given.
            """,
        subcommands: [
            StatusCommand.self, LogsCommand.self, ScreenshotCommand.self, HistoryCommand.self, PolicyCommand.self,
        ])
}
