/// The few things our screens are made of, drawn into a surface: rectangles, rounded shapes, shadows, masks.
///
/// Colours are `0x00RRGGBB`; opacity is 0…255. Everything outside the surface is left out.
package struct Canvas {
    package var surface: Surface

    package init(surface: Surface) { self.surface = surface }

    package mutating func fill(_ rect: PixelRect, _ colour: UInt32, opacity: Int = 255) {
        let part = rect.intersection(surface.bounds)
        let width = surface.width
        surface.withPixels { pixels in
            for y in part.y..<part.maxY {
                Self.span(pixels, y * width + part.x, part.width, colour, opacity)
            }
        }
    }

    /// A rectangle with round corners; a circle when the radius is half of both sides.
    package mutating func round(_ rect: PixelRect, radius: Int, _ colour: UInt32, opacity: Int = 255) {
        soft(rect, radius: radius, colour, opacity: opacity, blur: 1)
    }

    /// A round shape with an edge of its own colour; `width` lies inside the rectangle.
    package mutating func outlined(_ rect: PixelRect, radius: Int, width: Int, edge: UInt32, fill: UInt32) {
        round(rect, radius: radius, edge)
        round(rect.inset(x: width, y: width), radius: max(0, radius - width), fill)
    }

    /// The soft shade of something `rect` large that floats a little above the ground.
    package mutating func shadow(
        _ rect: PixelRect, radius: Int, _ colour: UInt32, blur: Int, drop: Int, opacity: Int
    ) {
        var fallen = rect.inset(x: -blur / 2, y: -blur / 2)
        fallen.y += drop
        soft(fallen, radius: radius + blur / 2, colour, opacity: opacity, blur: blur)
    }

    /// Coverage falls from 1 to 0 over `blur` pixels at the edge. Rows are one span between the corners.
    private mutating func soft(_ rect: PixelRect, radius: Int, _ colour: UInt32, opacity: Int, blur: Int) {
        guard !rect.isEmpty else { return }
        let corner = min(max(radius, blur), min(rect.width, rect.height) / 2)
        let width = surface.width
        let bounds = surface.bounds
        let part = rect.intersection(bounds)
        surface.withPixels { pixels in
            for y in part.y..<part.maxY {
                // Distance into the corner's rows, measured from the circle's centre line; 0 between the corners.
                let up = Float(rect.y + corner) - (Float(y) + 0.5)
                let down = (Float(y) + 0.5) - Float(rect.maxY - corner)
                let dy = max(0, max(up, down))
                let inner = Self.coverage(dy, radius: Float(corner), blur: Float(blur), opacity)
                let left = rect.x + corner
                let right = rect.maxX - corner
                let from = max(left, 0)
                let to = min(right, width)
                if to > from { Self.span(pixels, y * width + from, to - from, colour, inner) }
                for step in 0..<corner {
                    let dx = Float(step) + 0.5
                    let distance = (dx * dx + dy * dy).squareRoot()
                    let alpha = Self.coverage(distance, radius: Float(corner), blur: Float(blur), opacity)
                    if alpha == 0 { break }
                    if left - 1 - step >= 0, left - 1 - step < width {
                        Self.dot(pixels, y * width + left - 1 - step, colour, alpha)
                    }
                    if right + step >= 0, right + step < width {
                        Self.dot(pixels, y * width + right + step, colour, alpha)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func coverage(_ distance: Float, radius: Float, blur: Float, _ opacity: Int) -> Int {
        let inside = (radius - distance) / blur + (blur <= 1 ? 0.5 : 0)
        if inside <= 0 { return 0 }
        if inside >= 1 { return opacity }
        // A straight edge is right for a hard shape; a shade looks natural when it ends gently.
        let eased = blur <= 1 ? inside : inside * inside * (3 - 2 * inside)
        return Int(eased * Float(opacity) + 0.5)
    }

    /// Any shape given by its distance function: negative inside, in pixels, sampled at pixel centres.
    package mutating func shape(
        in rect: PixelRect, _ colour: UInt32, opacity: Int = 255, distance: (Float, Float) -> Float
    ) {
        let part = rect.intersection(surface.bounds)
        let width = surface.width
        surface.withPixels { pixels in
            for y in part.y..<part.maxY {
                for x in part.x..<part.maxX {
                    let inside = 0.5 - distance(Float(x) + 0.5, Float(y) + 0.5)
                    if inside <= 0 { continue }
                    let alpha = inside >= 1 ? opacity : Int(inside * Float(opacity) + 0.5)
                    Self.dot(pixels, y * width + x, colour, alpha)
                }
            }
        }
    }

    /// The soft shade of any shape: full inside, gone `blur` pixels outside.
    package mutating func shade(
        in rect: PixelRect, _ colour: UInt32, opacity: Int, blur: Float, distance: (Float, Float) -> Float
    ) {
        let part = rect.intersection(surface.bounds)
        let width = surface.width
        surface.withPixels { pixels in
            for y in part.y..<part.maxY {
                for x in part.x..<part.maxX {
                    let near = min(1, 1 - distance(Float(x) + 0.5, Float(y) + 0.5) / blur)
                    if near <= 0 { continue }
                    let alpha = Int(near * near * (3 - 2 * near) * Float(opacity) + 0.5)
                    Self.dot(pixels, y * width + x, colour, alpha)
                }
            }
        }
    }

    /// An 8-bit mask, such as a glyph, with its upper left corner at (x, y).
    mutating func mask(_ masks: [UInt8], _ glyph: Glyph, x: Int, y: Int, _ colour: UInt32) {
        let area = PixelRect(x: x, y: y, width: glyph.width, height: glyph.height)
        let part = area.intersection(surface.bounds)
        guard !part.isEmpty else { return }
        let width = surface.width
        surface.withPixels { pixels in
            masks.withUnsafeBufferPointer { masks in
                for row in part.y..<part.maxY {
                    let source = glyph.offset + (row - y) * glyph.width - x
                    for column in part.x..<part.maxX {
                        let alpha = Int(masks[source + column])
                        if alpha != 0 { Self.dot(pixels, row * width + column, colour, alpha) }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func span(
        _ pixels: UnsafeMutableBufferPointer<UInt32>, _ start: Int, _ count: Int, _ colour: UInt32, _ opacity: Int
    ) {
        if opacity >= 255 {
            guard let base = pixels.baseAddress else { return }
            (base + start).update(repeating: colour, count: count)
        } else if opacity > 0 {
            for index in start..<start + count { dot(pixels, index, colour, opacity) }
        }
    }

    @inline(__always)
    private static func dot(
        _ pixels: UnsafeMutableBufferPointer<UInt32>, _ index: Int, _ colour: UInt32, _ opacity: Int
    ) {
        if opacity >= 255 {
            pixels[index] = colour
            return
        }
        pixels[index] = blend(pixels[index], colour, opacity)
    }

    /// `over` painted on `under`; red and blue in one multiplication, as they do not meet.
    @inline(__always)
    static func blend(_ under: UInt32, _ over: UInt32, _ opacity: Int) -> UInt32 {
        let alpha = UInt32(truncatingIfNeeded: opacity + opacity >> 7)
        let rest = 256 &- alpha
        let redBlue = ((over & 0xFF00FF) &* alpha &+ (under & 0xFF00FF) &* rest) >> 8 & 0xFF00FF
        let green = ((over & 0x00FF00) &* alpha &+ (under & 0x00FF00) &* rest) >> 8 & 0x00FF00
        return redBlue | green
    }
}
