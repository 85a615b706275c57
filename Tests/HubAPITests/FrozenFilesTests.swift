import Foundation
import HubAPI
import Testing

/// Everything that is frozen, of all targets: what was ever written must be read for ever, so a sample is added to and
/// never replaced. `Tests/frozen.sha256` is what `sha256sum` prints of them, and what `sha256sum -c` reads.
@Suite struct FrozenFilesTests {
    private static func files() throws -> [String] {
        var paths: [String] = []
        let found = FileManager.default.enumerator(atPath: WireFiles.root.appending(path: "Tests").path)
        while let name = found?.nextObject() as? String {
            let folder = name.split(separator: "/").dropLast().suffix(2).joined(separator: "/")
            if folder.hasSuffix("/Frozen") || folder == "Fixtures/v1" { paths.append("Tests/\(name)") }
        }
        return paths.sorted()
    }

    @Test func `A frozen sample is never changed, only added to`() throws {
        let list = WireFiles.root.appending(path: "Tests/frozen.sha256")
        let lines = try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init)
        let now = try Self.files().map { path in
            let text = try String(contentsOf: WireFiles.root.appending(path: path), encoding: .utf8)
            return PolicyText(document: text, calendars: [:]).sha256 + "  " + path
        }
        #expect(now.count > 60)
        #expect(
            Set(lines).subtracting(now).sorted() == [], "keep these as they were, and put what is new into new files")
        #expect(Set(now).subtracting(lines).sorted() == [], "add these lines to \(list.path)")
    }
}
