import Glibc

/// Finished pictures, since they are always the same and cost more than all the text beside them.
final class PictureCache {
    /// One picture, and where its left upper corner goes.
    struct Entry {
        var x: Int
        var y: Int
        var surface: Surface
    }

    private static let limit = 8
    private var entries: [String: Entry] = [:]

    subscript(name: String) -> Entry? {
        get { entries[name] }
        set {
            if entries.count >= Self.limit { entries = [:] }
            entries[name] = newValue
        }
    }
}

/// The drawn pictures: the peony, and the card with its reader.
extension Painter {
    /// An open flower: rings of translucent petals, each ring turned and smaller than the one outside it.
    mutating func peony(
        centre: (x: Int, y: Int), radius: Int, petals: Int, opacity: Int, rings: Int = 2
    ) {
        for ring in 0..<rings {
            let length = Float(radius) * (1 - 0.3 * Float(ring))
            let count = petals - ring
            for petal in 0..<count {
                let angle = 2 * Float.pi * (Float(petal) + 0.5 * Float(ring)) / Float(count)
                self.petal(centre, length: length, width: length * 0.46, angle: angle, opacity: opacity)
            }
        }
    }

    private mutating func petal(
        _ centre: (x: Int, y: Int), length: Float, width: Float, angle: Float, opacity: Int
    ) {
        let origin = (Float(centre.x), Float(centre.y))
        let cosine = cosf(angle)
        let sine = sinf(angle)
        // The box around a turned petal, from its base to its tip with half its width to either side.
        let tip = (origin.0 + sine * length, origin.1 - cosine * length)
        let margin = width / 2 + 2
        let left = Int(min(origin.0, tip.0) - margin)
        let top = Int(min(origin.1, tip.1) - margin)
        let area = PixelRect(
            x: left, y: top, width: Int(max(origin.0, tip.0) + margin) - left,
            height: Int(max(origin.1, tip.1) + margin) - top)
        canvas.shape(in: area, palette.petal, opacity: opacity) { x, y in
            let point = Distance.turned(x, y, around: origin, cosine: cosine, sine: sine)
            return Distance.petal(point.0, point.1, length: length, width: width)
        }
    }

    enum CardPose: String { case approaching, resting }

    /// Draws a picture once; later it is only copied. Nothing but the ground may lie under it.
    mutating func picture(_ name: String, in rect: PixelRect, draw: (inout Painter) -> Void) {
        if let known = pictures[name] {
            let place = PixelRect(x: known.x, y: known.y, width: known.surface.width, height: known.surface.height)
            _ = canvas.surface.write(known.surface.bytes(of: known.surface.bounds), into: place)
            return
        }
        draw(&self)
        let part = rect.intersection(canvas.surface.bounds)
        guard let crop = canvas.surface.cropped(to: part) else { return }
        pictures[name] = PictureCache.Entry(x: part.x, y: part.y, surface: crop)
    }

    /// A card and the reader it belongs on. `radius` is that of the round ground behind both.
    mutating func cardAndReader(centre: (x: Int, y: Int), radius: Int, pose: CardPose) {
        let ground = PixelRect(x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius)
        picture(pose.rawValue, in: ground) { painter in
            painter.drawCardAndReader(centre: centre, radius: radius, ground: ground, pose: pose)
        }
    }

    private mutating func drawCardAndReader(
        centre: (x: Int, y: Int), radius: Int, ground: PixelRect, pose: CardPose
    ) {
        let r = Float(radius)
        canvas.round(ground, radius: radius, palette.blush)
        peony(centre: (centre.x, centre.y), radius: radius * 94 / 100, petals: 12, opacity: 22)
        switch pose {
        case .approaching:
            reader(centre: (centre.x, centre.y + radius * 34 / 100), half: (r * 0.5, r * 0.3), showsSign: true)
            plasticCard(
                centre: (Float(centre.x) + r * 0.06, Float(centre.y) - r * 0.34), half: (r * 0.5, r * 0.315),
                angle: -0.16)
        case .resting:
            reader(centre: centre, half: (r * 0.54, r * 0.46), showsSign: false)
            plasticCard(centre: (Float(centre.x), Float(centre.y)), half: (r * 0.5, r * 0.315), angle: 0)
        }
    }

