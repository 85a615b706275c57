import Testing
import Vocabulary

@testable import Loyalty

/// How counts, money and days are written, everywhere.
@Suite struct FiguresTests {
    @Test(arguments: [
        (126_050, "¥1,260.50"), (0, "¥0"), (5, "¥0.05"), (-500, "-¥5"), (300_000, "¥3,000"), (5833, "¥58.33"),
        (1_000_000_000, "¥10,000,000"), (Int64.max, "¥92,233,720,368,547,758.07"),
        (Int64.min, "-¥92,233,720,368,547,758.08"),
    ])
    func `Money has its sign, groups, and decimals where there are fen`(fen: Int64, text: String) {
        #expect(Figures.money(fen: fen) == text)
        #expect(Value.fen(fen).words == Bilingual(both: text))
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (100_020, "100,020"), (999_999_999, "999,999,999"),
        (-2480, "-2,480"), (Int64.min, "-9,223,372,036,854,775,808"),
    ])
    func `Counts are grouped by thousands`(count: Int64, text: String) {
        #expect(Figures.count(count) == text)
        #expect(Value.count(count).words == Bilingual(both: text))
    }

    @Test(arguments: [(5155, "5,155 分", "5,155 points", "5,155 pts"), (1, "1 分", "1 point", "1 pts")])
    func `Points say what they are`(points: Int64, zh: String, en: String, short: String) {
        #expect(Value.points(points).words == Bilingual(zh: zh, en: en))
        #expect(Figures.zh.shortPoints(points) == zh && Figures.en.shortPoints(points) == short)
    }

    @Test func `Days are written as people write them`() throws {
        let day = try #require(Day("2027-03-31"))
        #expect(Value.day(day).words == Bilingual(zh: "2027年3月31日", en: "31 Mar 2027"))
        #expect(Bilingual { $0.day(month: 11, day: 19, weekday: 4) } == Bilingual(zh: "11月19日 周四", en: "Thu 19 Nov"))
        #expect(Bilingual { $0.day(month: 11, day: 19, weekday: nil) } == Bilingual(zh: "11月19日", en: "19 Nov"))
        #expect(Figures.time(hour: 9, minute: 5) == "09:05")
        #expect(Figures.en.day(month: 0, day: 99, weekday: -1) == "Sun 99 Jan", "no odd value stops a screen")
        #expect(Value.year(2027).words == Bilingual(both: "2027"))
    }

    @Test(arguments: [
        (Value.number(15_840, per: 100), "158.4"), (.number(200, per: 100), "2"), (.number(1, per: 3), "0.33…"),
        (.number(-12_345_005, per: 1000), "-12,345.0…"), (.number(9, per: 0), "9"), (.number(105, per: 100), "1.05"),
        (.basisPoints(1500), "15%"), (.basisPoints(750), "7.5%"), (.basisPoints(-5), "-0.05%"),
        (.basisPoints(12_345_600), "123,456%"),
    ])
    func `Fractions have two decimals at most`(value: Value, text: String) { #expect(value.words.en == text) }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `Whatever the figure, its groups are of three and nothing of it is lost`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let number = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...63, using: &random)
            let text = Figures.count(number)
            #expect(Int64(text.replacing(",", with: "")) == number, "seed \(seed)")
            let groups = text.drop { $0 == "-" }.split(separator: ",", omittingEmptySubsequences: false)
            #expect((1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }, "\(text)")
        }
    }

    @Test func `A sentence that stands alone has a capital, a name keeps its own`() {
        let step = Step(rule: "x", phrase: Phrase("x", zh: "{0}起", en: "from {0} on"), values: [.count(3)])
        #expect(step.sentence == Bilingual(zh: "3起", en: "From 3 on"))
        let named = Step(rule: "x", phrase: Phrase("y", zh: "{0}", en: "{0} on"), values: [.id("eyeCare")])
        #expect(named.sentence.en == "eyeCare on")
    }
}
