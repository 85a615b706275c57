import ArgumentParser
import Foundation
import HubStore
import StandardStreams

/// `make bench-data`.
struct DataCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Writes a salon of a real one's size straight into a hub's tables.",
        discussion: """
            It is kept, and measured by `run`. One that is there and is what this program would make is left as it is. \
            Ctrl-C leaves nothing.

            Example: peony-bench data 1e5
            """)

    @Argument(help: "Members, from 1 to 1000000: 10000 or 1e4.", transform: SalonSize.argument)
    var size: SalonSize

    @Option(help: "Where it is kept.")
    var kept = KeptSalons.usualFolder

    @Flag(help: "Also let the hub check its books, which takes about a millisecond a member.")
    var audit = false

    func run() async throws {
        Progress.say("\(size.members) members")
        let folder = try await KeptSalons(kept).folder(of: size)
        if audit { try await check(folder) }
        try StandardStream.output.line(folder.path)
    }

    private func check(_ folder: URL) async throws {
        guard let salon = KeptSalon.read(in: folder) else { return }
        let hub = folder.appending(path: KeptSalon.hub).path
        let database = try HubDatabase(path: hub, as: .guest, clock: SalonClock(from: salon.madeAtMs).hub)
        let found = try await database.audit()
        try database.close()
        for line in found { try StandardStream.output.line(line) }
        Progress.say("   the hub's check of its books found \(found.isEmpty ? "nothing" : "\(found.count) faults")")
        if !found.isEmpty { throw ExitCode.failure }
    }
}
