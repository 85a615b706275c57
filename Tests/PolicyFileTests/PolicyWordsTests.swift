import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What the words of a document come to.
@Suite struct PolicyWordsTests {
    typealias Change = PolicyBreaks.Change

    private func policy(_ from: String, _ to: String) throws -> Policy {
        let outcome = PolicyBreaks.outcome(try Change(from: from, to: to).applied(to: SampleFiles.text()))
        #expect(outcome.problems == [])
        return outcome.value
    }

    @Test(arguments: [
        ("forever", Validity.forever), ("0 days", .days(0)), ("1 day", .days(1)), ("30 days", .days(30)),
        ("12 months", .months(12, toMonthEnd: false)), ("1 month to month end", .months(1, toMonthEnd: true)),
        ("0 years to year end", .years(0)), ("2 years to year end", .years(2)),
    ])
    func `How long something lasts`(_ words: String, _ validity: Validity) throws {
        #expect(try policy("validity: 12 months to month end", "validity: \(words)").points.validity == validity)
    }

    @Test(arguments: [
        ("0%", Int64(0)), ("7.5%", 750), ("6.25%", 625), ("0.01%", 1), ("13%", 1300), ("100%", 10_000),
    ])
    func `A share in percent`(_ words: String, _ basisPoints: Int64) throws {
        #expect(try policy("tax: 0%", "tax: \(words)").items["deep-clean"]?.taxBasisPoints == basisPoints)
    }

    @Test(arguments: [("¥0", Int64(0)), ("¥0.05", 5), ("¥380.00", 38_000), ("¥1280.10", 128_010)])
    func `Money in yuan`(_ words: String, _ fen: Int64) throws {
        #expect(try policy("price: ¥380\n", "price: \(words)\n").items["deep-clean"]?.price.fen == fen)
    }

    @Test(arguments: [
        ("calendarYear", TierRules.Window.calendarYear), ("anniversary", .anniversary), ("lifetime", .lifetime),
        ("rolling 400 days", .rollingDays(400)), ("rolling 6 months", .rollingMonths(6)),
    ])
    func `The time over which tiers count`(_ words: String, _ window: TierRules.Window) throws {
        #expect(try policy("window: rolling 12 months", "window: \(words)").tiers.window == window)
    }

    @Test func `Hours end before their end`() throws {
        let policy = try policy("hours: [\"10:00-12:00\"]", "hours: [\"00:00-09:30\", \"23:59-24:00\"]")
        let offer = policy.offers.first { $0.id == "happy-hours" }
        #expect(offer?.conditions.when.hours == [0..<570, 1439..<1440])
    }

    @Test(arguments: [
        ("Asia/Shanghai", "2026-01-01", Int64(1_767_196_800_000)),
        ("Asia/Shanghai", "2026-01-01 06:30", 1_767_220_200_000), ("UTC", "2026-01-01", 1_767_225_600_000),
        // Two days before clocks change, and the afternoon after they did.
        ("Europe/Berlin", "2026-03-28", 1_774_652_400_000), ("Europe/Berlin", "2026-03-29 12:00", 1_774_778_400_000),
    ])
    func `From when on it is in force`(_ zone: String, _ moment: String, _ ms: Int64) throws {
        var text = try Change(from: "zone: Asia/Shanghai", to: "zone: \(zone)").applied(to: SampleFiles.text())
        text = try Change(from: "From: 2026-01-01", to: "From: \(moment)").applied(to: text)
        #expect(PolicyBreaks.outcome(text).value.effectiveFromMs == ms)
    }

    /// Figures of the time zone database: China kept summer time from 1986 to 1991.
    @Test func `The zone knows to the second when clocks changed`() throws {
        let zone = try policy("zone: Asia/Shanghai", "zone: Asia/Shanghai").zone
        #expect(zone.firstOffsetSeconds == 28_800 && zone.changes.count == 12)
        #expect(zone.changes.first == StoreZone.Change(fromMs: 515_527_200_000, offsetSeconds: 32_400))
        #expect(zone.changes.last == StoreZone.Change(fromMs: 684_867_600_000, offsetSeconds: 28_800))
    }

    @Test(arguments: [(#""\ud83d\ude00é\u00e9""#, "😀éé"), (#""a\/\"\\""#, #"a/"\"#), (#""\uD834\uDD1E""#, "\u{1D11E}")])
    func `What JSON escapes`(_ quoted: String, _ text: String) throws {
        let value = try DocumentFile.decode("{\"a\": \(quoted)}", file: "f", format: .json) {
            $0.value("a", .text, "Words.")
        }
        #expect(value == text)
    }

    @Test(arguments: ["alias-bomb-behind-quotes.yaml", "alias-bomb.yaml"])
    func `Aliases are refused before anything follows them`(_ name: String) throws {
        let path = DocumentCorpusTests.folder("Corpus").appending(path: name).path
        let outcome = try PolicyFile.examine(path)
        #expect(outcome.problems.count == 1 && outcome.problems[0].message.contains("*"), "\(outcome.problems)")
    }

    @Test func `Of two offers that are the same one is told, and a window may end on the first day`() throws {
        let twin =
            "  twin:\n    name: {zh: 同, en: Twin}\n    layer: item\n    group: item-day\n"
            + "    conditions: {when: {weekdays: [tuesday]}}\n    scope: {categories: [facial]}\n"
            + "    effect: {kind: percentOff, percent: 15%}\n"
        let text = try Change(from: "  happy-hours:\n", to: twin + "  happy-hours:\n").applied(to: SampleFiles.text())
        #expect(PolicyBreaks.outcome(text).problems.map(\.key) == ["offers.twin"])
        _ = try policy("when: {weekdays: [tuesday]}", "when: {through: 2026-01-01}")
    }

    @Test func `A threshold a fen below the lower tier's is told`() throws {
        let sample = try SampleFiles.text()
        let less = try Change(from: "reach: {spend: ¥5000}", to: "reach: {spend: ¥1999.99}").applied(to: sample)
        #expect(PolicyBreaks.outcome(less).problems.map(\.key).contains("tiers.levels.gold.reach.spend"))
    }
}
