import Foundation
import Testing

@Suite struct ManifestTests {
    private func manifest() throws -> Manifest {
        let text = try String(contentsOf: SourceFile.root.appending(path: "Package.swift"), encoding: .utf8)
        return Manifest(SourceFile(path: "Package.swift", text: text))
    }

    /// What is declared and not used is built before its time, and says of the target what is not so.
    @Test func `Declared dependencies are used`() throws {
        var imported: [String: Set<String>] = [:]
        for file in try SourceFile.all() { imported[file.target, default: []].formUnion(file.imports) }
        var problems: [String] = []
        for target in try manifest().targets {
            let used = imported[target.name] ?? []
            for name in target.dependencies where !used.contains(name.replacing("-", with: "_")) {
                problems.append("\(target.name) declares \(name), which no file of it imports")
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    @Test func `The manifest is read whole`() throws {
        let targets = try manifest().targets
        let hubStore = try #require(targets.first { $0.name == "HubStore" })
        #expect(Set(hubStore.dependencies).isSuperset(of: ["HubAPI", "Database", "Crypto"]))
        #expect(targets.contains { $0.name == "TidyTests" && $0.dependencies == [] })
        let folders = Set(try SourceFile.all().map(\.target))
        #expect(folders.subtracting(targets.map(\.name)) == [], "no target of the manifest has these folders")
    }
}
