import KioskSession

/// Screens of one sentence and a picture.
extension Painter {
    /// Both languages, the chosen one large; where to put the card as a picture.
    mutating func attract() {
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: .approaching)
        let other: Language = language == .zh ? .en : .zh
        text(
            phrase(.attractTitle), in: box(48, 96, 528, 208),
            TextLook(size: language == .zh ? 80 : 56, weight: .bold, vertical: .bottom, lines: 2, leading: 125))
        var look = TextLook(size: 40, colour: palette.accent, vertical: .centre, lines: 2, leading: 130)
        look.language = other
        text(Phrase.attractTitle.text(other), in: box(48, 324, 520, 112), look)
        hairline(48, 464, 480)
        look = TextLook(size: 32, colour: palette.muted)
        text(phrase(.attractHint), in: box(48, 480, 560, 48), look)
        look.language = other
        text(Phrase.attractHint.text(other), in: box(48, 528, 560, 48), look)
    }

    func centre(_ x: Int, _ y: Int) -> (x: Int, y: Int) {
        let point = box(x, y, 0, 0)
        return (point.x, point.y)
    }

    /// Picture on the right, one large sentence and one small on the left.
    mutating func cardScreen(_ title: Phrase, _ hint: Phrase, pose: CardPose) {
        cardAndReader(centre: centre(800, 336), radius: geometry.length(212), pose: pose)
        statement(title, hint)
    }

    mutating func statement(_ title: Phrase, _ hint: Phrase) {
        text(
            phrase(title), in: box(48, 144, 528, 160),
            TextLook(size: 60, weight: .bold, vertical: .bottom, lines: 2, leading: 120))
        let bar = box(48, 332, 72, 6)
        canvas.round(bar, radius: bar.height / 2, palette.accent)
        text(
            phrase(hint), in: box(48, 360, 528, 144),
            TextLook(size: 38, colour: palette.muted, vertical: .top, lines: 3, leading: 135))
    }

    mutating func goodbye() {
        let flower = centre(800, 336)
        let radius = geometry.length(212)
        let ground = PixelRect(x: flower.x - radius, y: flower.y - radius, width: 2 * radius, height: 2 * radius)
        picture("peony", in: ground) { painter in
            painter.canvas.round(ground, radius: radius, painter.palette.blush)
            painter.peony(centre: flower, radius: radius * 88 / 100, petals: 11, opacity: 46, rings: 3)
        }
        statement(.goodbyeTitle, .goodbyeHint)
    }

    /// Both languages: nobody is there to choose one.
    mutating func outOfService(code: String) {
        seal(.exclamation, centre: centre(160, 216), radius: geometry.length(56), palette.warn)
        let other: Language = language == .zh ? .en : .zh
        text(phrase(.outOfServiceTitle), in: box(272, 128, 720, 88), TextLook(size: 60, weight: .bold))
        text(
            phrase(.outOfServiceHint), in: box(272, 220, 720, 88),
            TextLook(size: 38, colour: palette.muted, lines: 2, leading: 118))
        hairline(272, 328, 688)
        var look = TextLook(size: 42, weight: .bold)
        look.language = other
        text(Phrase.outOfServiceTitle.text(other), in: box(272, 352, 720, 64), look)
        look = TextLook(size: 34, colour: palette.muted, lines: 2, leading: 118)
        look.language = other
        text(Phrase.outOfServiceHint.text(other), in: box(272, 412, 720, 92), look)
        staffCode(code)
    }

    mutating func staffCode(_ code: String) {
        text(
            phrase(.staffCode, [.code: code]), in: box(272, 536, 720, 48), TextLook(size: 32, colour: palette.muted))
    }

    /// Has the person changed? The safe answer is the quiet one.
    mutating func personChanged() {
        text(
            phrase(.personChangedTitle), in: box(96, 136, 832, 88),
            TextLook(size: 56, weight: .bold, align: .centre))
        text(
            phrase(.personChangedHint), in: box(96, 232, 832, 64),
            TextLook(size: 40, colour: palette.muted, align: .centre))
        key(.samePerson, in: box(96, 352, 400, 128), .samePerson)
        key(.newPerson, in: box(528, 352, 400, 128), .newPerson, isPrimary: true)
    }

    /// Over everything but the language key: how long is left, and that any touch keeps the visit.
    mutating func warning(seconds: Int) {
        let top = box(0, Self.headerHeight, 0, 0).y
        let body = PixelRect(x: 0, y: top, width: geometry.width, height: geometry.height - top)
        canvas.fill(body, palette.ground, opacity: 190)
        keepRegions { $0.rect.maxY <= top }
        let band = box(0, 232, 1024, 184)
        canvas.shadow(
            band, radius: 0, palette.shadow, blur: geometry.length(32), drop: geometry.length(8),
            opacity: palette.shade * 3)
        canvas.fill(band, palette.accent)
        countdown(seconds, centre: (box(168, 0, 0, 0).x, band.midY), radius: geometry.length(68))
        text(
            phrase(.warningTitle), in: box(288, 248, 704, 80),
            TextLook(size: 56, weight: .bold, colour: palette.onAccent))
        text(phrase(.warningHint), in: box(288, 328, 704, 64), TextLook(size: 40, colour: palette.onAccent))
    }

    /// A ring that empties with the seconds, clockwise from the top.
    private mutating func countdown(_ seconds: Int, centre: (x: Int, y: Int), radius: Int) {
        let r = Float(radius)
        let area = PixelRect(x: centre.x - radius, y: centre.y - radius, width: 2 * radius, height: 2 * radius)
            .inset(x: -8, y: -8)
        let origin = (Float(centre.x), Float(centre.y))
        let width = r * 0.13
        canvas.shape(in: area, palette.onAccent, opacity: 70) {
            abs(Distance.circle($0, $1, origin.0, origin.1, r)) - width / 2
        }
        let half = Float.pi * Float(min(max(seconds, 0), Self.warningSeconds)) / Float(Self.warningSeconds)
        canvas.shape(in: area, palette.onAccent) {
            Distance.arc(
                $0, $1, origin.0, origin.1, radius: r, direction: -.pi / 2 + half, half: half, width: width)
        }
        text(
            "\(seconds)", in: area,
            TextLook(size: 60, weight: .bold, colour: palette.onAccent, align: .centre))
    }

    /// The warning lasts so long (WCAG 2.2.1).
    private static let warningSeconds = 20
}
