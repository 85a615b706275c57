import KioskSession
import Vocabulary

extension Painter {
    /// Height of the header in reference pixels; bodies begin below it.
    static let headerHeight = 72

    /// Salon and store, status, time; the language key stands in the same place on every screen.
    mutating func header(_ header: Screen.Header) {
        let languageKey = box(848, 10, 144, 56)
        canvas.outlined(
            languageKey, radius: geometry.length(28), width: geometry.length(2), edge: palette.edge,
            fill: palette.card)
        var look = TextLook(size: 32, align: .centre)
        look.language = language == .zh ? .en : .zh
        text(phrase(.otherLanguage), in: languageKey.inset(x: geometry.length(8), y: 0), look)
        // Larger than it looks, up to the corner: a finger that misses the edge still hits it.
        touchable(box(832, 0, 192, Self.headerHeight), .switchLanguage)

        let right = clock(header, endingAt: languageKey.x - geometry.length(24))
        peony(centre: (box(52, 0, 0, 0).x, languageKey.midY), radius: geometry.length(22), petals: 8, opacity: 130)
        let left = box(84, 0, 0, 0).x
        let name = PixelRect(
            x: left, y: languageKey.y, width: right - geometry.length(20) - left, height: languageKey.height)
        let store = header.store[language]
        // Before its first feed a kiosk does not know where it stands.
        guard !store.isEmpty else { return }
        text(
            [header.salon[language] + (language == .zh ? " · " : ", ") + store, store], in: name,
            TextLook(size: 34, weight: .bold))
    }

    /// Status and time, set from the right.
    /// - Returns: where they begin.
    private mutating func clock(_ header: Screen.Header, endingAt end: Int) -> Int {
        let look = TextLook(size: 32, colour: palette.muted)
        let time = Figures.time(header.clock)
        let long = figures.day(header.clock, weekday: true) + " " + time
        let short = figures.day(header.clock, weekday: false) + " " + time
        let status = phrase(header.online ? .online : .offline)
        let statusLook = TextLook(size: 32, weight: .bold)
        let statusWidth = width(status, statusLook) + geometry.length(20 + 10)
        let room = end - box(84, 0, 0, 0).x - statusWidth - geometry.length(20 + 24)
        let name = header.salon[language] + " · " + header.store[language]
        let wording = width(name, TextLook(size: 34, weight: .bold)) + width(long, look) <= room ? long : short
        let row = box(0, 10, 1024, 56)
        let timeWidth = width(wording, look)
        text(wording, in: PixelRect(x: end - timeWidth, y: row.y, width: timeWidth + 2, height: row.height), look)
        let start = end - timeWidth - geometry.length(24) - statusWidth
        self.status(
            header.online ? .disc : .square, status, header.online ? palette.good : palette.bad,
            in: PixelRect(x: start, y: row.y, width: statusWidth + 2, height: row.height), align: .left)
        return start
    }
}
