import Glibc

/// A panel's size in pixels and millimetres, and its theme. Layout follows from these alone.
///
/// Boxes are placed on a grid of 32 × 15 cells (32 × 40 px on the reference panel, 10.1" with 1024 × 600) in reference
/// pixels; type is sized in millimetres, so that it is as large on every panel.
package struct PanelGeometry: Equatable, Sendable {
    package var width: Int
    package var height: Int
    package var widthMm: Double
    package var heightMm: Double
    package var theme: Theme

    package static let referenceWidth = 1024
    package static let referenceHeight = 600
    /// Capitals of 4.8 mm (36 CFR 1194 App. C, 402.4); Noto's are 0.733 em high.
    package static let capitalMm = 4.8
    package static let capitalEm = 0.733
    /// Main keys, either way (Colle & Hiszem 2004); what is touched rarely may be a little smaller.
    package static let mainKeyMm = 20.0
    package static let minorKeyMm = 15.0
    private static let referencePitchMm = 0.2088

    package init(
        width: Int = 1024, height: Int = 600, widthMm: Double = 222.7, heightMm: Double = 125.3,
        theme: Theme = .light
    ) {
        self.width = width
        self.height = height
        self.widthMm = widthMm
        self.heightMm = heightMm
        self.theme = theme
    }

    /// The 10.1" panels of the bill of materials.
    package static let wsvga = PanelGeometry()
    package static let wxga = PanelGeometry(width: 1280, height: 800, widthMm: 217, heightMm: 135.6)

    /// Whether we can lay out on it at all: landscape, not tiny, millimetres that can be true.
    package var isUsable: Bool {
        (640...Surface.maximumSide).contains(width) && (400...Surface.maximumSide).contains(height)
            && width > height && (80...2000).contains(widthMm) && (50...1500).contains(heightMm)
    }

    /// Reference pixels to pixels, along and down.
    var scaleX: Double { Double(width) / Double(Self.referenceWidth) }
    var scaleY: Double { Double(height) / Double(Self.referenceHeight) }
    /// For what must stay round or evenly thick.
    var scale: Double { min(scaleX, scaleY) }

    /// A box of reference pixels in pixels; neighbours share their edge exactly.
    func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
        let left = Int((Double(x) * scaleX).rounded())
        let top = Int((Double(y) * scaleY).rounded())
        let right = Int((Double(x + width) * scaleX).rounded())
        let bottom = Int((Double(y + height) * scaleY).rounded())
        return PixelRect(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// A length of reference pixels, at least one pixel.
    func length(_ reference: Int) -> Int { max(1, Int((Double(reference) * scale).rounded())) }

    /// A type size given for the reference panel.
    func type(_ reference: Int) -> Int {
        max(smallestType, Int((Double(reference) * Self.referencePitchMm * Double(height) / heightMm).rounded()))
    }

    /// The smallest type any text of ours is set in.
    package var smallestType: Int {
        Int((Self.capitalMm / Self.capitalEm * Double(height) / heightMm - 0.02).rounded(.up))
    }

    /// Sides of a rectangle in millimetres.
    package func millimetres(_ rect: PixelRect) -> (width: Double, height: Double) {
        (Double(rect.width) * widthMm / Double(width), Double(rect.height) * heightMm / Double(height))
    }
}
