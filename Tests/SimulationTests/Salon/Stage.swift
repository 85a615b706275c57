import Foundation
import Synchronization
import Vocabulary

/// Where everything of a simulation happens, one thing after the other: no run depends on which thread is faster.
@globalActor actor Stage {
    static let shared = Stage()
}

/// Ids and random bytes of one program, from a seed.
final class SeededIDs: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 24) } }
    }

    /// A version 4 UUID (RFC 9562 §5.4).
    func uuid() -> UUID {
        var bytes = bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var raw: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes) }
        return UUID(uuid: raw)
    }

    func operation() -> OperationID { OperationID(uuid()) }
    func member() -> MemberID { MemberID(uuid()) }
}

/// A folder that is gone afterwards.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "simulation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// An SQLite file with its write-ahead log as they stand on the disk at one moment: what survives the end of the
/// program, and what an operator keeps as a backup.
struct FileCopy: Sendable {
    private var database: Data?
    private var log: Data?

    init(of path: String) {
        database = FileManager.default.contents(atPath: path)
        log = FileManager.default.contents(atPath: path + "-wal")
    }

    /// Nobody may have the file open.
    func restore(to path: String) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try database?.write(to: URL(filePath: path))
        try log?.write(to: URL(filePath: path + "-wal"))
    }
}

/// Holds one copy until somebody takes it.
final class Kept: Sendable {
    private let copy = Mutex<FileCopy?>(nil)

    func keep(_ new: FileCopy) { copy.withLock { $0 = new } }

    func take() -> FileCopy? {
        copy.withLock { copy in
            defer { copy = nil }
            return copy
        }
    }
}
