/// How a device keeps a pixel.
package enum PixelFormat: String, Sendable, CaseIterable {
    /// Four bytes B, G, R, X.
    case xrgb8888
    /// Two bytes, little-endian: 5 bits red, 6 green, 5 blue.
    case rgb565

    package var bytesPerPixel: Int { self == .xrgb8888 ? 4 : 2 }

    /// The upper bits of each colour; nothing is dithered, since our colours are flat.
    @inline(__always)
    package static func rgb565(_ pixel: UInt32) -> UInt16 {
        UInt16(truncatingIfNeeded: (pixel >> 8 & 0xF800) | (pixel >> 5 & 0x07E0) | (pixel >> 3 & 0x001F))
    }
}

/// How the panel is mounted: by how far the upright picture is turned clockwise to stand upright for people.
package enum Rotation: Int, Sendable, CaseIterable {
    case upright = 0
    case quarter = 90
    case half = 180
    case threeQuarters = 270

    /// The device's size for an upright picture.
    package func size(width: Int, height: Int) -> (width: Int, height: Int) {
        self == .upright || self == .half ? (width, height) : (height, width)
    }

    /// Where a pixel of the upright picture (`width` × `height`) lies on the device.
    package func device(x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
        switch self {
        case .upright: (x, y)
        case .quarter: (height - 1 - y, x)
        case .half: (width - 1 - x, height - 1 - y)
        case .threeQuarters: (y, width - 1 - x)
        }
    }

    /// Which pixel of the upright picture a touch on the device means: the same matrix backwards.
    package func upright(x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
        switch self {
        case .upright: (x, y)
        case .quarter: (y, height - 1 - x)
        case .half: (width - 1 - x, height - 1 - y)
        case .threeQuarters: (width - 1 - y, x)
        }
    }
}
