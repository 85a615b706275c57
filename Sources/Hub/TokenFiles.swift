internal import Foundation
package import HubStore

/// Makes tokens and lays them into files that only their owner can read.
package struct TokenFiles {
    package static let tokenBytes = 32

    package let folder: String

    package init(folder: String) { self.folder = folder }

    package enum Problem: Error, CustomStringConvertible {
        case cannotWrite(path: String)

        package var description: String {
            switch self {
            case .cannotWrite(let path): "\(path): cannot be written, or is there already; nothing was overwritten"
            }
        }
    }

    /// One token per kiosk, one for staff, one for operators.
    /// - Returns: paths, by kiosk name, `staff` and `operator`.
    package func write(kiosks: [String], to database: HubDatabase) async throws -> [String: String] {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var files: [String: String] = [:]
        for kiosk in kiosks {
            files[kiosk] = try await write(kiosk, Bearer(role: .kiosk, kiosk: kiosk), to: database)
        }
        files["staff"] = try await write("staff", Bearer(role: .staff, kiosk: nil), to: database)
        files["operator"] = try await write("operator", Bearer(role: .operator, kiosk: nil), to: database)
        return files
    }

    private func write(_ name: String, _ bearer: Bearer, to database: HubDatabase) async throws -> String {
        let path = folder + "/" + name + ".token"
        let token = Self.newToken()
        try Self.create(path, token + "\n")
        try await database.addToken(token, for: bearer)
        return path
    }

    /// 32 bytes nobody can predict, in hexadecimal.
    package static func newToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<tokenBytes).map { _ in
            let text = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
            return text.count < 2 ? "0" + text : text
        }.joined()
    }

    /// A new file with mode 0600 from its first moment on.
    private static func create(_ path: String, _ text: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Problem.cannotWrite(path: path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data(text.utf8))
        try file.synchronize()
    }
}
