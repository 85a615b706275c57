internal import Glibc
internal import Synchronization

/// The identities (device and inode) of the opened files. They reveal that somebody removed or replaced a file while it
/// was served: SQLite would go on writing to a file that nobody finds again.
final class OpenFiles: Sendable {
    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
    }

    private let path: String
    private let remembered = Mutex<[String: Identity]>([:])
    private var names: [String] { [path, path + "-wal"] }

    init(path: String) { self.path = path }

    func remember() {
        for name in names { remembered.withLock { $0[name] = Self.identity(name) } }
    }

    /// Whether another file, or none, lies where the database was.
    var isReplaced: Bool { isGone(path) }
    /// Whether the write-ahead log was removed or replaced: lines that are only there are lost when the process ends.
    var isLogGone: Bool { isGone(path + "-wal") }

    private func isGone(_ name: String) -> Bool {
        remembered.withLock { $0[name] }.map { $0 != Self.identity(name) } ?? false
    }

    var logBytes: Int64 { Self.bytes(path + "-wal") }

    /// 0 when there is no such file.
    static func bytes(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private static func identity(_ name: String) -> Identity? {
        var status = stat()
        return stat(name, &status) == 0 ? Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) : nil
    }
}
