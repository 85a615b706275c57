import Foundation
import KioskSession
import KioskTesting
import Testing
import Vocabulary

@testable import Display
@testable import peony_screens

/// What `make screens` writes.
@Suite struct GalleryTests {
    private func write(_ folder: TemporaryFolder) throws -> (pictures: [String: Data], sheet: Data, said: [String]) {
        var said: [String] = []
        let place = folder.appending(path: "screens")
        let samples = ["welcome plain", "confirm"].flatMap { name in SampleScreens.usual.filter { $0.name == name } }
        let sheet = folder.appending(path: "sheets").appending(path: "sheet.png")
        let size = try Gallery(folder: place, samples: samples) { said.append($0) }.write().write(to: sheet)
        let bytes = try Data(contentsOf: sheet)
        #expect(bytes.count == size)
        let names = try FileManager.default.subpathsOfDirectory(atPath: place.path).filter { $0.hasSuffix(".png") }
        let pictures = try names.map { ($0, try Data(contentsOf: place.appending(path: $0))) }
        return (Dictionary(uniqueKeysWithValues: pictures), bytes, said)
    }

    @Test func `Both panels, themes and languages have every screen, and two runs the same bytes`() throws {
        let first = try write(try TemporaryFolder("gallery"))
        #expect(first.pictures.count == 16 && first.said.count == 8)
        for panel in ["1024x600", "1280x800"] {
            for look in ["light-zh", "light-en", "dark-zh", "dark-en"] {
                #expect(first.pictures["\(panel)-\(look)/welcome-plain.png"] != nil)
            }
        }
        #expect(Set(first.pictures.values).count == 16)
        let second = try write(try TemporaryFolder("gallery"))
        #expect(second.pictures == first.pictures && second.sheet == first.sheet)
    }

    @Test func `Screens of one name have one file`() {
        for language in Language.allCases {
            let names = SampleScreens.usual.filter { $0.screen.language == language }.map(\.name)
            #expect(Set(names).count == names.count)
        }
    }

    @Test func `A folder that cannot be made is said`() throws {
        let folder = try TemporaryFolder("gallery")
        let file = folder.appending(path: "file")
        try Data().write(to: file)
        #expect(throws: (any Error).self) {
            try Gallery(folder: file.appending(path: "below"), samples: []) { _ in }.write()
        }
    }

    /// Colours that a palette of 256 cannot hold become their neighbours.
    @Test func `A picture of few colours keeps them, one of many keeps the frequent`() throws {
        var surface = Surface(width: 64, height: 64, fill: 0xF8F3EF)
        for x in 0..<32 { surface[x, 0] = 0x8A1C4A }
        let few = ColourTable(surface)
        #expect(few.colours == [0xF8F3EF, 0x8A1C4A])
        #expect(few.index(0xF8F3EF) == 0 && few.index(0x8A1C4A) == 1)
        for y in 1..<64 {
            for x in 0..<64 { surface[x, y] = UInt32(x * 4) << 16 | UInt32(y * 4) << 8 | UInt32((x + y) * 2) }
        }
        let many = ColourTable(surface)
        #expect(many.colours.count == 256)
        #expect(Int(many.index(0xFCFCFC)) < 256)
        #expect(try PNG.encodeIndexed(surface).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
}
