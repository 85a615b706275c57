import Foundation
import Synchronization

/// The folder of one run, and what several sections use.
final class Workbench: Sendable {
    let quick: Bool
    let folder: URL
    /// The members of the snapshot that (a), (b) and (e) are measured with.
    let salon: BenchSalon
    private let filled = Mutex<StoreFilling?>(nil)

    init(below parent: String?, quick: Bool) throws {
        self.quick = quick
        salon = BenchSalon(members: quick ? 5_000 : 100_000)
        let here = FileManager.default.currentDirectoryPath
        let build = here + "/.build"
        let place = parent ?? (FileManager.default.fileExists(atPath: build) ? build : here)
        folder = URL(filePath: place).appending(path: "bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// A tenth of it when it must be quick, at least `least`.
    func count(_ full: Int, least: Int = 1) -> Int { quick ? max(least, full / 10) : full }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A kiosk's file with the whole salon in its snapshot and nothing in its journal; made once. Nobody has it open.
    func filledStore() throws -> StoreFilling {
        try filled.withLock { filled in
            if let filled { return filled }
            let made = try StoreFilling.fill(path("salon.sqlite"), salon)
            filled = made
            return made
        }
    }
}
