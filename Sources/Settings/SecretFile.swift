import Foundation

/// A file with a key or a token in it, which only its owner may read.
package enum SecretFile {
    /// Far above any key file; a larger one is a mistake in the path.
    package static let maximumBytes = 64 * 1024

    /// Why a secret was not read. The text never holds what stands in the file.
    package enum Problem: Error, Equatable, CustomStringConvertible {
        case missing(path: String)
        case readableByOthers(path: String, mode: UInt16)
        case foreignOwner(path: String)
        case notAFile(path: String)
        case tooLarge(path: String)

        package var description: String {
            switch self {
            case .missing(let path): "\(path): not found, or not readable by this user"
            case .readableByOthers(let path, let mode):
                "\(path): mode \(String(mode, radix: 8)) lets others read it; run: chmod 600 \(path)"
            case .foreignOwner(let path): "\(path): belongs to another user; it must be this program's own"
            case .notAFile(let path): "\(path): not a regular file"
            case .tooLarge(let path): "\(path): larger than \(maximumBytes) bytes, so it cannot be a key file"
            }
        }
    }

    /// Checks and reads the file through one open descriptor, so that nobody can exchange it in between.
    ///
    /// A systemd credential (owned by root, mode 0400, below `$CREDENTIALS_DIRECTORY`) passes as well.
    package static func read(_ path: String) throws(Problem) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw errno == ELOOP ? .notAFile(path: path) : .missing(path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .missing(path: path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard status.st_mode & 0o077 == 0 else {
            throw .readableByOthers(path: path, mode: UInt16(truncatingIfNeeded: status.st_mode & 0o777))
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else { throw .foreignOwner(path: path) }
        guard status.st_size <= maximumBytes else { throw .tooLarge(path: path) }
        let bytes = FileHandle(fileDescriptor: descriptor).readDataToEndOfFile()
        return String(decoding: bytes, as: UTF8.self)
    }
}
