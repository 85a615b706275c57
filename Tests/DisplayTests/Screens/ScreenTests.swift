import Display
import KioskSession
import Loyalty
import Testing
import Vocabulary

@testable import peony_screens

/// A panel of the matrix: size and theme.
struct Panel: CustomTestStringConvertible, Sendable {
    var geometry: PanelGeometry

    static let all: [Panel] = [PanelGeometry.wsvga, .wxga].flatMap { geometry in
        Theme.allCases.map { theme in
            var geometry = geometry
            geometry.theme = theme
            return Panel(geometry: geometry)
        }
    }

    var testDescription: String { "\(geometry.width)×\(geometry.height) \(geometry.theme)" }
}

@Suite struct ScreenTests {
    @Test(arguments: Panel.all)
    func `Every screen in both languages shows its longest values whole, and its keys can be hit`(
        panel: Panel
    ) throws {
        let renderer = try ScreenRenderer(geometry: panel.geometry)
        for sample in SampleScreens.usual + SampleScreens.longest {
            let drawn = renderer.draw(sample.screen)
            #expect(drawn.cutTexts == 0, "\(sample.description): \(drawn.texts)")
            #expect(drawn.missingGlyphs == 0, "\(sample.description): \(drawn.texts)")
            #expect(!drawn.texts.contains { $0.contains("{") }, "\(sample.description): \(drawn.texts)")
            expectHittable(drawn, sample, panel.geometry)
        }
    }

    /// A figure of four places and more has its groups, unless it is a year or the end of a number of somebody.
    @Test func `No screen has a figure without groups, a machine's date or an amount in fen`() throws {
        let renderer = try ScreenRenderer()
        let year = /[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2} [A-Z][a-z]{2} [0-9]{4}/
        for sample in SampleScreens.usual + SampleScreens.longest {
            for text in renderer.draw(sample.screen).texts {
                let rest = text.replacing(year, with: "").replacing("6031", with: "")
                #expect(!rest.contains(/[0-9]{4}/), "\(sample.description): \(text)")
                #expect(!text.contains(/[0-9]{4}-[0-9]{2}-[0-9]{2}/), "\(sample.description): \(text)")
                #expect(!text.contains(/\bfen\b/), "\(sample.description): \(text)")
            }
        }
    }

    /// Main keys 20 mm either way, the language key 15 mm; inside the panel; none over another.
    func expectHittable(_ drawn: DrawnScreen, _ sample: Sample, _ geometry: PanelGeometry) {
        let panel = PixelRect(x: 0, y: 0, width: geometry.width, height: geometry.height)
        for (index, region) in drawn.regions.enumerated() {
            let place = "\(sample.description), \(region.touch.name) \(region.rect)"
            let size = geometry.millimetres(region.rect)
            let least =
                region.touch == .switchLanguage ? PanelGeometry.minorKeyMm : PanelGeometry.mainKeyMm
            #expect(size.width >= least && size.height >= least, "\(place): \(size)")
            #expect(panel.contains(region.rect), "\(place)")
            for other in drawn.regions[..<index] {
                #expect(other.rect.intersection(region.rect).isEmpty, "\(place) and \(other.touch.name)")
            }
            #expect(drawn.touch(atX: region.rect.midX, y: region.rect.midY) == region.touch, "\(place)")
        }
        #expect(Set(drawn.regions.map(\.touch)).count == drawn.regions.count, "\(sample.description)")
    }

    @Test(arguments: Language.allCases)
    func `Before its first feed a kiosk says nothing of where it stands, not even a mark between two names`(
        language: Language
    ) throws {
        let nowhere = Bilingual(both: "")
        let header = Screen.Header(salon: nowhere, store: nowhere, online: false, clock: SampleScreens.morning)
        let drawn = try ScreenRenderer().draw(Screen(header: header, language: language, body: .attract))
        #expect(!drawn.texts.contains { $0.allSatisfy { $0.isPunctuation || $0.isWhitespace } }, "\(drawn.texts)")
    }

    @Test func `The language key stands in the same place on every screen`() throws {
        let renderer = try ScreenRenderer()
        let places = SampleScreens.usual.map { sample in
            renderer.draw(sample.screen).regions.first { $0.touch == .switchLanguage }?.rect
        }
        #expect(Set(places).count == 1)
        #expect(places[0] != nil)
    }

