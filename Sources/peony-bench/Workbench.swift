import Foundation
import Synchronization

/// The folder of one run, and what several sections use.
final class Workbench: Sendable {
    let quick: Bool
    let folder: URL
    /// The members of the snapshot that (a), (b) and (e) are measured with.
    let salon: BenchSalon
    /// Members of the salons that (d), (g) and (j) are measured in.
    let size: SalonSize
    private let kept: KeptSalons
    private let filled = Mutex<StoreFilling?>(nil)

    init(_ place: BenchPlace, quick: Bool) throws {
        self.quick = quick
        size = quick ? place.members.tenth : place.members
        kept = KeptSalons(place.kept)
        salon = BenchSalon(members: quick ? 5_000 : 100_000)
        let here = FileManager.default.currentDirectoryPath
        let build = here + "/.build"
        let parent = place.folder ?? (FileManager.default.fileExists(atPath: build) ? build : here)
        folder = URL(filePath: parent).appending(path: "bench-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// A tenth of it when it must be quick, at least `least`.
    func count(_ full: Int, least: Int = 1) -> Int { quick ? max(least, full / 10) : full }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// A copy of a kept salon, for whoever asks alone.
    ///
    /// - Parameter size: `nil` for the usual one of this run.
    func salon(_ size: SalonSize? = nil, named name: String) async throws -> MeasuredSalon {
        let from = try await kept.folder(of: size ?? self.size)
        guard let salon = KeptSalon.read(in: from) else { throw BaselineFailure(what: from.path, code: 2) }
        Progress.say("   a copy of the salon with \(salon.members) members")
        try FileManager.default.copyItem(atPath: from.appending(path: KeptSalon.hub).path, toPath: path(name))
        return MeasuredSalon(path: path(name), kept: salon)
    }

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
