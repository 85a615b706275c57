import Documents
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// Cases as an owner writes them, and what they are answered with first.
@Suite struct CaseWordsTests {
    /// Three tiers by what was spent, two offers of one name, one reward.
    private static let more = """
        rewards:
          soak: {name: 送卸甲, kind: service, item: soak, price: {points: 200}}
          gel: {name: 送甲油胶, kind: service, item: gel, price: {points: 5000}}

        """
    private static let policy = PolicyBreaks.outcome(
        OwnersShop.text.replacing(
            "    guest: {name: 顾客}\n",
            with: "    guest: {name: 顾客}\n    silver: {name: 银卡, reach: {spend: ¥300}}\n"
                + "    gold: {name: 金卡, reach: {spend: ¥1000}}\n"
        ).replacing(
            "storedValue:\n",
            with: "  first: {name: 周二优惠, layer: bill, conditions: {firstPurchase: true}, "
                + "effect: {kind: amountOff, amount: ¥10}}\n" + more + "storedValue:\n")
    ).value

    private func read(_ text: String) throws(DocumentProblems) -> CaseFile {
        try CaseFile.decode(text, file: "case", policy: Self.policy.version, book: PolicyBook([Self.policy]))
    }

    private func answer(_ history: [String], ask: String, at: String = "2026-03-10T15:00:00+08:00") throws -> CaseAnswer
    {
        let text = "{\"at\": \"\(at)\", \"history\": [\(history.joined(separator: ","))], \"ask\": \(ask)}"
        return try read(text).answer(under: Self.policy, book: PolicyBook([Self.policy]))
    }

    private static func bill(_ id: String, _ lines: String, day: String = "2026-03-02") -> String {
        "{\"id\": \"\(id)\", \"at\": \"\(day)T10:00:00+08:00\", \"kind\": \"bill\", \"store\": \"s\", "
            + "\"lines\": [\(lines)]}"
    }

    private static func ask(_ lines: String) -> String {
        "{\"kind\": \"bill\", \"store\": \"s\", \"lines\": [\(lines)]}"
    }

    private func problems(_ history: [String], ask: String) -> [DocumentProblem] {
        do throws(DocumentProblems) {
            let text =
                "{\"at\": \"2026-03-10T15:00:00+08:00\", \"history\": [\(history.joined(separator: ","))], "
                + "\"ask\": \(ask)}"
            _ = try read(text)
            return []
        } catch { return error.problems }
    }

    @Test func `A line without a price costs what the price list says, and one with another is told`() throws {
        let listed = try answer([], ask: Self.ask("{\"item\": \"gel\", \"quantity\": 2}"))
        #expect(listed.result.map(\.zh) == ["应付 ¥230：原价 ¥240，优惠 ¥10", "得 230 分"])
        #expect(listed.result.map(\.en) == ["to pay: ¥230 of ¥240: offers ¥10 less", "earns 230 points"])
        #expect(!listed.lines.contains { $0.zh.contains("价目表") })
        let other = try answer([], ask: Self.ask("{\"item\": \"gel\", \"unitPrice\": \"¥12\"}"))
        #expect(other.result.first?.zh == "应付 ¥2：原价 ¥12，优惠 ¥10")
        #expect(other.lines.first?.zh == "甲油胶按 ¥12 计，而价目表是 ¥120")
        #expect(other.lines.first?.en == "甲油胶 is charged at ¥12; the price list says ¥120")
        #expect(other.json.printed.contains("bill.price.not-listed"))
        let fen = try answer([], ask: Self.ask("{\"item\": \"gel\", \"unitPriceFen\": 12000}"))
        #expect(fen.result.first?.zh == "应付 ¥110：原价 ¥120，优惠 ¥10")
    }

