import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What an owner may write, and what is said, in both languages, of what an owner may write wrongly.
@Suite struct OwnersWordsTests {
    typealias Change = PolicyBreaks.Change

    @Test func `Names in one language are names in both, and a price stands once`() throws {
        let outcome = try OwnersShop.outcome()
        #expect(outcome.problems == [] && outcome.warnings == [])
        let policy = outcome.value
        #expect(policy.name == Bilingual(zh: "花瓣美甲会员规则", en: "花瓣美甲会员规则"))
        #expect(policy.earning.actions[0].name == Bilingual(zh: "Review", en: "Review"))
        #expect(policy.items["soak"]?.name == Bilingual(zh: "卸甲", en: "Soak off"))
        #expect(policy.packages.map(\.price) == [96_000])
        #expect(policy.packages.map(\.name.en) == ["甲油胶十次卡"])
        #expect(outcome.namesInOneLanguage == 7)
    }

    @Test func `A price of a package that its item does not have is a problem`() throws {
        let twice = Change(from: "{sessions: {gel: 10}", to: "{price: ¥880, sessions: {gel: 10}")
        #expect(
            try OwnersShop.said(twice).map { "\($0.key): \($0.fault.words.zh)" } == [
                "packages.gel-10.price: 是 ¥880，而 items 里的价格是 ¥960；价格只写在 items 里即可"
            ])
        // One that was published so stays readable.
        let text = try twice.applied(to: OwnersShop.text)
        #expect(try PolicyDocument(text: text, calendars: [:]).policy.packages[0].price == 88_000)
        let neither = Change(from: "  gel-10: {name: 甲油胶十次卡, kind: package, category: cards, price: ¥960}\n", to: "")
        #expect(
            try OwnersShop.said(neither).map(\.message) == ["missing, and no item of kind package has this id"])
    }

    static let discounts: [(String, Int64)] = [
        ("20%", 2000), ("12.5%", 1250), ("8折", 2000), ("88折", 1200), ("85折", 1500), ("8.5折", 1500), ("5折", 5000),
        ("95折", 500), ("八折", 2000), ("八五折", 1500), ("九折", 1000), ("1折", 9000), ("11折", 8900),
    ]

    @Test(arguments: discounts)
    func `A discount says what is off, or in 折 what is left`(_ written: String, _ off: Int64) throws {
        let outcome = try OwnersShop.outcome(Change(from: "percent: 8折", to: "percent: \(written)"))
        #expect(outcome.problems == [] && outcome.warnings == [])
        #expect(outcome.value.offers[0].effect == .percentOff(basisPoints: off, cap: nil))
        #expect(DiscountText.parse(written)?.basisPoints == (written.hasSuffix("折") ? off : nil))
    }

    /// How `percent` may be written wrongly, and what is said.
    static let percents: [(String, zh: String, en: String)] = [
        ("0.8", "如果是 8折，请写 8折 或 20%（减去的部分）", "if 8折 is meant, which is 20% off, write 8折 or 20%"),
        ("0.85", "如果是 85折，请写 85折 或 15%", "if 85折 is meant, which is 15% off"),
        ("8", "8% 是减去 8%，8折 是减去 20%", "8% takes 8% off, 8折 takes 20% off; write one"),
        ("80", "80% 是减去 80%，8折 是减去 20%", "80% takes 80% off, 8折 takes 20% off"),
        ("15", "15 不是百分比；是不是想写 15%？", "15 is not a percentage; did you mean 15%?"),
        ("80折", "如果是 8折，请写 8折 或 20%", "if 8折 is meant"),
        ("10折", "10折 不是百分比；可以写：0% 到 100%", "10折 is not a percentage; allowed: 0% to 100% off, as 20%, or"),
        ("half", "half 不是百分比", "half is not a percentage"),
        ("８折", "有全角字符 ８；请用半角写成 8折", "８折 has full-width ８ in it; write 8折"),
        ("20％", "请用半角写成 20%", "write 20%"),
        ("80%", "减去 80%，顾客只付 20%；若是要打 8折，请写 8折 或 20%；若确实如此，请写 2折", "if it is meant so, write 2折"),
    ]

    @Test(arguments: percents)
    func `What is left, written where what is off was asked for, is told`(
        _ written: String, _ zh: String, _ en: String
    ) throws {
        let said = try OwnersShop.said(Change(from: "percent: 8折", to: "percent: \(written)"))
        #expect(said.count == 1 && said.allSatisfy { $0.words.zh.contains(zh) && $0.words.en.contains(en) }, "\(said)")
    }

    @Test(arguments: ["50%", "100%", "2折", "49折"])
    func `A discount that nobody can mistake is not asked back`(_ written: String) throws {
        #expect(try OwnersShop.said(Change(from: "percent: 8折", to: "percent: \(written)")) == [])
    }

    @Test func `A discount is no percentage elsewhere`() throws {
        let said = try OwnersShop.said(Change(from: "name: 顾客", to: "name: 顾客, earning: 8折"))
        #expect(said.map(\.message) == ["8折 is a discount of 20%; a percentage stands here"])
    }

    /// What else is written wrongly, in the order of the file.
    static let slips: [(Change, zh: String, en: String)] = [
        (
            Change(from: "From: 2026-01-01", to: "From: 2026-02-30"), "2026 年 2 月只有 28 天",
            "February 2026 has 28 days"
        ),
        (Change(from: "From: 2026-01-01", to: "From: 2026-13-01"), "没有 13 月", "there is no month 13"),
        (
            Change(from: "From: 2026-01-01", to: "From: 2026/1/1"), "是不是想写 2026-01-01？",
            "did you mean 2026-01-01?"
        ),
        (
            Change(from: "From: 2026-01-01", to: "From: 2026年1月1日"), "是不是想写 2026-01-01？",
            "did you mean 2026-01-01?"
        ),
        (
            Change(from: "From: 2026-01-01", to: "From: 2026.1"), "没有写是哪一天；是不是想写 2026-01-01？",
            "does not say which day"
        ),
        (
            Change(from: "From: 2026-01-01", to: "From: 2026-01-01 9:00"), "是不是想写 2026-01-01 09:00？",
            "did you mean 2026-01-01 09:00?"
        ),
        (
            Change(from: "weekdays: [tuesday]", to: "from: 2026-04-31"), "2026 年 4 月只有 30 天",
            "April 2026 has 30 days"
        ),
        (Change(from: "petal-2026-1", to: "Petal_2026.1"), "是不是想写 petal-2026-1？", "did you mean petal-2026-1?"),
        (
            Change(from: "validity: 12 months}", to: "validity: 1 year}"),
            "是不是想写 12 months（满 1 年）或 1 year to year end（到第 1 个年底）？",
            "did you mean 12 months, or 1 year to year end?"
        ),
        (Change(from: "validity: 12 months}", to: "validity: 30天}"), "是不是想写 30 days？", "did you mean 30 days?"),
        (Change(from: "validity: 12 months}", to: "validity: 永久}"), "是不是想写 forever？", "did you mean forever?"),
        (
            Change(from: "1 per month", to: "1 per week"), "1 per week：这里不能按周计；可以写：次数加",
            "1 per week: weeks are not counted here; allowed: a number and"
        ),
        (Change(from: "1 per month", to: "每月1次"), "是不是想写 1 per month？", "did you mean 1 per month?"),
        (Change(from: "10:00-12:00", to: "9:00-12:00"), "是不是想写 09:00-12:00？", "did you mean 09:00-12:00?"),
        (Change(from: "10:00-12:00", to: "10：00～12：00"), "请用半角写成 10:00-12:00", "write 10:00-12:00"),
        (
            Change(from: "10:00-12:00", to: "22:00-02:00"),
            "tuesday 那一夜是 tuesday 的 22:00-24:00 加上 wednesday 的 00:00-02:00",
            "the night of tuesday is 22:00-24:00 on tuesday and 00:00-02:00 on wednesday"
        ),
        (
            Change(from: "[\"10:00-12:00\"]", to: "[\"22:00-24:00\", \"00:00-02:00\"]"),
            "提醒", "00:00-02:00 on Tuesday is the end of Monday's night; that of Tuesday's own is 00:00-02:00 on Wed"
        ),
        (
            Change(
                from: "[tuesday], hours: [\"10:00-12:00\"]",
                to: "[monday], hours: [\"22:00-24:00\", \"00:00-02:00\"]"),
            "提醒", "00:00-02:00 on Monday is the end of Sunday's night; that of Monday's own is 00:00-02:00 on Tue"
        ),
        (
            Change(
                from: "[tuesday], hours: [\"10:00-12:00\"]",
                to: "[sunday], hours: [\"22:00-24:00\", \"00:00-02:00\"]"),
            "提醒", "00:00-02:00 on Sunday is the end of Saturday's night; that of Sunday's own is 00:00-02:00 on Mon"
        ),
        (Change(from: "price: ¥120", to: "price: 120元"), "是不是想写 ¥120？", "did you mean ¥120?"),
        (Change(from: "price: ¥120", to: "price: ￥120"), "有全角字符 ￥；请用半角写成 ¥120", "write ¥120"),
        (
            Change(from: "gift: ¥50}", to: "gift: ¥5000}"), "送 ¥5,000 比充的 ¥500 还多",
            "gives ¥5,000 for ¥500 paid in, which is more than was paid"
        ),
        (
            Change(from: "from: ¥500", to: "from: ¥10000"),
            "超过一张卡的上限 ¥5,000；上限由 region.maximumPerCard 设定（不写就是 ¥5,000，~ 为不限）",
            "a card holds at most ¥5,000: see region.maximumPerCard, which is ¥5,000 unless it is set; ~ for no bound"
        ),
        (
            Change(from: "packages:\n", to: "packages:\n  soak-5: {name: 卸甲五次, price: ¥150, sessions: {soak: 5}}\n"),
            "没有人能买：items 里没有同编号、kind 为 package 的项目", "nobody can buy it: no item of kind package has this id"
        ),
        (Change(from: "name: 花瓣美甲会员规则", to: "name: 1000"), "请写 \"1000\"", "write \"1000\""),
        (
            Change(from: "name: 顾客", to: "name: “顾客”"), "有全角字符 “ ”；请用半角写成 \"顾客\"",
            "has full-width “ ” in it; write \"顾客\""
        ),
        (Change(from: "[gel, soak]", to: "[gel，soak]"), "有全角字符 ，；请用半角写成 gel,soak", "write gel,soak"),
        (Change(from: "[gel, soak]", to: "［gel, soak］"), "［gel 里有全角字符 ［；请用半角写成 [gel", "write [gel"),
        (
            Change(from: "{gel: 10}", to: "｛gel： 10｝"), "请用半角写成 {gel: 10}", "write {gel: 10}"
        ),
        (Change(from: "points: {v", to: "points： {v"), "有全角字符 ：；请用半角写成 points: {validity", "write points: {val"),
        (Change(from: "earning:\n", to: "earning：\n"), "这一行有全角字符 ：", "the line has full-width ："),
        (
            Change(from: "{name: 甲油胶, kind", to: "{name: 甲油胶，kind"), "这一行有全角字符 ，，用来分隔时请改成半角",
            "where they divide, write the ASCII ones"
        ),
        (Change(from: "  levels:", to: "\tlevels:"), "缩进用了制表符（Tab）；请改用空格", "a tab indents this line"),
        (Change(from: "[gel, soak]", to: "[gel, soek]"), "没有编号为 soek 的项目；是不是想写 soak？", "did you mean soak?"),
        (Change(from: "storedValue:", to: "storedValues:"), "没有这个键；是不是想写 storedValue？", "unknown key; did you"),
        (Change(from: "layer: item", to: "layer: itme"), "itme 不在可选之列；是不是想写 item？", "did you mean item?"),
        (Change(from: "minutes: 60", to: "minutes: 0"), "0 超出范围；可以写：1 到 1440 分钟", "0 is out of range"),
        (Change(from: "zone: Asia/Shanghai\n", to: ""), "zone: 缺少这一项；可以写：文字", "zone: missing; allowed: text"),
    ]

    @Test(arguments: slips)
    func `What is written wrongly is said so that it can be mended, in both languages`(
        _ change: Change, _ zh: String, _ en: String
    ) throws {
        let said = try OwnersShop.said(change)
        #expect(said.contains { $0.words.en.contains(en) }, "\(said)")
        #expect(zh == "提醒" || said.contains { $0.words.zh.contains(zh) }, "\(said.map(\.words.zh))")
        #expect(said.allSatisfy { $0.fault.words.zh != $0.fault.words.en && !$0.fault.code.isEmpty }, "\(said)")
    }

    /// The parser notices in the line after.
    @Test func `A full-width colon is placed on its own line, and names with such signs are left alone`() throws {
        let text = try Change(from: "earning:\n", to: "earning：\n").applied(to: OwnersShop.text)
        let line = text.split(separator: "\n").firstIndex { $0.hasPrefix("earning") }
        let told = PolicyBreaks.outcome(text).problems
        #expect(told.count == 1 && told[0].line == line.map { $0 + 1 }, "\(told)")
        let named = Change(from: "name: 周二优惠\n", to: "name: 周二，八折：优惠\n    layer: [\n")
        #expect(try OwnersShop.said(named).allSatisfy { !$0.message.contains("full-width") })
    }
}
