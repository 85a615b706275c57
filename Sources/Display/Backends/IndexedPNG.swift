internal import CPNG

extension PNG {
    /// The surface as a PNG file with a palette: a third of the size, for pictures of few colours. Colours that differ
    /// by less than the palette distinguishes become one colour.
    package static func encodeIndexed(_ surface: Surface) throws(DisplayError) -> [UInt8] {
        let table = ColourTable(surface)
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(surface.width)
        image.height = png_uint_32(surface.height)
        image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_COLORMAP)
        image.colormap_entries = png_uint_32(table.colours.count)
        var colours: [UInt8] = []
        for colour in table.colours {
            for shift: UInt32 in [16, 8, 0] { colours.append(UInt8(truncatingIfNeeded: colour >> shift)) }
        }
        let rows = surface.pixels.map(table.index)
        return try write(&image, rows, stride: surface.width, colours)
    }
}

/// The most frequent colours of a picture, and for every other colour the nearest of them.
struct ColourTable {
    private static let size = 256
    /// `0x00RRGGBB`, the most frequent first.
    private(set) var colours: [UInt32] = []
    /// Index into `colours`, by cell.
    private var indices = [UInt8](repeating: 0, count: 1 << 15)

    /// The same picture has the same table: cells that are equally frequent go by their number.
    init(_ surface: Surface) {
        var cells = [Cell](repeating: Cell(), count: 1 << 15)
        for pixel in surface.pixels { cells[Self.cell(pixel)].add(pixel) }
        let used = cells.indices.filter { cells[$0].count > 0 }
        let frequent = used.sorted { (cells[$1].count, $0) < (cells[$0].count, $1) }.prefix(Self.size)
        colours = frequent.map { cells[$0].mean }
        for cell in used { indices[cell] = nearest(to: cells[cell].mean) }
    }

    func index(_ pixel: UInt32) -> UInt8 { indices[Self.cell(pixel)] }

    /// A colour's cell: the upper five bits of each channel.
    private static func cell(_ pixel: UInt32) -> Int {
        let red: UInt32 = (pixel >> 9) & 0x7C00
        let green: UInt32 = (pixel >> 6) & 0x3E0
        let blue: UInt32 = (pixel >> 3) & 0x1F
        return Int(red | green | blue)
    }

    private func nearest(to colour: UInt32) -> UInt8 {
        func distance(_ other: UInt32) -> Int {
            var sum = 0
            for shift: UInt32 in [16, 8, 0] {
                let mine = Int((colour >> shift) & 0xFF)
                let part = mine - Int((other >> shift) & 0xFF)
                sum += part * part
            }
            return sum
        }
        let best = colours.indices.min { (distance(colours[$0]), $0) < (distance(colours[$1]), $1) }
        return UInt8(best ?? 0)
    }

    private struct Cell {
        var count = 0
        var red = 0
        var green = 0
        var blue = 0

        mutating func add(_ pixel: UInt32) {
            count += 1
            red += Int((pixel >> 16) & 0xFF)
            green += Int((pixel >> 8) & 0xFF)
            blue += Int(pixel & 0xFF)
        }

        var mean: UInt32 {
            let (red, green, blue) = (UInt32(red / count), UInt32(green / count), UInt32(blue / count))
            return (red << 16) | (green << 8) | blue
        }
    }
}
