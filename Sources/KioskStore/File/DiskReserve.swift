internal import Glibc

/// Bytes held back on the disk, in a file beside the database, for the day it is full.
struct DiskReserve: Sendable {
    private let path: String
    private let bytes: Int64

    init(besides database: String, bytes: Int64) {
        path = database + ".reserve"
        self.bytes = bytes
        restore()
    }

    var isHeld: Bool {
        var status = stat()
        return bytes > 0 && stat(path, &status) == 0 && status.st_size >= bytes
    }

    /// - Returns: whether a reserve was there and was given up.
    func giveUp() -> Bool { unlink(path) == 0 }

    /// Takes the reserve again, if there is room for it. Call when the disk has room once more.
    func restore() {
        guard bytes > 0, !isHeld else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        // An incomplete reserve is useless, so a file that could not be filled is deleted.
        if posix_fallocate(descriptor, 0, off_t(bytes)) != 0 { unlink(path) }
        close(descriptor)
    }
}