    @Test func `Money that cannot be told is a problem in words`() {
        let unknown = problems([], ask: Self.ask("{\"item\": \"gell\"}"))
        #expect(unknown.map(\.fault.words.zh) == ["价目表里没有 gell，所以要写 unitPrice；是不是想写 gel？"])
        #expect(
            unknown.map(\.message) == [
                "there is no gell on the price list, so unitPrice must be there; did you mean gel?"
            ])
        let twice = problems([], ask: Self.ask("{\"item\": \"gel\", \"unitPrice\": \"¥1\", \"unitPriceFen\": 100}"))
        #expect(twice.map(\.message) == ["takes unitPriceFen or unitPrice, one of them"])
        let topUp = "{\"id\": \"t\", \"at\": \"2026-03-02T10:00:00+08:00\", \"kind\": \"topUp\"}"
        #expect(
            problems([topUp], ask: "{\"kind\": \"account\"}").map(\.fault.words.zh) == [
                "缺少金额：写 paid（如 ¥88）或 paidFen（分）"
            ])
        // A history that a hub wrote says every price.
        #expect(throws: DocumentProblems.self) {
            try CaseFile.memberEntry(
                "{\"member\": \"m\", \"policy\": \"p\"," + Self.bill("b", "{\"item\": \"gel\"}").dropFirst(),
                file: "line")
        }
    }

    @Test func `A package is named by its id on the policy where the member has one`() throws {
        let extend =
            "{\"kind\": \"entry\", \"entry\": {\"id\": \"x\", \"kind\": \"package\", \"lot\": \"gel-10\", "
            + "\"step\": {\"do\": \"used\", \"session\": \"s-1\"}}}"
        let book =
            "{\"id\": \"k\", \"at\": \"2026-03-03T10:00:00+08:00\", \"kind\": \"package\", \"lot\": \"gel-10\", "
            + "\"step\": {\"do\": \"book\", \"session\": \"s-1\", \"item\": \"gel\", "
            + "\"for\": \"2026-03-10T15:00:00+08:00\"}}"
        let one = try answer([Self.bill("b-1", "{\"item\": \"gel-10\"}"), book], ask: extend)
        #expect(one.error == nil && one.json.printed.contains("\"lot\": \"b-1/0.0\""), "\(one)")
        let two = problems([Self.bill("b-1", "{\"item\": \"gel-10\", \"quantity\": 2}"), book], ask: extend)
        #expect(two.map(\.key).sorted() == ["ask.entry.lot", "history[1].lot"])
        #expect(two.allSatisfy { $0.fault.words.zh == "会员有 2 张次卡 gel-10；请写明是哪一张：b-1/0.0, b-1/0.1" })
        let none = problems([], ask: extend)
        #expect(none.map(\.message) == ["the member has no package gel-10: no bill of the history buys it"])
    }

    @Test func `A session pays a line by the package's id, and money is in yuan`() throws {
        let history = [Self.bill("b-1", "{\"item\": \"gel-10\"}")]
        let tenders =
            ", \"tenders\": [{\"kind\": \"package\", \"lot\": \"gel-10\", \"amount\": \"¥120\"}]"
        let ask = Self.ask("{\"item\": \"gel\"}").dropLast() + tenders + "}"
        let answer = try answer(history, ask: String(ask))
        #expect(answer.error == nil && answer.result.first?.zh.hasPrefix("应付 ¥120") == true, "\(answer)")
        #expect(problems([], ask: String(ask)).map(\.key) == ["ask.tenders[0].lot"])
    }

    @Test func `The rewards that can be had and those that nearly can come first`() throws {
        let answer = try answer(
            [Self.bill("b-1", "{\"item\": \"gel\", \"quantity\": 2}")], ask: "{\"kind\": \"rewards\"}")
        #expect(
            answer.result.map(\.zh) == ["可换：送卸甲，200 分", "还差 4,770 分：送甲油胶，5,000 分"])
        #expect(
            answer.result.map(\.en) == [
                "can be had: 送卸甲 for 200 points", "4,770 points short: 送甲油胶 for 5,000 points",
            ])
    }

    @Test func `Where a member stands comes first, in yuan`() throws {
        let topUp = "{\"id\": \"t\", \"at\": \"2026-03-02T10:00:00+08:00\", \"kind\": \"topUp\", \"paid\": \"¥500\"}"
        let answer = try answer([topUp], ask: "{\"kind\": \"account\"}")
        #expect(answer.result.map(\.zh) == ["等级：顾客", "积分：0", "储值本金：¥500", "储值赠金：¥50"])
        let again = "{\"kind\": \"entry\", \"entry\": {\"id\": \"u\", \"kind\": \"topUp\", \"paid\": \"¥500\"}}"
        #expect(try self.answer([topUp], ask: again).result.map(\.zh) == ["储值本金 +¥500", "储值赠金 +¥50"])
    }

    @Test func `Two offers of one name are told apart by their ids`() throws {
        // 10 March 2026 is a Tuesday.
        let answer = try answer(
            [], ask: Self.ask("{\"item\": \"gel\"}"), at: "2026-03-10T10:30:00+08:00")
        let said = answer.lines.map(\.zh)
        #expect(said.contains { $0.hasPrefix("周二优惠（tuesday）") }, "\(said)")
        #expect(said.contains { $0.hasPrefix("周二优惠（first）") }, "\(said)")
    }

    @Test func `A refund that leaves another tier tells one change`() throws {
        let history = [
            Self.bill("b-1", "{\"item\": \"gel\", \"quantity\": 4}"),
            Self.bill("b-2", "{\"item\": \"gel\", \"quantity\": 6}", day: "2026-03-04"),
        ]
        let refund = "{\"kind\": \"entry\", \"entry\": {\"id\": \"r\", \"kind\": \"refund\", \"bill\": \"b-1\"}}"
        let said = try answer(history, ask: refund).lines.filter { $0.zh.contains("卡") }
        #expect(said.map(\.zh) == ["退款后不再达到金卡，现在是银卡"])
        #expect(said.map(\.en) == ["with the refund 金卡 was not reached; now 银卡"])
    }
}
