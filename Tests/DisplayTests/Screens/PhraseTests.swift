import Display
import KioskSession
import Testing
import Vocabulary

@Suite struct PhraseTests {
    @Test(arguments: Phrase.allCases)
    func `A phrase has words in both languages, with the same placeholders`(phrase: Phrase) {
        let chinese = phrase.template(.zh)
        let english = phrase.template(.en)
        for words in [chinese, english] {
            #expect(!words.isEmpty && words != phrase.rawValue)
        }
        #expect(placeholders(chinese) == placeholders(english))
        #expect(placeholders(chinese).allSatisfy { Phrase.Placeholder(rawValue: $0) != nil })
    }

    func placeholders(_ words: String) -> Set<String> {
        let parts = words.split(separator: "{", omittingEmptySubsequences: false)
        return Set(parts.dropFirst().map { String($0.prefix { $0 != "}" }) })
    }

    @Test func `Our fonts have every character we can say`() throws {
        let renderer = try ScreenRenderer()
        let digits = "0123456789,.:¥-*()（）ABCDEFGHIJKLMNOPQRSTUVWXYZ周日一二三四五六月"
        let words = Phrase.allCases.flatMap { phrase in Language.allCases.map { phrase.template($0) } } + [digits]
        let missing = Set(words.joined().unicodeScalars.filter { $0 != "\n" && !renderer.covers($0) })
        #expect(missing.isEmpty)
    }

    @Test func `Chinese has full-width punctuation, English has none`() {
        for phrase in Phrase.allCases where phrase != .otherLanguage {
            let ascii = phrase.template(.zh).filter { ",;!?()".contains($0) }
            #expect(ascii.isEmpty, "\(phrase)")
            #expect(phrase.template(.en).unicodeScalars.allSatisfy { $0.isASCII }, "\(phrase)")
        }
    }

    /// Text on what it stands on; edges and signs on what they stand beside (WCAG 2.2, 1.4.3 and 1.4.11).
    @Test(arguments: Theme.allCases)
    func `Colours have the contrast that text and edges need`(theme: Theme) {
        let colours = Palette.of(theme)
        let grounds = [("ground", colours.ground), ("card", colours.card), ("blush", colours.blush)]
        for (name, ground) in grounds {
            for (what, ink) in [
                ("ink", colours.ink), ("muted", colours.muted), ("accent", colours.accent), ("good", colours.good),
                ("warn", colours.warn), ("bad", colours.bad),
            ] {
                #expect(Palette.contrast(ink, ground) >= 4.5, "\(what) on \(name)")
            }
        }
        for ground in [colours.ground, colours.card] { #expect(Palette.contrast(colours.edge, ground) >= 3) }
        #expect(Palette.contrast(colours.onAccent, colours.accent) >= 4.5)
        for status in [colours.good, colours.warn, colours.bad] {
            #expect(Palette.contrast(colours.onStatus, status) >= 4.5)
        }
    }

    @Test(arguments: 1...7) func `The higher the tier the richer its badge, whatever it is called`(count: Int) {
        let badges = (0..<count).map { Palette.badge(TierRank($0, of: count)) }
        for badge in badges { #expect(Palette.contrast(badge.ink, badge.fill) >= 4.5) }
        let top = Palette.badge(TierRank(3, of: 4))
        #expect(badges.map { $0 == top } == (0..<count).map { $0 == count - 1 && count > 1 })
        let rising = (0..<5).map { Palette.badge(TierRank($0, of: 5)) }
        #expect(Set(rising).count == 5)
        for (low, high) in zip(badges, badges.dropFirst()) {
            let (below, above) = (rising.firstIndex(of: low), rising.firstIndex(of: high))
            #expect((below ?? 9) < (above ?? -1) || count > 5 && low == rising[0] && high == rising[0])
        }
    }

    /// No tiers at all, or a tier that a newer policy does not have.
    @Test(arguments: [TierRank(0, of: 0), TierRank(7, of: 4), TierRank(-1, of: 3)])
    func `A rank that makes no sense has a badge`(rank: TierRank) {
        #expect(Palette.contrast(Palette.badge(rank).ink, Palette.badge(rank).fill) >= 4.5)
    }

    @Test func `Contrast is WCAG's`() {
        #expect(abs(Palette.contrast(0x000000, 0xFFFFFF) - 21) < 0.001)
        #expect(abs(Palette.contrast(0x777777, 0xFFFFFF) - 4.48) < 0.01)
    }
}
