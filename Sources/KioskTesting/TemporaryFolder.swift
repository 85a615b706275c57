package import Foundation

/// A folder of a test's own, gone with everything in it when the test lets go of it.
package final class TemporaryFolder: Sendable {
    package let url: URL
    package var path: String { url.path }

    /// - Parameter name: what it begins with, for whoever finds one that a killed test left.
    package init(_ name: String) throws {
        // Short, because sockets in it have at most 107 bytes for their path.
        url = FileManager.default.temporaryDirectory.appending(path: "peony-\(name)-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    package func appending(path: String) -> URL { url.appending(path: path) }
}
