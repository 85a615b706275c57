internal import Foundation

/// Texts as released versions of this program wrote them: files in the folder `Frozen` beside a test. Later versions
/// must read them, so they never change; a new format gets a file of its own.
package enum FrozenText {
    /// A frozen file was missing. It has been written, for somebody to look at.
    package struct Missing: Error, CustomStringConvertible {
        package let path: String
        package var description: String { "\(path) was missing and has been written: look at it, and keep it for ever" }
    }

    /// - Parameters:
    ///   - newest: what today's code writes: the text of a file that is missing.
    ///   - test: the file of the test that asks.
    /// - Throws: `Missing`, once.
    package static func kept(
        _ name: String, newest: @autoclosure () throws -> String, besides test: String = #filePath
    ) throws -> String {
        let folder = URL(filePath: test).deletingLastPathComponent().appending(path: "Frozen")
        let file = folder.appending(path: name)
        if let text = try? String(contentsOf: file, encoding: .utf8) { return text }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(newest().utf8).write(to: file)
        throw Missing(path: file.path)
    }

    /// The lines of such a text.
    package static func lines(
        _ name: String, newest: @autoclosure () throws -> [String], besides test: String = #filePath
    ) throws -> [String] {
        let text = try kept(name, newest: try newest().map { $0 + "\n" }.joined(), besides: test)
        return text.split(separator: "\n").map(String.init)
    }
}
