import KioskSession
import Vocabulary

/// Draws one screen: fits texts into their boxes, records where touches count, and counts what does not fit.
struct Painter {
    var canvas: Canvas
    let typeface: Typeface
    let pictures: PictureCache
    let geometry: PanelGeometry
    let palette: Palette
    let language: Language
    /// Whether personal texts are drawn as bars.
    let redacting: Bool

    private(set) var regions: [TouchRegion] = []
    private(set) var cutTexts = 0
    private(set) var missingGlyphs = 0
    /// In the order in which they are read.
    private var setTexts: [(words: String, place: PixelRect)] = []
    var texts: [String] { setTexts.map(\.words) }

    init(
        canvas: Canvas, typeface: Typeface, pictures: PictureCache, geometry: PanelGeometry, language: Language,
        redacting: Bool
    ) {
        self.canvas = canvas
        self.typeface = typeface
        self.pictures = pictures
        self.geometry = geometry
        palette = Palette.of(geometry.theme)
        self.language = language
        self.redacting = redacting
    }

    func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect { geometry.box(x, y, width, height) }

    var figures: Figures { language.figures }

    func phrase(_ phrase: Phrase, _ values: [Phrase.Placeholder: String] = [:]) -> String {
        phrase.text(language, values)
    }

    mutating func touchable(_ rect: PixelRect, _ touch: Touch) {
        regions.append(TouchRegion(rect: rect, touch: touch))
    }

    /// Keeps only the first texts; texts that are covered must not be read out.
    mutating func keepTexts(_ count: Int) { setTexts = Array(setTexts.prefix(count)) }

    /// Puts the texts set so far in order from left to right, for reading out.
    mutating func readAcross() { setTexts.sort { $0.place.x < $1.place.x } }

    /// Removes touch regions, for example those under a bar.
    mutating func keepRegions(_ keeps: (TouchRegion) -> Bool) { regions.removeAll { !keeps($0) } }

    // MARK: Text

    /// One text in a box. Of several wordings the first that fits is taken, at the largest size that fits.
    @discardableResult
    mutating func text(_ wordings: [String], in rect: PixelRect, _ look: TextLook) -> PixelRect {
        if look.isPersonal, redacting { return bar(in: rect, look) }
        let fitted = fit(wordings, in: rect, look)
        if fitted.isCut { cutTexts += 1 }
        let style = fitted.style
        let leading = lineHeight(style.size, look)
        let total = fitted.lines.count == 1 ? style.size : leading * fitted.lines.count
        var top: Int
        switch look.vertical {
        case .top: top = rect.y
        case .centre: top = rect.y + (rect.height - total) / 2
        case .bottom: top = rect.maxY - total
        }
        var drawn = PixelRect.empty
        for line in fitted.lines {
            let width = Int(typeface.emWidth(line, style) * Float(style.size) + 0.5)
            let x: Int
            switch look.align {
            case .left: x = rect.x
            case .centre: x = rect.x + (rect.width - width) / 2
            case .right: x = rect.maxX - width
            }
            let height = fitted.lines.count == 1 ? style.size : leading
            // Capitals and hanzi are centred 0.37 em above the baseline.
            let baseline = top + height / 2 + style.size * 37 / 100
            draw(line, x: x, baseline: baseline, style, look.colour ?? palette.ink)
            drawn = drawn.union(PixelRect(x: x, y: top, width: width, height: height))
            top += height
        }
        setTexts.append((fitted.lines.joined(separator: style.language == .zh ? "" : " "), rect))
        return drawn
    }

    @discardableResult
    mutating func text(_ wording: String, in rect: PixelRect, _ look: TextLook) -> PixelRect {
        text([wording], in: rect, look)
    }

    /// The width a text would take on one line at its nominal size.
    func width(_ text: String, _ look: TextLook) -> Int {
        let style = TextStyle(size: geometry.type(look.size), weight: look.weight, language: look.language ?? language)
        return Int((typeface.emWidth(text, style) * Float(style.size)).rounded(.up))
    }

    func fit(_ wordings: [String], in rect: PixelRect, _ look: TextLook) -> FittedText {
        for wording in wordings {
            if let fitted = fit(wording, in: rect, look) { return fitted }
        }
        let style = style(geometry.smallestType, look)
        // If the text is only too high, none of its words are cut.
        let last = (wordings.last ?? "").filter { !$0.isNewline }
        let isNarrow = typeface.emWidth(last, style) * Float(style.size) <= Float(rect.width)
        return FittedText(
            lines: [isNarrow ? last : cut(last, to: rect.width, style)], style: style, isCut: true)
    }