    /// What may be done on each screen, as the session expects it.
    @Test(arguments: [
        (
            "welcome plain",
            ["bookings", "checkIn", "finish", "redeem", "revealStoredValue", "switchLanguage", "why"]
        ),
        (
            "welcome unexplained",
            ["bookings", "checkIn", "finish", "redeem", "revealStoredValue", "switchLanguage"]
        ),
        ("welcome without booking", ["finish", "redeem", "revealStoredValue", "switchLanguage", "why"]),
        (
            "rewards",
            ["back", "nextPage", "reward:reward-0", "reward:reward-1", "switchLanguage", "whyReward:reward-3"]
        ),
        (
            "rewards by rule",
            [
                "back", "nextPage", "switchLanguage", "whyReward:reward-0", "whyReward:reward-1",
                "whyReward:reward-2", "whyReward:reward-3",
            ]
        ),
        ("why points", ["back", "nextPage", "previousPage", "switchLanguage"]),
        ("rewards last page", ["back", "previousPage", "reward:reward-0", "switchLanguage"]),
        ("presentCard waitingForCard", ["back", "switchLanguage"]), ("presentCard writing", ["switchLanguage"]),
        ("presentCard tapAgain", ["finish", "switchLanguage"]), ("claim", ["finish", "switchLanguage"]),
        ("personChanged", ["newPerson", "samePerson", "switchLanguage"]),
        ("notice notRead card", ["again", "finish", "switchLanguage"]),
        ("notice blockedCard card", ["back", "switchLanguage"]), ("welcome covered", ["switchLanguage"]),
        ("welcome warning", ["checkIn", "redeem", "revealStoredValue", "switchLanguage", "why"]),
        ("confirm", ["back", "confirm", "switchLanguage"]), ("takeCard", ["again", "switchLanguage"]),
        ("presentCard readerAway", ["switchLanguage"]),
        (
            "welcome busy",
            ["bookings", "checkIn", "claims", "finish", "redeem", "revealStoredValue", "switchLanguage", "why"]
        ),
        (
            "welcome early",
            ["bookings", "claims", "finish", "redeem", "revealStoredValue", "switchLanguage", "why"]
        ),
        ("claim waiting", ["back", "nextPage", "previousPage", "switchLanguage"]),
        ("checkedIn", ["finish", "switchLanguage"]), ("bookings", ["back", "nextPage", "switchLanguage"]),
    ])
    func `A screen offers these touches`(name: String, touches: [String]) throws {
        let sample = try #require(SampleScreens.usual.first { $0.name == name })
        let drawn = try ScreenRenderer().draw(sample.screen)
        #expect(drawn.regions.map(\.touch.name).sorted() == touches)
    }

