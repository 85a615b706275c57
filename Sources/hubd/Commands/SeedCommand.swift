import ArgumentParser
import Documents
import Foundation
import Hub
import HubStore

struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed", abstract: "Put the sample salon into a new database and make tokens for it.",
        discussion: "Prints a JSON object. The tokens go into files that only their owner can read.")

    @OptionGroup var database: DatabaseOption

    @Option(help: "Folder for the token files; made if missing.")
    var tokens: String

    @Option(help: "How many members.")
    var members = 200

    @Option(help: "The same seed and moment give the same salon.")
    var seed: UInt64 = 20_260_101

    @Option(name: .customLong("now-ms"), help: "The moment round which bookings lie, milliseconds since 1970.")
    var nowMs: Int64?

    @Flag(help: "Add six members whose cards show what happens at a salon's door: late, early, no appointment …")
    var stories = false

    @Option(help: "The salon's policy, which is published with it.")
    var policy = HubDatabase.samplePolicy

    func run() async throws {
        let nowMs = nowMs
        do {
            let clock = HubClock(following: { nowMs ?? Clocks.wallMs() })
            let database = try await database.open(as: .owner(mayCreate: true), clock: clock)
            let summary = try await database.seedSample(
                members: members, seed: seed, policy: policy, stories: stories)
            let files = try await TokenFiles(folder: tokens).write(kiosks: summary.kiosks, to: database)
            try await database.closeAndWait()
            try Output.line(try report(summary, files))
        } catch let problems as DocumentProblems {
            _ = ended(by: problems)
            throw refused("the sample salon needs its policy; say where it is with --policy FILE")
        } catch {
            throw ended(by: error, unsaid: "The salon is in the database, and the tokens are in their folder.")
        }
    }

    private struct Report: Encodable {
        var salon: SampleSummary
        /// Paths of the token files, by who uses them.
        var tokens: [String: String]
    }

    private func report(_ summary: SampleSummary, _ files: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Report(salon: summary, tokens: files)), as: UTF8.self)
    }
}
