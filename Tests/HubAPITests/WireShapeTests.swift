import Foundation
import Testing

/// What kiosks in the field, their files and other people's programs rely on: the JSON of every sample never changes.
@Suite struct WireShapeTests {
    private static let folder = Bundle.module.bundleURL.appending(path: "Fixtures/v1")

    @Test(arguments: try WireSamples.all())
    func `A shape is written as the first release wrote it, and read from that`(_ sample: WireSample) throws {
        let frozen = try Data(contentsOf: Self.folder.appending(path: sample.name + ".json"))
        let written = try sample.encoded()
        #expect(String(decoding: written, as: UTF8.self) == String(decoding: frozen, as: UTF8.self))
        #expect(try sample.isDecoded(frozen))
    }

    @Test func `Each frozen file belongs to a sample`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(files) == Set(try WireSamples.all().map { $0.name + ".json" }))
    }
}
