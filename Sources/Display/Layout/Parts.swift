import KioskSession

/// The parts that screens share: cards, keys, badges, marks.
extension Painter {
    /// A quiet surface that cannot be touched: no edge, a soft shade.
    mutating func card(_ rect: PixelRect) {
        let radius = geometry.length(18)
        canvas.shadow(
            rect, radius: radius, palette.shadow, blur: geometry.length(16), drop: geometry.length(4),
            opacity: palette.shade)
        canvas.round(rect, radius: radius, palette.card)
    }

    /// Something to touch: an edge that can be seen, and its place.
    mutating func touchableCard(_ rect: PixelRect, _ touch: Touch) {
        canvas.outlined(
            rect, radius: geometry.length(18), width: geometry.length(2), edge: palette.edge, fill: palette.card)
        touchable(rect, touch)
    }

    /// A key with its word.
    mutating func key(_ wordings: [String], in rect: PixelRect, _ touch: Touch, isPrimary: Bool = false) {
        let radius = geometry.length(18)
        let look: TextLook
        if isPrimary {
            canvas.shadow(
                rect, radius: radius, palette.shadow, blur: geometry.length(18), drop: geometry.length(6),
                opacity: palette.shade * 2)
            canvas.round(rect, radius: radius, palette.accent)
            look = TextLook(
                size: rect.height >= geometry.length(150) ? 56 : 42, weight: .bold, colour: palette.onAccent,
                align: .centre, lines: 2, leading: 115)
        } else {
            canvas.outlined(rect, radius: radius, width: geometry.length(2), edge: palette.edge, fill: palette.card)
            look = TextLook(size: 38, align: .centre, lines: 2, leading: 115)
        }
        // A narrow key has no room to spare.
        let margin = geometry.length(rect.width < geometry.length(200) ? 6 : 16)
        text(wordings, in: rect.inset(x: margin, y: geometry.length(4)), look)
        touchable(rect, touch)
    }

    mutating func key(_ word: Phrase, in rect: PixelRect, _ touch: Touch, isPrimary: Bool = false) {
        key([phrase(word)], in: rect, touch, isPrimary: isPrimary)
    }

    /// A pill with the tier's name and colour, as wide as the name.
    /// - Returns: where it was drawn.
    mutating func badge(_ name: String, _ rank: TierRank, in rect: PixelRect) -> PixelRect {
        let colours = redacting ? Palette.Badge(fill: palette.blush, ink: palette.ink) : Palette.badge(rank)
        let look = TextLook(size: 32, weight: .bold, colour: colours.ink, isPersonal: true)
        let padding = geometry.length(18)
        let width = redacting ? rect.width / 2 : min(rect.width, width(name, look) + 2 * padding)
        let pill = PixelRect(x: rect.x, y: rect.y, width: width, height: rect.height)
        canvas.outlined(
            pill, radius: rect.height / 2, width: geometry.length(3), edge: colours.edge ?? colours.fill,
            fill: colours.fill)
        text(name, in: pill.inset(x: padding, y: 0), look)
        return pill
    }

    /// A thin line across.
    mutating func hairline(_ x: Int, _ y: Int, _ width: Int) {
        var line = box(x, y, width, 1)
        line.height = geometry.length(2)
        canvas.fill(line, palette.hairline)
    }

    /// Status as shape and word in one colour, never by colour alone. The word starts beside the shape.
    mutating func status(_ shape: Mark, _ word: String, _ colour: UInt32, in rect: PixelRect, align: TextLook.Align) {
        var look = TextLook(size: 32, weight: .bold, colour: colour)
        let side = geometry.length(20)
        let gap = geometry.length(10)
        let wordWidth = min(width(word, look), rect.width - side - gap)
        let left = align == .right ? rect.maxX - wordWidth - gap - side : rect.x
        mark(shape, in: PixelRect(x: left, y: rect.midY - side / 2, width: side, height: side), colour)
        look.align = .left
        text(
            word,
            in: PixelRect(x: left + side + gap, y: rect.y, width: rect.maxX - left - side - gap, height: rect.height),
            look)
    }
}

extension Painter {
    /// A sentence behind its sign, as large as it fits.
    mutating func sign(_ shape: Mark, _ sentence: String, _ colour: UInt32, in rect: PixelRect) {
        let side = geometry.length(26)
        mark(shape, in: PixelRect(x: rect.x, y: rect.midY - side / 2, width: side, height: side), colour)
        let start = rect.x + side + geometry.length(16)
        text(
            sentence, in: PixelRect(x: start, y: rect.y, width: rect.maxX - start, height: rect.height),
            TextLook(size: 36, lines: 2, leading: 125))
    }

    /// Where one is among several pages, and the keys to the others.
    mutating func pageKeys(_ page: Int, of pages: Int, isPersonal: Bool = false) {
        guard pages > 1 else { return }
        text(
            phrase(.page, [.count: "\(page + 1)", .pages: "\(pages)"]), in: box(268, 492, 276, 100),
            TextLook(size: 34, colour: palette.muted, align: .centre, isPersonal: isPersonal))
        if page > 0 { key(.previousPage, in: box(560, 492, 208, 100), .previousPage) }
        if page + 1 < pages { key(.nextPage, in: box(784, 492, 208, 100), .nextPage) }
    }
}

/// Small signs that go with a word.
enum Mark { case disc, square, ring, tick, cross, exclamation, clock, eye }

extension Painter {
    mutating func mark(_ mark: Mark, in rect: PixelRect, _ colour: UInt32) {
        let side = Float(rect.width)
        let x0 = Float(rect.x)
        let y0 = Float(rect.y)
        let stroke = max(2, side / 7)
        let area = rect.inset(x: -2, y: -2)
        /// A point in hundredths of the sign's side.
        func at(_ x: Float, _ y: Float) -> (Float, Float) { (x0 + side * x / 100, y0 + side * y / 100) }
        func line(_ a: (Float, Float), _ b: (Float, Float), width: Float) {
            canvas.shape(in: area, colour) { Distance.stroke($0, $1, from: a, to: b, width: width) }
        }
        func ring(_ radius: Float, width: Float) {
            let centre = at(50, 50)
            canvas.shape(in: area, colour) {
                abs(Distance.circle($0, $1, centre.0, centre.1, side * radius / 100)) - width / 2
            }
        }
        switch mark {
        case .disc: canvas.round(rect, radius: rect.width / 2, colour)
        case .square: canvas.round(rect.inset(x: rect.width / 10, y: rect.width / 10), radius: 2, colour)
        case .ring: ring(42, width: stroke)
        case .tick:
            line(at(12, 54), at(40, 82), width: stroke)
            line(at(40, 82), at(90, 22), width: stroke)
        case .cross:
            line(at(18, 18), at(82, 82), width: stroke)
            line(at(82, 18), at(18, 82), width: stroke)
        case .exclamation:
            line(at(50, 14), at(50, 58), width: stroke * 1.1)
            line(at(50, 84), at(50, 84.5), width: stroke * 1.3)
        case .clock:
            ring(44, width: stroke * 0.8)
            line(at(50, 26), at(50, 52), width: stroke * 0.8)
            line(at(50, 52), at(68, 60), width: stroke * 0.8)
        case .eye:
            let centre = at(50, 50)
            canvas.shape(in: area, colour) { x, y in
                let lid = Distance.petal(
                    y - centre.1, x - centre.0 - side / 2, length: side, width: side * 0.62)
                return abs(lid) - stroke * 0.4
            }
            canvas.shape(in: area, colour) { Distance.circle($0, $1, centre.0, centre.1, side * 0.13) }
        }
    }
}
