import Display
import Foundation
import KioskSession
import Vocabulary

/// Many screens in small on one picture: each in both languages, pair by pair.
struct ContactSheet {
    /// Pixels either way that become one.
    private static let step = 4
    private static let pairsAcross = 4
    private static let gap = 8
    private static let ground: UInt32 = 0x9A9490

    private var small: [Language: [Surface]] = [:]

    mutating func add(_ screen: Surface, in language: Language) { small[language, default: []].append(shrunk(screen)) }

    /// - Returns: the size of the file.
    func write(to file: URL) throws -> Int {
        guard let sheet = picture() else { return 0 }
        let bytes = try PNG.encodeIndexed(sheet)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return bytes.count
    }

    /// - Returns: `nil` where there is no screen.
    func picture() -> Surface? {
        let rows = Language.allCases.map { small[$0] ?? [] }
        guard let first = rows.first?.first else { return nil }
        let across = Self.pairsAcross * rows.count
        let down = (rows[0].count + Self.pairsAcross - 1) / Self.pairsAcross
        var sheet = Surface(
            width: across * (first.width + Self.gap) + Self.gap, height: down * (first.height + Self.gap) + Self.gap,
            fill: Self.ground)
        for (column, screens) in rows.enumerated() {
            for (index, screen) in screens.enumerated() {
                let x = (index % Self.pairsAcross * rows.count + column) * (first.width + Self.gap) + Self.gap
                let y = index / Self.pairsAcross * (first.height + Self.gap) + Self.gap
                _ = sheet.write(
                    screen.bytes(of: screen.bounds),
                    into: PixelRect(x: x, y: y, width: screen.width, height: screen.height))
            }
        }
        return sheet
    }

    /// Each pixel is the mean of those it stands for.
    private func shrunk(_ surface: Surface) -> Surface {
        let step = Self.step
        var small = Surface(width: surface.width / step, height: surface.height / step)
        surface.pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<small.height {
                for x in 0..<small.width {
                    var (red, green, blue): (UInt32, UInt32, UInt32) = (0, 0, 0)
                    for row in 0..<step {
                        let start = (y * step + row) * surface.width + x * step
                        for pixel in pixels[start..<start + step] {
                            red += (pixel >> 16) & 0xFF
                            green += (pixel >> 8) & 0xFF
                            blue += pixel & 0xFF
                        }
                    }
                    let count = UInt32(step * step)
                    small[x, y] = ((red / count) << 16) | ((green / count) << 8) | (blue / count)
                }
            }
        }
        return small
    }
}
