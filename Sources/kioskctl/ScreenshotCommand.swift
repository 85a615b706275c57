import ArgumentParser
import Foundation
import HubAPI
import HubClient
import StandardStreams

struct ScreenshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenshot", abstract: "Fetch what a kiosk shows now, personal fields painted out.",
        discussion: """
            EXAMPLES
              kioskctl screenshot --kiosk front-desk-1 -o front.png
              kioskctl screenshot --kiosk front-desk-1 -o - > front.png
            """)

    @OptionGroup var hub: HubOptions

    @Option(help: "Name of the kiosk.") var kiosk: String

    @Option(name: [.customShort("o"), .long], help: "PNG file to write; - for standard output.") var output: String

    func validate() throws {
        if output == "-", isatty(STDOUT_FILENO) == 1 {
            throw ValidationError("a picture is not for a terminal: use -o FILE, or redirect")
        }
    }

    func run() async throws {
        let client = try await connected(hub)
        let (kiosk, output) = (kiosk, output)
        try await ending {
            if output != "-" { try Self.requireFolder(of: output) }
            var text = ""
            let conversation = Conversation(client: client, kiosk: kiosk, patience: .seconds(30))
            try await conversation.ask(RemoteRequestDraft(kind: .screenshot)) { text += $0.png ?? "" }
            let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
            guard let bytes = Data(base64Encoded: text), bytes.starts(with: signature) else {
                throw Failure(.dataError, "\(kiosk) answered without a picture")
            }
            if output == "-" { return try StandardStream.output.write(bytes) }
            do {
                try bytes.write(to: URL(filePath: output), options: .atomic)
            } catch {
                throw Failure(.cannotCreate, "\(output) cannot be written: \(error.localizedDescription)")
            }
            Notice.say("wrote \(output), \(bytes.count) bytes")
        }
    }

    /// Checks the folder first, so that the kiosk is not asked for a picture that cannot be saved.
    private static func requireFolder(of output: String) throws {
        let folder = URL(filePath: output).deletingLastPathComponent().path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(.cannotCreate, "\(output) cannot be written: there is no folder \(folder)")
        }
        guard access(folder, W_OK) == 0 else {
            throw Failure(.cannotCreate, "\(output) cannot be written: the folder \(folder) is not ours to write to")
        }
    }
}
