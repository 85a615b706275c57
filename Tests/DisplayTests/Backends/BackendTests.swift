import CPNG
import Display
import Foundation
import KioskSession
import KioskTesting
import Testing
import Vocabulary

@testable import peony_screens

@Suite struct BackendTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("display") }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    /// Every pixel another colour, so that no turn or row offset can hide.
    func chequered(_ width: Int, _ height: Int) -> Surface {
        var surface = Surface(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width { surface[x, y] = UInt32(x * 2_654_435 ^ y * 40_503) & 0xFFFFFF }
        }
        return surface
    }

    func drawn(_ damage: PixelRect, _ name: String = "welcome") -> DrawnScreen {
        DrawnScreen(damage: damage, regions: [], name: name, language: .zh)
    }

    /// Where the corner (0, 0) of an upright picture of 37 × 23 lies on the device, counted by hand.
    static let corners: [Rotation: [Int]] = [
        .upright: [0, 0], .quarter: [22, 0], .half: [36, 22], .threeQuarters: [0, 36],
    ]

    @Test(arguments: Rotation.allCases, PixelFormat.allCases)
    func `The framebuffer holds the picture, turned and converted, and only the damage is written`(
        rotation: Rotation, format: PixelFormat
    ) throws {
        let surface = chequered(37, 23)
        let size = rotation.size(width: 37, height: 23)
        let layout = FramebufferBackend.Layout(
            width: size.width, height: size.height, lineLength: size.width * format.bytesPerPixel + 12,
            format: format)
        let file = path("fb0")
        try Data().write(to: URL(fileURLWithPath: file))
        let backend = try FramebufferBackend(path: file, rotation: rotation, standIn: layout)
        #expect(backend.uprightSize == (37, 23))
        let damage = PixelRect(x: 5, y: 3, width: 20, height: 11)
        try backend.present(surface, drawn: drawn(damage))
        try expectFile(file, shows: surface, damage, rotation, layout)
        try backend.present(surface, drawn: drawn(surface.bounds))
        try expectFile(file, shows: surface, surface.bounds, rotation, layout)
        let corner = try #require(Self.corners[rotation])
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(pixel(bytes, corner[0], corner[1], layout) == converted(surface[0, 0], format))
        try backend.clear()
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).allSatisfy { $0 == 0 })
    }

    func pixel(_ bytes: [UInt8], _ x: Int, _ y: Int, _ layout: FramebufferBackend.Layout) -> UInt32 {
        let at = y * layout.lineLength + x * layout.format.bytesPerPixel
        return (0..<layout.format.bytesPerPixel).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }

    func converted(_ pixel: UInt32, _ format: PixelFormat) -> UInt32 {
        guard format == .rgb565 else { return pixel }
        return (pixel >> 19 & 31) << 11 | (pixel >> 10 & 63) << 5 | (pixel >> 3 & 31)
    }

    func expectFile(
        _ file: String, shows surface: Surface, _ damage: PixelRect, _ rotation: Rotation,
        _ layout: FramebufferBackend.Layout
    ) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(bytes.count == layout.lineLength * layout.height)
        var wrong = 0
        for y in 0..<layout.height {
            for x in 0..<layout.width {
                let from = rotation.upright(x: x, y: y, width: surface.width, height: surface.height)
                let expected =
                    damage.contains(x: from.x, y: from.y) ? converted(surface[from.x, from.y], layout.format) : 0
                if pixel(bytes, x, y, layout) != expected { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test(arguments: Rotation.allCases)
    func `A touch on a turned device means the key that is seen there`(rotation: Rotation) throws {
        let drawn = try ScreenRenderer().draw(SampleScreens.usual[3].screen)
        for region in drawn.regions {
            let device = rotation.device(x: region.rect.x, y: region.rect.y, width: 1024, height: 600)
            let touch = drawn.touch(onDeviceAtX: device.x, y: device.y, rotation: rotation, width: 1024, height: 600)
            #expect(touch == region.touch)
        }
        #expect(drawn.touch(atX: 5, y: 595) == .elsewhere)
        #expect(drawn.touch(atX: -40, y: 9999) == .elsewhere)
    }

    @Test func `A device that is none, of another size, or without geometry is refused`() throws {
        #expect(throws: DisplayError.self) { try FramebufferBackend(path: path("absent")) }
        let file = path("plain")
        try Data().write(to: URL(fileURLWithPath: file))
        #expect(throws: DisplayError.unsupported(path: file, what: "a plain file, and no geometry was given for it")) {
            try FramebufferBackend(path: file)
        }
        #expect(throws: DisplayError.self) { try FramebufferBackend(path: "/dev/null") }
        let backend = try FramebufferBackend(path: file, standIn: .init(width: 10, height: 10))
        let surface = Surface(width: 11, height: 10)
        #expect(throws: DisplayError.self) { try backend.present(surface, drawn: drawn(surface.bounds)) }
    }

    @Test func `A PNG decodes to the same pixels`() throws {
        for surface in [chequered(1, 1), chequered(37, 23), chequered(1024, 60)] {
            #expect(try decode(PNG.encode(surface)) == surface)
        }
    }

    /// libpng's own reading, three bytes a pixel.
    func decode(_ file: [UInt8]) throws -> Surface {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        try #require(png_image_begin_read_from_memory(&image, file, file.count) != 0)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR)
        let width = Int(image.width)
        let height = Int(image.height)
        var rows = [UInt8](repeating: 0, count: width * height * 3)
        try #require(png_image_finish_read(&image, nil, &rows, 0, nil) != 0)
        var surface = Surface(width: width, height: height)
        for index in 0..<width * height {
            let red = UInt32(rows[3 * index]) << 16
            surface[index % width, index / width] = red | UInt32(rows[3 * index + 1]) << 8 | UInt32(rows[3 * index + 2])
        }
        return surface
    }

    @Test func `A folder gets one numbered picture per change, a file the latest, gone when cleared`() throws {
        let frames = try PNGBackend(.sequence(folder: path("frames")))
        let surface = chequered(8, 8)
        for (name, damage) in [("welcome", surface.bounds), ("welcome", .empty), ("notice:notRead", .empty)] {
            try frames.present(surface, drawn: drawn(damage, name))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path("frames")).sorted()
        #expect(names == ["0001-welcome-zh.png", "0002-notice-notRead-zh.png"])

        let latest = try PNGBackend(.file(path("latest.png")))
        try latest.present(surface, drawn: drawn(surface.bounds))
        #expect(try decode([UInt8](Data(contentsOf: URL(fileURLWithPath: path("latest.png"))))) == surface)
        try latest.clear()
        try latest.clear()
        #expect(!FileManager.default.fileExists(atPath: path("latest.png")))
    }
}
