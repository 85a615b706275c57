import Glibc

/// Signed distances in pixels, negative inside, to the shapes our pictures are made of.
enum Distance {
    @inline(__always)
    static func circle(_ x: Float, _ y: Float, _ cx: Float, _ cy: Float, _ radius: Float) -> Float {
        let dx = x - cx
        let dy = y - cy
        return (dx * dx + dy * dy).squareRoot() - radius
    }

    /// A line from a to b with round ends.
    @inline(__always)
    static func stroke(
        _ x: Float, _ y: Float, from a: (Float, Float), to b: (Float, Float), width: Float
    ) -> Float {
        let bx = b.0 - a.0
        let by = b.1 - a.1
        let px = x - a.0
        let py = y - a.1
        let along = min(1, max(0, (px * bx + py * by) / (bx * bx + by * by)))
        let dx = px - bx * along
        let dy = py - by * along
        return (dx * dx + dy * dy).squareRoot() - width / 2
    }

    /// Part of a ring: `half` radians above and below the direction of x, with round ends.
    @inline(__always)
    static func arc(
        _ x: Float, _ y: Float, around centre: (Float, Float), radius: Float, half: Float, width: Float
    ) -> Float {
        let px = x - centre.0
        let py = abs(y - centre.1)
        let ex = cosf(half)
        let ey = sinf(half)
        if py * ex - px * ey <= 0 {
            return abs((px * px + py * py).squareRoot() - radius) - width / 2
        }
        let qx = px - ex * radius
        let qy = py - ey * radius
        return (qx * qx + qy * qy).squareRoot() - width / 2
    }

    /// A box around the origin with round corners.
    @inline(__always)
    static func box(_ x: Float, _ y: Float, _ halfWidth: Float, _ halfHeight: Float, radius: Float) -> Float {
        let qx = abs(x) - halfWidth + radius
        let qy = abs(y) - halfHeight + radius
        let ox = max(qx, 0)
        let oy = max(qy, 0)
        return (ox * ox + oy * oy).squareRoot() + min(max(qx, qy), 0) - radius
    }

    /// A petal: what two equal circles share; its tips lie at (0, 0) and (0, -length).
    @inline(__always)
    static func petal(_ x: Float, _ y: Float, length: Float, width: Float) -> Float {
        let half = length / 2
        let bulge = width / 2
        let radius = (half * half + bulge * bulge) / (2 * bulge)
        let centre = radius - bulge
        return max(circle(x, y, -centre, -half, radius), circle(x, y, centre, -half, radius))
    }

    /// (x, y) turned by −`angle` around (cx, cy), and moved there: the point in the turned shape's own terms.
    @inline(__always)
    static func turned(_ x: Float, _ y: Float, around centre: (Float, Float), cosine: Float, sine: Float)
        -> (Float, Float)
    {
        let dx = x - centre.0
        let dy = y - centre.1
        return (dx * cosine + dy * sine, dy * cosine - dx * sine)
    }
}