    private func fit(_ wording: String, in rect: PixelRect, _ look: TextLook) -> FittedText? {
        look.lines == 1 ? fitLine(wording, in: rect, look) : fitLines(wording, in: rect, look)
    }

    private func fitLine(_ wording: String, in rect: PixelRect, _ look: TextLook) -> FittedText? {
        let emWidth = typeface.emWidth(wording, style(0, look))
        let size = sizes(look).first { emWidth * Float($0) <= Float(rect.width) && $0 <= rect.height }
        return size.map { FittedText(lines: [wording], style: style($0, look), isCut: false) }
    }

    /// The largest size that fits; but a slightly smaller size is preferred to one more line.
    private func fitLines(_ wording: String, in rect: PixelRect, _ look: TextLook) -> FittedText? {
        let text = BreakableText(wording) { typeface.emWidth($0, style(0, look)) }
        let nominal = geometry.type(look.size)
        var best: (size: Int, lines: Int)?
        for size in sizes(look) {
            if let best, best.lines == 1 || size * 100 < nominal * Self.littleSmaller { break }
            let count = text.lineCount(width: Float(rect.width), size: size)
            guard count < best?.lines ?? .max, fits(text, count, size, in: rect, look) else { continue }
            best = (size, count)
        }
        guard let best else { return nil }
        let lines = text.balancedLines(width: Float(rect.width), size: best.size)
        return FittedText(lines: lines, style: style(best.size, look), isCut: false)
    }

    private func sizes(_ look: TextLook) -> StrideThrough<Int> {
        stride(from: geometry.type(look.size), through: geometry.smallestType, by: -1)
    }

    /// The smallest size that is accepted to save a line, in per cent of the nominal size.
    private static let littleSmaller = 86

    private func style(_ size: Int, _ look: TextLook) -> TextStyle {
        TextStyle(size: size, weight: look.weight, language: look.language ?? language)
    }

    private func lineHeight(_ size: Int, _ look: TextLook) -> Int { (size * look.leading + 50) / 100 }

    /// Whether so many lines of one size fit, the widest of them too.
    private func fits(
        _ text: BreakableText, _ count: Int, _ size: Int, in rect: PixelRect, _ look: TextLook
    ) -> Bool {
        guard count <= look.lines, count * lineHeight(size, look) <= rect.height else { return false }
        let (style, limit) = (style(size, look), Float(rect.width))
        return text.lines(width: limit, size: size).allSatisfy { typeface.emWidth($0, style) * Float(size) <= limit }
    }

    private func cut(_ text: String, to width: Int, _ style: TextStyle) -> String {
        var kept = text
        let ellipsis = language == .zh ? "…" : "..."
        while !kept.isEmpty, typeface.emWidth(kept + ellipsis, style) * Float(style.size) > Float(width) {
            kept.removeLast()
        }
        return kept + ellipsis
    }

    private mutating func draw(_ line: String, x: Int, baseline: Int, _ style: TextStyle, _ colour: UInt32) {
        var pen = Float(x)
        for scalar in line.unicodeScalars where scalar.isDrawn {
            let glyph = typeface.glyph(scalar, style)
            if glyph.isMissing { missingGlyphs += 1 }
            let left = Int(pen.rounded()) + glyph.left
            canvas.mask(typeface.masks, glyph, x: left, y: baseline - glyph.top, colour)
            pen += glyph.advance
        }
    }

    /// Draws a bar as wide as the box instead of a text, because the text's length would reveal something.
    private mutating func bar(in rect: PixelRect, _ look: TextLook) -> PixelRect {
        let size = geometry.type(look.size)
        let height = min(rect.height, size * 8 / 10)
        let top = look.vertical == .top ? rect.y : rect.y + (rect.height - height) / 2
        let bar = PixelRect(x: rect.x, y: top, width: rect.width, height: height)
        canvas.round(bar, radius: height / 4, palette.edge)
        return bar
    }
}

/// How a text is set. Sizes are those of the reference panel.
struct TextLook {
    var size: Int
    var weight = FontWeight.regular
    /// The theme's ink when `nil`.
    var colour: UInt32?
    var align = Align.left
    var vertical = Vertical.centre
    /// At most so many lines.
    var lines = 1
    /// Line height in hundredths of the size.
    var leading = 135
    /// Painted out in pictures for support.
    var isPersonal = false
    /// For text in the other language; the screen's when `nil`.
    var language: Language?

    enum Align { case left, centre, right }
    enum Vertical { case top, centre, bottom }
}

/// A text with its size and lines.
struct FittedText {
    var lines: [String]
    var style: TextStyle
    var isCut: Bool
}
