import KioskSession
import Vocabulary

extension Painter {
    /// What the figures come from, sentence by sentence; what nearly applies has a sign of its own.
    mutating func why(_ why: Why) {
        let title = phrase(why.section.title)
        let look = TextLook(size: 46, weight: .bold)
        text(title, in: box(32, 80, 600, 64), look)
        if let asOf = why.asOf {
            let start = box(32, 0, 0, 0).x + width(title, look) + geometry.length(24)
            let row = box(0, 80, 992, 64)
            text(
                phrase(.asOf, [.time: Figures.time(asOf)]),
                in: PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height),
                TextLook(size: 38, colour: palette.accent, align: .right))
        }
        let place = box(32, 152, 960, 324)
        card(place)
        reasons(why, in: place)
        key(.back, in: box(32, 492, 220, 100), .back)
        pageKeys(why.page, of: why.pages, isPersonal: true)
    }

    /// Draws the sentences in rows of equal height; each may take several lines.
    private mutating func reasons(_ why: Why, in place: PixelRect) {
        let rows = max(1, why.section.linesPerPage)
        let inner = place.inset(x: geometry.length(24), y: geometry.length(6))
        let side = geometry.length(20)
        // The number of reasons would reveal something of the person too.
        let filler = Reason(rule: "", words: Bilingual(zh: "", en: ""), isNearly: false)
        let lines = redacting ? Array(repeating: filler, count: rows) : Array(why.lines.prefix(rows))
        for (index, reason) in lines.enumerated() {
            let top = inner.y + inner.height * index / rows
            let row = PixelRect(
                x: inner.x, y: top, width: inner.width, height: inner.y + inner.height * (index + 1) / rows - top)
            if index > 0 {
                canvas.fill(
                    PixelRect(x: row.x, y: row.y, width: row.width, height: geometry.length(2)), palette.hairline)
            }
            let colour = reason.isNearly ? palette.accent : palette.muted
            mark(
                reason.isNearly ? .ring : .disc,
                in: PixelRect(x: row.x, y: row.midY - side / 2, width: side, height: side), colour)
            let start = row.x + side + geometry.length(18)
            text(
                reason.words[language],
                in: PixelRect(x: start, y: row.y, width: row.maxX - start, height: row.height).inset(
                    x: 0, y: geometry.length(4)),
                TextLook(
                    size: 36, colour: reason.isNearly ? palette.accent : palette.ink, lines: rows == 3 ? 3 : 2,
                    leading: 106, isPersonal: true))
        }
    }
}

extension Why.Section {
    fileprivate var title: Phrase {
        switch self {
        case .points: .whyPoints
        case .tier: .whyTier
        case .rewards: .whyRewards
        case .storedValue: .whyStoredValue
        }
    }
}
