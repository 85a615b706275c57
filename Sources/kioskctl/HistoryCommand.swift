import ArgumentParser
import Foundation
import HubAPI
import HubClient
import Vocabulary

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Fetch members' histories from the hub, for policy replay and fairness.",
        discussion: """
            Prints JSON Lines, an entry each with its member's id, a member's together and in their order. There are
            no names, no phone numbers and nothing that staff wrote in them; birthdays, sexes and what was bought there
            are: keep the file as you keep the salon's books. --policies writes the versions that the entries were made
            under into a folder, each under its version's name, with the holiday calendars that they name.

            EXAMPLES
              kioskctl history --policies rules > history.jsonl
              kioskctl policy replay --from 2026-06-01 --policy draft.yaml --published rules/now.yaml history.jsonl
            """)

    @OptionGroup var hub: HubOptions

    @Option(help: "Folder for the published policies; made if missing.", completion: .directory)
    var policies: String?

    func run() async throws {
        let client = try await connected(hub)
        let policies = policies
        try await ending {
            if let policies { try await Self.write(try await client.policies().policies, to: policies) }
            var after: MemberID?
            var lines = 0
            repeat {
                try Task.checkCancellation()
                let page = try await client.history(after: after)
                for line in page.lines { try Output.line(line) }
                lines += page.lines.count
                after = page.next
                Notice.progress("\(lines) entries")
            } while after != nil
            Notice.endProgress()
        }
    }

    /// A calendar lies where the document says, but never outside the folder's parent: a name with more than one step
    /// up is refused.
    private static func write(_ policies: [PolicyFacts], to folder: String) async throws {
        let folder = URL(filePath: folder, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for policy in policies {
                guard let text = policy.text else { continue }
                try write(text.document, to: folder.appending(path: "\(policy.version).yaml"))
                for (name, calendar) in text.calendars {
                    guard isNear(name) else {
                        throw Failure(.dataError, "policy \(policy.version) names a calendar at \(name); not written")
                    }
                    try write(calendar, to: folder.appending(path: name).standardized)
                }
            }
        } catch let failure as Failure { throw failure } catch {
            throw Failure(.cannotCreate, "\(folder.path): \(error.localizedDescription)")
        }
    }

    private static func isNear(_ name: String) -> Bool {
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        return !name.hasPrefix("/") && !steps.dropFirst().contains("..") && !steps.contains("")
    }

    private static func write(_ text: String, to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}
