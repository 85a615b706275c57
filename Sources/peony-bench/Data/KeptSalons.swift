import Foundation
import Glibc
import HubStore

/// The folder of kept salons. One is made under another name, which ends with the process that makes it, and renamed
/// when it is whole: whatever breaks off leaves no half of one, and the next run removes what it left.
struct KeptSalons: Sendable {
    static let usualFolder = ".bench"
    static let seed: UInt64 = 1

    let folder: URL

    init(_ path: String) { folder = URL(filePath: path) }

    /// Where the one of this size is, made first where there is none that this program would make.
    func folder(of size: SalonSize) async throws -> URL {
        let place = folder.appending(path: "salon-\(size.members)")
        if let kept = KeptSalon.read(in: place), kept.isCurrent(size, seed: Self.seed) { return place }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try removeAbandoned()
        try SalonRoom(size).require(in: folder)
        let making = folder.appending(path: "salon-\(size.members)\(Self.making)\(getpid())")
        try await Cleaning.whileMaking(making) {
            try await SalonMaking(size: size, seed: Self.seed, folder: making).make()
            try? FileManager.default.removeItem(at: place)
            try FileManager.default.moveItem(at: making, to: place)
        }
        return place
    }

    private static let making = ".making-"

    private func removeAbandoned() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            guard let range = name.range(of: Self.making), let maker = pid_t(name[range.upperBound...]),
                kill(maker, 0) != 0, errno == ESRCH
            else { continue }
            try FileManager.default.removeItem(at: folder.appending(path: name))
        }
    }
}

/// Removes what is not whole when making it fails or a person stops it.
enum Cleaning {
    static func whileMaking(_ folder: URL, _ work: () async throws -> Void) async throws {
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            try? FileManager.default.removeItem(at: folder)
            exit(128 + SIGINT)
        }
        source.resume()
        defer {
            source.cancel()
            signal(SIGINT, SIG_DFL)
        }
        do { try await work() } catch {
            try? FileManager.default.removeItem(at: folder)
            throw error
        }
    }
}

/// How much disk a salon takes.
struct SalonRoom {
    /// Of a member, as measured; the template's own file and the log come on top.
    private static let bytesPerMember: Int64 = 52_000
    private static let bytesBesides: Int64 = 250_000_000

    let neededBytes: Int64

    init(_ size: SalonSize) { neededBytes = Int64(size.members) * Self.bytesPerMember + Self.bytesBesides }

    /// Says how much is needed.
    ///
    /// - Throws: when there is not so much.
    func require(in folder: URL) throws {
        var volume = statvfs()
        guard statvfs(folder.path, &volume) == 0 else { throw SalonRoomFailure(text: "\(folder.path) has no disk") }
        let freeBytes = Int64(volume.f_bavail) * Int64(volume.f_frsize)
        Progress.say("   it needs \(Self.text(neededBytes)) of disk; \(Self.text(freeBytes)) are free")
        guard freeBytes > neededBytes else {
            throw SalonRoomFailure(
                text: """
                    There is not enough room in \(folder.path): \(Self.text(neededBytes)) are needed, \
                    \(Self.text(freeBytes)) are free. Nothing was written. Make room, or ask for fewer members.
                    """)
        }
    }

    static func text(_ bytes: Int64) -> String { "\((Double(bytes) / 1e9).rounded(toPlaces: 2)) GB" }
}

struct SalonRoomFailure: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
