package import Vocabulary

/// How a run of text is set: size in pixels, weight, and the language whose punctuation it uses.
package struct TextStyle: Hashable, Sendable {
    package var size: Int
    package var weight: FontWeight
    package var language: Language

    package init(size: Int, weight: FontWeight, language: Language) {
        self.size = size
        self.weight = weight
        self.language = language
    }
}

/// The fonts together with the glyphs drawn so far: characters in, masks and widths out. No shaping, which Chinese and
/// English do not need.
final class Typeface {
    /// Masks kept at most; when a new one does not fit the cache starts afresh. All of GB2312 at one size takes 6 MB,
    /// everything our screens say takes far less than this.
    static let maximumMaskBytes = 4 * 1024 * 1024
    static let maximumGlyphs = 16_384

    private static let boxAdvance: Float = 0.77

    private let chinese: [FontFace]
    private let latin: [FontFace]
    private(set) var masks: [UInt8] = []
    private var glyphs: [UInt64: Glyph] = [:]
    private var advances: [UInt64: Float] = [:]
    /// How often the cache was full; for the status page.
    private(set) var evictions = 0

    init(_ fonts: FontSet) throws(DisplayError) {
        let engine = try FontEngine()
        chinese = [
            try FontFace.open(fonts.regular, family: fonts.family, style: "Regular", engine: engine),
            try FontFace.open(fonts.bold, family: fonts.family, style: "Bold", engine: engine),
        ]
        if let regular = fonts.latinRegular, let bold = fonts.latinBold,
            let light = try? FontFace.open(regular, family: FontSet.latinFamily, style: "Regular", engine: engine),
            let heavy = try? FontFace.open(bold, family: FontSet.latinFamily, style: "Bold", engine: engine)
        {
            latin = [light, heavy]
        } else {
            latin = []
        }
    }

    /// Family and face number in use, as status shows them.
    var faceNames: [String] { (chinese + latin).map { "\($0.family) \($0.style) (face \($0.index))" } }

    /// Whether some font has the character.
    func covers(_ scalar: Unicode.Scalar) -> Bool {
        (chinese.prefix(1) + latin.prefix(1)).contains { $0.glyphIndex(scalar) != 0 }
    }

    /// The glyph of a character; the box when no font has it.
    func glyph(_ scalar: Unicode.Scalar, _ style: TextStyle) -> Glyph {
        let key = key(scalar, style)
        if let known = glyphs[key] { return known }
        makeRoom(for: style.size)
        let glyph = render(scalar, style) ?? box(style.size)
        glyphs[key] = glyph
        return glyph
    }

    /// The width of a text in em, so in pixels when multiplied by the size. Nothing is drawn for it; what a hub sends
    /// may hold anything, and everything has a width.
    func emWidth(_ text: String, _ style: TextStyle) -> Float {
        text.unicodeScalars.reduce(0) { $0 + advance($1, style) }
    }

    private func advance(_ scalar: Unicode.Scalar, _ style: TextStyle) -> Float {
        let key = key(scalar, TextStyle(size: 0, weight: style.weight, language: style.language))
        if let known = advances[key] { return known }
        if advances.count >= Self.maximumGlyphs { advances.removeAll(keepingCapacity: true) }
        var advance: Float? = scalar.isDrawn ? nil : 0
        for (face, scalar) in candidates(scalar, style) where advance == nil {
            let index = face.glyphIndex(scalar)
            if index != 0 { advance = face.advance(index) }
        }
        advances[key] = advance ?? Self.boxAdvance
        return advance ?? Self.boxAdvance
    }

    private func key(_ scalar: Unicode.Scalar, _ style: TextStyle) -> UInt64 {
        let english: UInt64 = style.language == .en ? 1 : 0
        return UInt64(scalar.value) | UInt64(truncatingIfNeeded: style.size) << 24
            | UInt64(style.weight.rawValue) << 48 | english << 49
    }

    private func render(_ scalar: Unicode.Scalar, _ style: TextStyle) -> Glyph? {
        for (face, scalar) in candidates(scalar, style) {
            let index = face.glyphIndex(scalar)
            guard index != 0 else { continue }
            let before = masks.count
            if let glyph = face.render(index, size: style.size, into: &masks) { return glyph }
            masks.removeSubrange(before...)
        }
        return nil
    }

    /// Faces to ask, in order. The Chinese faces draw ’ “ ” … · as wide as a hanzi: right in Chinese, wrong in English.
    private func candidates(_ scalar: Unicode.Scalar, _ style: TextStyle) -> [(FontFace, Unicode.Scalar)] {
        let weight = style.weight.rawValue
        let own = (chinese[weight], scalar)
        let other = latin.isEmpty ? [] : [(latin[weight], scalar)]
        guard style.language == .en, let plain = scalar.plainPunctuation else { return [own] + other }
        return other + [(chinese[weight], plain)]
    }

    private func makeRoom(for size: Int) {
        // A glyph's mask is at most about one em wide and one and a half high.
        let need = size * size * 2
        guard masks.count + need > Self.maximumMaskBytes || glyphs.count >= Self.maximumGlyphs else { return }
        masks.removeAll(keepingCapacity: true)
        glyphs.removeAll(keepingCapacity: true)
        evictions += 1
    }

    /// A hollow box, as high as a capital: something is here that we cannot draw.
    private func box(_ size: Int) -> Glyph {
        let width = max(6, size * 6 / 10)
        let height = max(8, size * 73 / 100)
        let stroke = max(2, size / 16)
        let offset = masks.count
        for y in 0..<height {
            for x in 0..<width {
                let edge = x < stroke || y < stroke || x >= width - stroke || y >= height - stroke
                masks.append(edge ? 255 : 0)
            }
        }
        let margin = max(1, size / 12)
        return Glyph(
            offset: offset, width: width, height: height, left: margin, top: height,
            advance: Self.boxAdvance * Float(size), isMissing: true)
    }
}

extension Unicode.Scalar {
    /// Joiners, variation selectors and control characters take no room and are not drawn.
    var isDrawn: Bool {
        if value < 0x7F { return value >= 0x20 }
        // Hanzi are most of what is set, and asking Unicode for properties takes longer than all else about them.
        if (0x4E00...0x9FFF).contains(value) { return true }
        return !properties.isDefaultIgnorableCodePoint && properties.generalCategory != .control
    }

    /// The ASCII stand-in for punctuation that Chinese fonts draw full-width.
    fileprivate var plainPunctuation: Unicode.Scalar? {
        switch value {
        case 0x2018, 0x2019: "'"
        case 0x201C, 0x201D: "\""
        case 0x2010...0x2015: "-"
        case 0x2026, 0x00B7, 0x2022: "."
        default: nil
        }
    }
}
