import Display
import KioskSession
import struct Loyalty.Money
import struct Loyalty.Points
import Testing

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

    @Test(arguments: [
        (126_050, "¥1,260.50"), (0, "¥0.00"), (5, "¥0.05"), (-500, "-¥5.00"), (1_000_000_000, "¥10,000,000.00"),
        (Int64.max, "¥92,233,720,368,547,758.07"), (Int64.min, "-¥92,233,720,368,547,758.08"),
    ])
    func `Money is written with the sign, groups and two decimals`(fen: Int64, text: String) {
        #expect(NumberText.money(Money(fen: fen)) == text)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (999_999_999, "999,999,999"), (-2480, "-2,480"),
        (Int64.min, "-9,223,372,036,854,775,808"),
    ])
    func `Points are grouped by thousands`(points: Int64, text: String) {
        #expect(NumberText.points(Points(points)) == text)
    }

    @Test func `Dates are short in both languages, and no odd value stops the screen`() {
        let time = LocalTime(month: 11, day: 19, weekday: 4, hour: 9, minute: 5)
        #expect(NumberText.date(time, weekday: true, .zh) == "11月19日 周四")
        #expect(NumberText.date(time, weekday: true, .en) == "Thu 19 Nov")
        #expect(NumberText.time(time) == "09:05")
        let odd = LocalTime(month: 0, day: 99, weekday: -1, hour: -3, minute: 400)
        #expect(NumberText.date(odd, weekday: true, .en) == "Sun 99 Jan")
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
        for tier in ["standard", "silver", "gold", "platinum"] {
            #expect(Palette.contrast(Palette.badge(tier).ink, Palette.badge(tier).fill) >= 4.5, "\(tier)")
        }
    }

    @Test func `Contrast is WCAG's`() {
        #expect(abs(Palette.contrast(0x000000, 0xFFFFFF) - 21) < 0.001)
        #expect(abs(Palette.contrast(0x777777, 0xFFFFFF) - 4.48) < 0.01)
    }
}
