internal import Glibc
internal import Synchronization

/// Keeps a second hub from the same file: an advisory lock on `PATH.lock`, which the kernel lets go when the process
/// ends, however it ends.
///
/// The lock file also keeps, as a decimal number, the last beat of the hub's canary: a database that has a lower one is
/// an older copy.
final class HubLock: Sendable {
    private let descriptor: Mutex<Int32?>
    private static let digits = 20

    /// - Throws: `inUse` when somebody holds it, in this process or another.
    init(besides path: String) throws(HubFileError) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw HubFileError(errno, path: path + ".lock")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(path: path)
        }
        self.descriptor = Mutex(descriptor)
    }

    /// Whether somebody holds it at this moment; nothing is made, and it is free again at once.
    static func isHeld(besides path: String) -> Bool {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    deinit { release() }

    /// Once is enough; again does nothing.
    func release() {
        descriptor.withLock { held in
            if let held { close(held) }
            held = nil
        }
    }

    /// The last beat that was noted; 0 for none.
    var beat: Int64 {
        descriptor.withLock { held in
            var bytes = [UInt8](repeating: 0, count: Self.digits)
            guard let held, pread(held, &bytes, bytes.count, 0) > 0 else { return 0 }
            return Int64(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)) ?? 0
        }
    }

    /// - Parameter beat: one that the database holds for good.
    func note(beat: Int64) {
        let text = String(beat)
        let bytes = Array((String(repeating: "0", count: Self.digits - text.count) + text).utf8)
        descriptor.withLock { held in
            if let held { _ = pwrite(held, bytes, bytes.count, 0) }
        }
    }
}