    /// A flat reader with the four-arc sign of contactless cards.
    private mutating func reader(centre: (x: Int, y: Int), half: (Float, Float), showsSign: Bool) {
        let rect = PixelRect(
            x: centre.x - Int(half.0 * 1.24), y: centre.y - Int(half.1), width: Int(half.0 * 2.48),
            height: Int(half.1 * 2))
        let radius = Int(half.1 * 0.42)
        canvas.shadow(
            rect, radius: radius, palette.shadow, blur: geometry.length(24), drop: geometry.length(10),
            opacity: palette.shade * 2)
        canvas.outlined(rect, radius: radius, width: geometry.length(3), edge: palette.edge, fill: palette.card)
        guard showsSign else { return }
        let origin = (Float(rect.midX) - half.1 * 0.62, Float(rect.midY) + half.1 * 0.12)
        for ring in 1...4 {
            let arc = half.1 * 0.24 * Float(ring)
            canvas.shape(in: rect, palette.accent) {
                Distance.arc($0, $1, around: origin, radius: arc, half: 0.72, width: half.1 * 0.09)
            }
        }
    }

    /// Our card: the accent colour, a pale flower, two lines where a name and number would be.
    private mutating func plasticCard(centre: (Float, Float), half: (Float, Float), angle: Float) {
        let cosine = cosf(angle)
        let sine = sinf(angle)
        let reach = Int(half.0 + half.1)
        let area = PixelRect(
            x: Int(centre.0) - reach, y: Int(centre.1) - reach, width: 2 * reach, height: 2 * reach)
        let radius = half.1 * 0.18
        let blur = half.1 * 0.4
        let drop = half.1 * 0.12
        let margin = Int(blur + drop)
        canvas.shade(in: area.inset(x: -margin, y: -margin), palette.shadow, opacity: palette.shade * 2, blur: blur) {
            x, y in
            let point = Distance.turned(x, y - drop, around: centre, cosine: cosine, sine: sine)
            return Distance.box(point.0, point.1, half.0 - 4, half.1 - 4, radius: radius)
        }
        canvas.shape(in: area, palette.accent) { x, y in
            let point = Distance.turned(x, y, around: centre, cosine: cosine, sine: sine)
            return Distance.box(point.0, point.1, half.0, half.1, radius: radius)
        }
        cardFace(centre: centre, half: half, cosine: cosine, sine: sine, area: area)
    }

    private mutating func cardFace(
        centre: (Float, Float), half: (Float, Float), cosine: Float, sine: Float, area: PixelRect
    ) {
        let flower = (half.0 * 0.5, -half.1 * 0.18)
        for petal in 0..<8 {
            let turn = 2 * Float.pi * Float(petal) / 8
            let c = cosf(turn)
            let s = sinf(turn)
            canvas.shape(in: area, palette.onAccent, opacity: 70) { x, y in
                let point = Distance.turned(x, y, around: centre, cosine: cosine, sine: sine)
                let own = Distance.turned(point.0, point.1, around: flower, cosine: c, sine: s)
                return Distance.petal(own.0, own.1, length: half.1 * 0.5, width: half.1 * 0.3)
            }
        }
        for (row, length) in [(Float(0.28), Float(0.62)), (0.58, 0.38)] {
            let from = (-half.0 * 0.78, half.1 * row)
            let to = (-half.0 * 0.78 + half.0 * 2 * length * 0.7, half.1 * row)
            canvas.shape(in: area, palette.onAccent, opacity: 150) { x, y in
                let point = Distance.turned(x, y, around: centre, cosine: cosine, sine: sine)
                return Distance.stroke(point.0, point.1, from: from, to: to, width: half.1 * 0.1)
            }
        }
    }

    /// A large round sign: a mark on its colour.
    mutating func seal(_ mark: Mark, centre: (x: Int, y: Int), radius: Int, _ colour: UInt32) {
        let halo = radius * 124 / 100
        canvas.round(
            PixelRect(x: centre.x - halo, y: centre.y - halo, width: 2 * halo, height: 2 * halo), radius: halo, colour,
            opacity: 36)
        canvas.round(
            PixelRect(x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius),
            radius: radius, colour)
        let side = radius * 104 / 100
        self.mark(
            mark, in: PixelRect(x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side),
            palette.onStatus)
    }
}
