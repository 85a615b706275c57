package import KioskSession

/// Draws screens into ordinary memory and says what changed. Not for two threads at once.
package final class ScreenRenderer {
    package let geometry: PanelGeometry
    /// The picture last drawn.
    package private(set) var surface: Surface
    private let typeface: Typeface
    private let pictures = PictureCache()
    /// The picture to draw into next; it is exchanged with `surface`, so that no frame is copied.
    private var spare: Canvas?

    /// - Throws: `.fontMissing`, naming the Debian package, or `.unsupported` for a panel we cannot lay out on.
    package init(fonts: FontSet = .debian, geometry: PanelGeometry = .wsvga) throws(DisplayError) {
        guard geometry.isUsable else {
            throw .unsupported(
                path: "display",
                what:
                    "a panel of \(geometry.width) × \(geometry.height) px, "
                    + "\(geometry.widthMm) × \(geometry.heightMm) mm"
            )
        }
        typeface = try Typeface(fonts)
        self.geometry = geometry
        surface = Surface(width: geometry.width, height: geometry.height)
    }

    /// Family and face number of each font in use, for log and status.
    package var fontNames: [String] { typeface.faceNames }
    /// How often the glyph cache was full and started afresh.
    package var glyphEvictions: Int { typeface.evictions }
    package func covers(_ scalar: Unicode.Scalar) -> Bool { typeface.covers(scalar) }

    /// Draws the whole screen; `damage` is where it differs from the one before.
    @discardableResult
    package func draw(_ screen: Screen) -> DrawnScreen {
        let canvas = spare.take() ?? Canvas(surface: Surface(width: geometry.width, height: geometry.height))
        var (drawn, done) = paint(screen, on: canvas, redacting: false)
        drawn.damage = done.surface.difference(from: surface)
        swap(&surface, &done.surface)
        spare = done
        return drawn
    }

    /// The same screen for people who may not know whose it is: names, balances, booking, member number and claim code
    /// become bars whose size reveals nothing. Leaves the picture on the panel as it is.
    package func redacted(_ screen: Screen) -> Surface {
        let canvas = Canvas(surface: Surface(width: geometry.width, height: geometry.height))
        return paint(screen, on: canvas, redacting: true).1.surface
    }

    /// Black, and nothing of the last visit left in memory: neither in the picture nor in the spare one.
    package func clear() {
        surface.fill(0)
        spare?.surface.fill(0)
    }

    /// Draws every screen once without showing it, so that the first customer does not wait for glyphs.
    ///
    /// Uses a surface of one pixel: glyphs are made all the same, and the pictures, which are most of the work, are
    /// skipped.
    package func warm() {
        var canvas = Canvas(surface: Surface(width: 1, height: 1))
        for screen in Rehearsal.screens { canvas = paint(screen, on: canvas, redacting: false).1 }
    }

    private func paint(_ screen: Screen, on canvas: Canvas, redacting: Bool) -> (DrawnScreen, Canvas) {
        var painter = Painter(
            canvas: canvas, typeface: typeface, pictures: pictures, geometry: geometry, language: screen.language,
            redacting: redacting)
        painter.paint(screen)
        let drawn = DrawnScreen(
            damage: .empty, regions: painter.regions, cutTexts: painter.cutTexts,
            missingGlyphs: painter.missingGlyphs, name: screen.body.name, language: screen.language,
            texts: painter.texts)
        return (drawn, painter.canvas)
    }
}

extension Painter {
    mutating func paint(_ screen: Screen) {
        canvas.fill(canvas.surface.bounds, palette.ground)
        header(screen.header)
        readAcross()
        let headerTexts = texts.count
        body(screen.body)
        if let warning = screen.warning { self.warning(warning, behind: headerTexts) }
    }

    private mutating func body(_ body: Screen.Body) {
        switch body {
        case .attract: attract()
        case .takeCard: takeCard()
        case .holdStill: cardScreen(.holdStillTitle, .holdStillHint, pose: .resting)
        case .welcome(let welcome): self.welcome(welcome)
        case .bookings(let list): bookings(list)
        case .rewards(let choice): rewards(choice)
        case .confirm(let confirm): self.confirm(confirm)
        case .why(let why): self.why(why)
        case .presentCard(let present): presentCard(present)
        case .claim(let claim): self.claim(claim)
        case .checkedIn(let checkedIn): self.checkedIn(checkedIn)
        case .notice(let notice, let subject): self.notice(notice, subject)
        case .personChanged: personChanged()
        case .outOfService(let outOfService): self.outOfService(outOfService)
        case .goodbye(let goodbye): self.goodbye(goodbye)
        }
    }
}

extension Screen.Body {
    /// A stable name for logs, files and tests.
    package var name: String {
        switch self {
        case .attract: "attract"
        case .takeCard: "takeCard"
        case .holdStill: "holdStill"
        case .welcome: "welcome"
        case .bookings: "bookings"
        case .rewards: "rewards"
        case .confirm: "confirm"
        case .why: "why"
        case .presentCard(let present): "presentCard:\(present.stage.rawValue)"
        case .claim: "claim"
        case .checkedIn: "checkedIn"
        case .notice(let notice, _): "notice:\(notice.rawValue)"
        case .personChanged: "personChanged"
        case .outOfService: "outOfService"
        case .goodbye: "goodbye"
        }
    }
}
