package import Foundation

/// Where a virtual salon keeps its files: one folder, short enough for Unix sockets, removed at the end.
package struct SalonFolder: Sendable {
    package let root: URL

    /// Makes a folder of its own below the system's temporary one; only its owner may enter.
    package init(name: String) throws {
        root = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString.prefix(8))")
        for folder in [root, keys, tokens, logs, cards, kioskState, hub] {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    package var pcsc: URL { root.appending(path: "pcsc") }
    package var pcscdSocket: URL { pcsc.appending(path: "pcscd.comm") }
    package var keys: URL { root.appending(path: "keys") }
    package var deskKeys: URL { keys.appending(path: "desk.keys") }
    package var kioskKeys: URL { keys.appending(path: "kiosk.keys") }
    package var tokens: URL { root.appending(path: "tokens") }
    package var logs: URL { root.appending(path: "logs") }
    package var cards: URL { root.appending(path: "cards") }
    package var kioskState: URL { root.appending(path: "kiosk") }
    package var hub: URL { root.appending(path: "hub") }
    package var hubDatabase: URL { hub.appending(path: "hub.sqlite") }
    package var pagePort: URL { root.appending(path: "page.port") }
    package var panelSocket: URL { root.appending(path: "panel.sock") }
    var clockLibrary: URL { root.appending(path: "ahead.so") }
    package var kioskConfig: URL { root.appending(path: "kiosk.yaml") }

    package func log(_ program: String) -> URL { logs.appending(path: "\(program).log") }

    /// Writes a file that only its owner can read.
    package func writeSecret(_ text: String, to url: URL) throws {
        let made = FileManager.default.createFile(
            atPath: url.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard made else { throw ChildProcess.Failure("cannot write \(url.path)") }
    }

    /// The places where hub, kiosk and cards keep their state.
    private var stateFolders: [URL] { [hub, kioskState, cards] }
    private var before: URL { root.appending(path: "before") }

    /// Copies the state of hub, kiosk and cards. None of them may run.
    func backUpState() throws {
        try? FileManager.default.removeItem(at: before)
        try FileManager.default.createDirectory(
            at: before, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for folder in stateFolders {
            try FileManager.default.copyItem(at: folder, to: before.appending(path: folder.lastPathComponent))
        }
    }

    /// Restores the state of hub, kiosk and cards from the copy.
    func restoreState() throws {
        for folder in stateFolders {
            try FileManager.default.removeItem(at: folder)
            try FileManager.default.moveItem(at: before.appending(path: folder.lastPathComponent), to: folder)
        }
    }

    package func remove() { try? FileManager.default.removeItem(at: root) }
}
