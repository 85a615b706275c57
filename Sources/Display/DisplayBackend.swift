package import KioskSession
package import Vocabulary

/// Where pictures go: a framebuffer, a PNG file, the panel in the browser; later DRM.
///
/// A backend copies what it needs before it returns and never draws. It owns rotation and pixel format; the
/// surface is always upright and XRGB8888. Not for use from two threads at once.
package protocol DisplayBackend: AnyObject {
    /// As configuration, log and status name it, such as `fbdev:/dev/fb0`.
    var name: String { get }
    /// Shows the surface; only `drawn.damage` differs from the surface of the last call.
    func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError)
    /// Black, and nothing of the last frame left in any buffer.
    func clear() throws(DisplayError)
}

/// The result of drawing one screen.
package struct DrawnScreen: Equatable, Sendable {
    /// The part that may differ from the picture before; empty if nothing changed.
    package var damage: PixelRect
    /// Which frame this is, ascending: touches name it. 0 until it is shown.
    package var frame: UInt32 = 0
    package var regions: [TouchRegion]
    /// Texts that did not fit even at the smallest size and ended in an ellipsis. A defect unless zero.
    package var cutTexts: Int
    /// Characters that no font of ours has; each was drawn as an empty box.
    package var missingGlyphs: Int
    /// Stable name of the screen, such as `welcome` or `notice:notRead`.
    package var name: String
    package var language: Language
    /// Every line as drawn, in drawing order: for the page's readers, for tests, for speech.
    package var texts: [String]

    package init(
        damage: PixelRect, regions: [TouchRegion], cutTexts: Int = 0, missingGlyphs: Int = 0, name: String,
        language: Language, texts: [String] = []
    ) {
        self.damage = damage
        self.regions = regions
        self.cutTexts = cutTexts
        self.missingGlyphs = missingGlyphs
        self.name = name
        self.language = language
        self.texts = texts
    }

    /// What a finger at this place of the upright picture means; `.elsewhere` outside all regions.
    package func touch(atX x: Int, y: Int) -> Touch {
        regions.last { $0.rect.contains(x: x, y: y) }?.touch ?? .elsewhere
    }

    /// The same for a point of a turned device, whose upright picture is `width` × `height`.
    package func touch(onDeviceAtX x: Int, y: Int, rotation: Rotation, width: Int, height: Int) -> Touch {
        let point = rotation.upright(x: x, y: y, width: width, height: height)
        return touch(atX: point.x, y: point.y)
    }
}

/// A place of the picture, and what a touch on it means.
package struct TouchRegion: Hashable, Sendable {
    package var rect: PixelRect
    package var touch: Touch

    package init(rect: PixelRect, touch: Touch) {
        self.rect = rect
        self.touch = touch
    }
}
