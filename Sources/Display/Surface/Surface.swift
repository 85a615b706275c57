/// A picture in ordinary memory: what the kiosk draws into and every backend copies from.
///
/// A value, so that a viewer's thread can keep the last frame while the next one is drawn. One pixel is
/// `0x00RRGGBB` (XRGB8888, what DRM calls `DRM_FORMAT_XRGB8888`), rows without padding.
package struct Surface: Equatable, Sendable {
    /// No panel of ours is larger on any side; parsers and devices refuse more.
    package static let maximumSide = 4096

    package let width: Int
    package let height: Int
    package private(set) var pixels: [UInt32]

    /// A surface of one colour. Sides outside 1…`maximumSide` are a mistake of the programmer.
    package init(width: Int, height: Int, fill: UInt32 = 0) {
        precondition((1...Self.maximumSide).contains(width) && (1...Self.maximumSide).contains(height))
        self.width = width
        self.height = height
        pixels = [UInt32](repeating: fill, count: width * height)
    }

    package var bounds: PixelRect { PixelRect(x: 0, y: 0, width: width, height: height) }

    /// One pixel; coordinates must lie inside.
    package subscript(x: Int, y: Int) -> UInt32 {
        get { pixels[y * width + x] }
        set { pixels[y * width + x] = newValue }
    }

    package mutating func fill(_ colour: UInt32) {
        for index in pixels.indices { pixels[index] = colour }
    }

    /// Direct access for the drawing loops; the buffer must not escape.
    package mutating func withPixels<R>(_ body: (UnsafeMutableBufferPointer<UInt32>) -> R) -> R {
        pixels.withUnsafeMutableBufferPointer { body($0) }
    }

    /// Copies the part of an equally large surface that lies in `rect`.
    package mutating func copy(_ rect: PixelRect, from other: Surface) {
        precondition(other.width == width && other.height == height)
        let part = rect.intersection(bounds)
        let width = width
        other.pixels.withUnsafeBufferPointer { source in
            pixels.withUnsafeMutableBufferPointer { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                for y in part.y..<part.maxY {
                    let offset = y * width + part.x
                    (to + offset).update(from: from + offset, count: part.width)
                }
            }
        }
    }

    /// The part inside `rect` as a surface of its own; `nil` when nothing of it lies inside.
    package func cropped(to rect: PixelRect) -> Surface? {
        let part = rect.intersection(bounds)
        guard !part.isEmpty else { return nil }
        var crop = Surface(width: part.width, height: part.height)
        _ = crop.write(bytes(of: part), into: crop.bounds)
        return crop
    }

    /// The bytes of `rect`, row after row, each pixel as B, G, R, X.
    package func bytes(of rect: PixelRect) -> [UInt8] {
        let part = rect.intersection(bounds)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(part.width * part.height * 4)
        pixels.withUnsafeBytes { source in
            for y in part.y..<part.maxY {
                let start = (y * width + part.x) * 4
                bytes.append(contentsOf: source[start..<start + part.width * 4])
            }
        }
        return bytes
    }

    /// Writes bytes as `bytes(of:)` gives them into `rect`.
    /// - Returns: `false`, and nothing is written, when the rectangle or the number of bytes does not fit.
    package mutating func write(_ bytes: [UInt8], into rect: PixelRect) -> Bool {
        guard bounds.contains(rect), bytes.count == rect.width * rect.height * 4 else { return false }
        let width = width
        pixels.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                guard let to = target.baseAddress, let from = source.baseAddress else { return }
                for row in 0..<rect.height {
                    let offset = ((rect.y + row) * width + rect.x) * 4
                    (to + offset).copyMemory(from: from + row * rect.width * 4, byteCount: rect.width * 4)
                }
            }
        }
        return true
    }

    /// The smallest rectangle outside which both surfaces are the same; the whole when the sizes differ.
    package func difference(from other: Surface) -> PixelRect {
        guard other.width == width, other.height == height else { return bounds }
        return pixels.withUnsafeBufferPointer { mine in
            other.pixels.withUnsafeBufferPointer { theirs in
                Self.difference(mine, theirs, width: width, height: height)
            }
        }
    }
}
