import Foundation
import HubAPI
import Testing

/// What kiosks in the field, their files and other people's programs rely on: the JSON of every sample never changes.
/// Where a shape gets a further form, that form gets a sample of its own, and the old one stays.
@Suite struct WireShapeTests {
    @Test(arguments: try WireSamples.all())
    func `A shape is written as the first release wrote it, and read from that`(_ sample: WireSample) throws {
        let file = WireFiles.folder.appending(path: sample.name + ".json")
        let written = try sample.encoded()
        guard let frozen = try? Data(contentsOf: file) else {
            try written.write(to: file)
            Issue.record("\(file.path) was missing and has been written: look at it, and keep it for ever")
            return
        }
        if sample.isOurs {
            #expect(String(decoding: written, as: UTF8.self) == String(decoding: frozen, as: UTF8.self))
        }
        #expect(try sample.isDecoded(frozen))
    }

    @Test func `Each frozen file belongs to a sample`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: WireFiles.folder.path)
        #expect(Set(files) == Set(try WireSamples.all().map { $0.name + ".json" }))
    }

    /// Also what stands deep inside another shape: a value of it that is only ever `nil` freezes nothing.
    @Test func `Each type that travels stands in a sample`() throws {
        let types = try WireSamples.all().reduce(into: Set<String>()) { $0.formUnion($1.types()) }
        let declared = try WireSource.types()
        #expect(declared.count > 60)
        #expect(declared.subtracting(types).subtracting(WireSamples.choices.keys).sorted() == [])
    }

    @Test func `Each choice that travels is frozen with all its words`() throws {
        let declared = try WireSource.types(declaredBy: "enum").subtracting(["HubAPI.Fact"])
        #expect(declared.subtracting(WireSamples.choices.keys).sorted() == [])
    }
}

/// The types of `Sources/HubAPI` that are `Codable`, by the declarations that say so.
private enum WireSource {
    /// - Returns: full names, such as `HubAPI.CardFacts.Status`.
    static func types(declaredBy keyword: String = "struct|enum|extension") throws -> Set<String> {
        let folder = WireFiles.root.appending(path: "Sources/HubAPI")
        var names: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".swift") {
            var outer = ""
            let declaration = try Regex(#"^( *)(?:package )?(?:(struct|enum|extension)) (\w+)(: .*)? \{"#)
            for line in try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n") {
                guard let match = try declaration.firstMatch(in: line), let type = match[3].substring else { continue }
                if match[1].substring?.isEmpty ?? true { outer = String(type) }
                guard match[4].substring?.contains("Codable") ?? false,
                    keyword.split(separator: "|").contains(match[2].substring ?? "")
                else { continue }
                names.insert("HubAPI." + (outer == type ? "" : outer + ".") + type)
            }
        }
        return names
    }
}
