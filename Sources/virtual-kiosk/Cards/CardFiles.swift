import CardSimulator
import Foundation
import StandardStreams

/// The folder that keeps the cards, a file each.
struct CardFiles: Sendable {
    struct Kept: Codable, Sendable {
        var name: String
        var label: CardLabel?
        var state: CardState
    }

    /// A kept card cannot be read; nothing is overwritten.
    struct Unreadable: Error, CustomStringConvertible {
        let path: String
        let reason: String
        var description: String { "\(path): \(reason)" }
    }

    let folder: URL
    private static let suffix = "json"

    init(folder: String) throws {
        self.folder = URL(filePath: folder)
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    /// The kept cards, in the order of their labels and then by name.
    func load() throws -> [Kept] {
        let keys: [URLResourceKey] = [.creationDateKey]
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys)
        let kept = try files.filter { $0.pathExtension == Self.suffix }.map { url in
            do { return try JSONDecoder().decode(Kept.self, from: Data(contentsOf: url)) } catch {
                throw Unreadable(path: url.path, reason: "\(error)")
            }
        }
        return kept.sorted { ($0.label?.order ?? 0, $0.name) < ($1.label?.order ?? 0, $1.name) }
    }

    /// Saves a card; the old file stays until the new one is complete. A full disk is reported on standard error, and
    /// only the virtual card's last changes are lost.
    func save(_ name: String, _ state: CardState, label: CardLabel?) {
        do {
            let file = Kept(name: name, label: label, state: state)
            try JSONEncoder().encode(file).write(
                to: folder.appending(path: "\(name).\(Self.suffix)"), options: .atomic)
        } catch {
            StandardStream.errors.say("virtual-kiosk: card \(name) is not kept: \(error)")
        }
    }
}
