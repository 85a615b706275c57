import Glibc
package import KioskSession

package enum Theme: String, Sendable, CaseIterable { case light, dark }

/// The colours of one theme, `0x00RRGGBB`. A test holds every pairing that screens use to WCAG's contrast.
package struct Palette: Equatable, Sendable {
    package var ground: UInt32
    /// What cards and keys are filled with.
    package var card: UInt32
    package var ink: UInt32
    package var muted: UInt32
    /// Edges of what can be touched.
    package var edge: UInt32
    /// Thin lines that only divide.
    package var hairline: UInt32
    package var accent: UInt32
    package var onAccent: UInt32
    /// Large quiet areas behind pictures.
    package var blush: UInt32
    package var petal: UInt32
    package var good: UInt32
    package var warn: UInt32
    package var bad: UInt32
    package var onStatus: UInt32
    package var shadow: UInt32
    /// How strong shadows are, 0…255.
    package var shade: Int

    package static let light = Palette(
        ground: 0xF8F3EF, card: 0xFFFFFF, ink: 0x261C1B, muted: 0x665A55, edge: 0x8E7F78, hairline: 0xE9DFD8,
        accent: 0x8A1C4A, onAccent: 0xFFFFFF, blush: 0xF3E1E2, petal: 0xB4486F, good: 0x17673F, warn: 0x84500B,
        bad: 0xA3231F, onStatus: 0xFFFFFF, shadow: 0x3A1E14, shade: 34)

    package static let dark = Palette(
        ground: 0x171211, card: 0x251E1C, ink: 0xFCF6F2, muted: 0xC6B9B1, edge: 0x94857D, hairline: 0x3D332F,
        accent: 0xF3B3C4, onAccent: 0x2B0C18, blush: 0x2F2022, petal: 0xE58AA6, good: 0x7FDBA8, warn: 0xFFC76B,
        bad: 0xFF9D93, onStatus: 0x1C1413, shadow: 0x000000, shade: 120)

    package static func of(_ theme: Theme) -> Palette { theme == .light ? light : dark }

    /// The badge of a tier, the same in both themes: higher tiers have richer colours, and only the highest of several
    /// has an edge.
    package static func badge(_ rank: TierRank) -> Badge {
        guard rank.count > 1 else { return risingBadges[0] }
        guard rank.position < rank.count - 1 else { return highestBadge }
        // Where there are more tiers than colours, the lowest share one.
        let shared = max(0, rank.count - 1 - risingBadges.count)
        return risingBadges[max(0, rank.position - shared)]
    }

    /// Rose, pearl, champagne, bronze.
    private static let risingBadges = [
        Badge(fill: 0xEDD3D9, ink: 0x4A1029), Badge(fill: 0xDFE1E6, ink: 0x22262B),
        Badge(fill: 0xE9C767, ink: 0x2D2206), Badge(fill: 0xBC8852, ink: 0x1E0E00),
    ]
    /// Plum with gold.
    private static let highestBadge = Badge(fill: 0x3B1230, ink: 0xF6D98B, edge: 0xC9A24B)

    package struct Badge: Hashable, Sendable {
        package var fill: UInt32
        package var ink: UInt32
        package var edge: UInt32?
    }

    /// Contrast ratio 1…21 by WCAG 2.2, "relative luminance".
    package static func contrast(_ a: UInt32, _ b: UInt32) -> Double {
        let light = max(luminance(a), luminance(b))
        let dark = min(luminance(a), luminance(b))
        return (light + 0.05) / (dark + 0.05)
    }

    private static func luminance(_ colour: UInt32) -> Double {
        func linear(_ shift: UInt32) -> Double {
            let part = Double(colour >> shift & 0xFF) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0)
    }
}