    @Test func `Texts are joined as their own language wants, and told in the order in which they are read`() throws {
        let renderer = try ScreenRenderer()
        func texts(_ name: String, _ language: Language) throws -> [String] {
            let sample = SampleScreens.usual.first { $0.name == name && $0.screen.language == language }
            return renderer.draw(try #require(sample).screen).texts
        }
        #expect(try texts("attract", .zh).contains("Tap your member card on the reader"))
        #expect(try texts("attract", .en).contains("请将会员卡贴近感应区"))
        let welcome = try texts("welcome plain", .zh)
        #expect(welcome.first?.hasPrefix("悦容美容") == true && welcome[3] == "English", "the header, left to right")
        let order = ["欢迎回来，李女士", "积分", "2,480", "明细 ›", "今天共 2 个预约 ›", "14:30", "待签到"]
        #expect(welcome.filter(order.contains) == order)
        let covered = try texts("welcome covered", .zh)
        #expect(!covered.contains { $0.contains("李") || $0.contains("2,480") }, "what is covered is not told either")
    }

    @Test func `A question before a spend says as of when it knows the account, where that is not now`() throws {
        let renderer = try ScreenRenderer()
        for (samples, figures) in [(SampleScreens.usual, 0), (SampleScreens.longest, 2)] {
            let sample = samples.first { $0.name.hasSuffix("confirm") && $0.screen.language == .zh }
            let texts = renderer.draw(try #require(sample).screen).texts
            #expect(texts.count { $0.contains("截至") } == figures, "\(texts)")
        }
    }

    /// A 7" panel: capitals of 4.8 mm are higher than some boxes.
    @Test func `A text that fails by its height alone keeps all its words`() throws {
        let small = PanelGeometry(width: 800, height: 480, widthMm: 154.1, heightMm: 85.9)
        let renderer = try ScreenRenderer(geometry: small)
        let sample = try #require(SampleScreens.usual.first { $0.name == "welcome plain" })
        let drawn = renderer.draw(sample.screen)
        #expect(drawn.cutTexts > 0, "it is a defect all the same")
        for word in ["积分", "签到"] { #expect(drawn.texts.contains(word), "\(drawn.texts)") }
    }

    @Test func `A text that is too long is cut and counted`() throws {
        let renderer = try ScreenRenderer()
        var screen = try #require(SampleScreens.usual.first { $0.name == "welcome plain" }).screen
        guard case .welcome(var welcome) = screen.body else { return }
        welcome.greeting.surname.zh = String(repeating: "欧阳", count: 30)
        screen.body = .welcome(welcome)
        #expect(renderer.draw(screen).cutTexts == 1)
    }

    @Test func `Rare names are drawn, and what no font has is a counted box`() throws {
        let renderer = try ScreenRenderer()
        var screen = try #require(SampleScreens.usual.first { $0.name == "welcome plain" }).screen
        guard case .welcome(var welcome) = screen.body else { return }
        for (surname, missing) in [
            ("䶮", 0), ("㛃㸃", 0), ("𠮷", 0), ("𪚥", 1), ("\u{10FFFD}", 1), ("李\u{FE0F}\u{200D}\n", 0),
        ] {
            welcome.greeting.surname.zh = surname
            screen.body = .welcome(welcome)
            let drawn = renderer.draw(screen)
            #expect(drawn.missingGlyphs == missing, "\(surname.unicodeScalars.map(\.value))")
            #expect(drawn.cutTexts == 0)
        }
    }

    @Test func `Damage is exactly where the picture differs, and nothing is left of the last one`() throws {
        let renderer = try ScreenRenderer()
        var previous = renderer.surface
        for sample in SampleScreens.usual.prefix(12) {
            let drawn = renderer.draw(sample.screen)
            #expect(drawn.damage == difference(previous, renderer.surface), "\(sample.description)")
            previous = renderer.surface
            #expect(renderer.draw(sample.screen).damage.isEmpty, "\(sample.description) twice")
        }
        let fresh = try ScreenRenderer()
        fresh.draw(SampleScreens.usual[11].screen)
        #expect(fresh.surface == renderer.surface)
    }

    /// The slow and plain way.
    func difference(_ a: Surface, _ b: Surface) -> PixelRect {
        var rect = PixelRect.empty
        for y in 0..<a.height
        where a.pixels[y * a.width..<(y + 1) * a.width] != b.pixels[y * a.width..<(y + 1) * a.width] {
            for x in [0..<a.width].joined() where a.pixels[y * a.width + x] != b.pixels[y * a.width + x] {
                rect = rect.union(PixelRect(x: x, y: y, width: 1, height: 1))
            }
        }
        return rect
    }

    @Test func `A tick of the countdown changes nothing but the bar`() throws {
        let renderer = try ScreenRenderer()
        var screen = try #require(SampleScreens.usual.first { $0.name == "welcome warning" }).screen
        renderer.draw(screen)
        screen.warning?.secondsLeft = 16
        let damage = renderer.draw(screen).damage
        #expect(!damage.isEmpty && damage.width <= 1024 && damage.height <= 72, "\(damage)")
    }

    @Test func `After clearing no pixel of a visit is left`() throws {
        let renderer = try ScreenRenderer()
        for sample in SampleScreens.usual.prefix(3) { renderer.draw(sample.screen) }
        renderer.clear()
        #expect(renderer.surface == Surface(width: 1024, height: 600))
    }

    @Test func `Warming fills the cache once and evicts nothing`() throws {
        let renderer = try ScreenRenderer()
        renderer.warm()
        #expect(renderer.glyphEvictions == 0)
        #expect(renderer.surface == Surface(width: 1024, height: 600))
    }

    @Test func `A missing font names the Debian package, a wrong face its family`() {
        var fonts = FontSet.debian
        fonts.regular = "/nowhere/font.ttc"
        #expect(throws: DisplayError.fontMissing(path: "/nowhere/font.ttc", package: "fonts-noto-cjk")) {
            try ScreenRenderer(fonts: fonts)
        }
        fonts = .debian
        fonts.family = "Noto Sans CJK XX"
        #expect(throws: DisplayError.fontFaceMissing(path: fonts.regular, family: "Noto Sans CJK XX Regular")) {
            try ScreenRenderer(fonts: fonts)
        }
    }

    @Test func `Chinese is drawn with the Simplified Chinese face, never with face 0`() throws {
        let names = try ScreenRenderer().fontNames
        #expect(names.first == "Noto Sans CJK SC Regular (face 2)")
        #expect(names.contains("Noto Sans CJK SC Bold (face 2)"))
    }
}
