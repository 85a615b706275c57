import ArgumentParser
import Display
import Foundation
import StandardStreams

/// Writes pictures of every screen.
@main
struct PeonyScreens: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peony-screens",
        abstract: "Writes every screen of the kiosk as a picture: both languages, both themes, both 10.1 inch panels.",
        discussion: """
            Twice the same source makes twice the same bytes.

            Examples:
              peony-screens                                     to .screens/1024x600-light-zh/welcome-plain.png …
              peony-screens --sheet hardware/virtual/screens.png  and one picture of them all
            """)

    @Option(help: "Folder for the pictures; made where it is not there.")
    var output = ".screens"

    @Option(help: "Where to put one picture with all screens in small.")
    var sheet: String?

    func run() throws {
        do {
            let gallery = Gallery(folder: URL(filePath: output), say: { StandardStream.errors.say("== \($0)") })
            let contacts = try gallery.write()
            guard let sheet else { return }
            let size = try contacts.write(to: URL(filePath: sheet))
            StandardStream.errors.say("== \(sheet): \(size / 1024) KiB")
        } catch {
            let why = (error as? DisplayError)?.description ?? error.localizedDescription
            StandardStream.errors.say("no pictures: \(why)")
            throw ExitCode(1)
        }
    }
}
