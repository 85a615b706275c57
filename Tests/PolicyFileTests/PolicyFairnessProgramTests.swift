import Foundation
import Glibc
import KioskTesting
import Testing

/// `kioskctl policy fairness` as scripts see it, over a small salon counted by hand.
@Suite(.serialized) struct PolicyFairnessProgramTests {
    private static let policy = """
        version: now
        name: {zh: 现行, en: Now}
        effectiveFrom: 2020-01-01
        zone: Asia/Shanghai
        items:
          facial: {name: {zh: 面部护理, en: Facial}, kind: service, category: face, price: ¥300}
        earning:
          per: ¥100
          amounts:
            standard: {points: 10}
        tiers:
          levels:
            classic: {name: {zh: 普通会员, en: Classic}}
        offers:
          birthday:
            name: {zh: 生日 8 折, en: 20% off around the birthday}
            layer: bill
            group: bill-offer
            conditions:
              when: {birthday: {daysBefore: 7, daysAfter: 7}}
              perMember: 1 per year
            effect: {kind: percentOff, percent: 20%}
          office:
            name: {zh: 上班族减 15, en: ¥15 off for office workers}
            layer: bill
            group: bill-offer
            conditions: {segments: [office]}
            effect: {kind: amountOff, amount: ¥15}
          seniors:
            name: {zh: 长者减 30, en: ¥30 off from 60}
            layer: bill
            priority: 1
            conditions: {age: 60-120}
            effect: {kind: amountOff, amount: ¥30}
        fairness:
          age: {zh: 敬老, en: respect for the elderly}

        """

    private static func joined(_ member: String, _ day: String, born: String, _ more: String = "") -> String {
        let parts = born.split(separator: "-").compactMap { Int($0) }
        return """
            {"member": "\(member)", "id": "\(member)-j", "at": "\(day)T10:00:00+08:00", "policy": "now", \
            "kind": "joined", "birthday": {"year": \(parts[0]), "month": \(parts[1]), "day": \(parts[2])}\(more)}

            """
    }

    private static func bill(_ member: String, _ id: String, _ moment: String, policy: String = "now") -> String {
        """
        {"member": "\(member)", "id": "\(id)", "at": "\(moment):00+08:00", "policy": "\(policy)", "kind": "bill", \
        "store": "s", "lines": [{"item": "facial", "unitPriceFen": 30000}]}

        """
    }

    /// Six of 25 to 34 who joined this year, five from 60 on who joined long ago; and four who do not count: one joins
    /// later that day, one was merged away, one has only an entry that fails, one only one that comes later.
    private static let history: String = {
        let (female, male) = (", \"sex\": \"female\"", ", \"sex\": \"male\"")
        let office = ", \"segments\": [\"office\"]"
        var text = ""
        for (name, more) in [("y1", female), ("y2", male), ("y3", female + office), ("y4", male + office)] {
            text += joined(name, "2026-01-05", born: "1996-01-10", more)
        }
        // Y5 has a birthday offer to come and uses it only after the question; y6 has used it.
        text += joined("y5", "2026-01-05", born: "1996-06-20", female) + bill("y5", "y5-b", "2026-06-17T10:00")
        text += joined("y6", "2026-01-05", born: "1996-06-12", male) + bill("y6", "y6-b", "2026-06-13T10:00")
        for (name, more) in [("o1", female), ("o2", female), ("o3", female), ("o4", male), ("o5", office)] {
            text += joined(name, "2020-01-05", born: "1955-03-01", more)
        }
        text += joined("z1", "2026-06-17", born: "1980-01-01") + joined("z2", "2020-01-05", born: "1955-03-01", office)
        text += """
            {"member": "z2", "id": "z2-m", "at": "2026-02-01T10:00:00+08:00", "policy": "now", "kind": "mergedAway", \
            "into": "o5"}

            """
        return text
    }()

    private static let question = ["--policy", "now.yaml", "--item", "facial", "--day", "2026-06-16", "--store", "s"]

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("fairness")
        try write("now.yaml", Self.policy)
        try write("history.jsonl", Self.history)
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private func run(_ more: String..., question: [String] = question, input: String = "") async throws
        -> PolicyProgram.Outcome
    { try await PolicyProgram.run(["fairness"] + question + more, input: input, in: folder) }

    /// By hand: of the young two pay ¥285, one ¥240 and three ¥300, of the old four ¥270 and one ¥255. So the old have
    /// ¥30 off for their age; the young have ¥10 each by one's birthday, and ¥5 against ¥3 for office workers.
    /// Four men and one who does not say are too few to be shown, and five together.
    @Test func `Groups, the gap and its rules are as counted by hand`() async throws {
        let expected = """
            Facial (facial), list price ¥300, at s on 2026-06-16 12:00 under now
            assumed: all coupons of the account that count are put forward, and no points are used; explain, asked so, \
            gives the same price
            what 11 members would pay for one

            age                   members      least   quartile     median   quartile       most       mean
            25-34                       6       ¥240       ¥285       ¥285       ¥300       ¥300       ¥285
            65 or more                  5       ¥255       ¥270       ¥270       ¥270       ¥270       ¥267
            age: group 25-34 pays ¥285 on average, group 65 or more pays ¥267, a gap of ¥18
              ¥30 of the difference comes from “¥30 off from 60”
              “¥30 off from 60” depends on age, because: respect for the elderly
              “¥15 off for office workers” makes the difference ¥2 smaller
              “20% off around the birthday” makes the difference ¥10 smaller

            sex                   members      least   quartile     median   quartile       most       mean
            female                      6       ¥240       ¥270       ¥270       ¥285       ¥300    ¥272.50
            male                   hidden
            unknown                hidden

            years as a member     members      least   quartile     median   quartile       most       mean
            less than 1                 6       ¥240       ¥285       ¥285       ¥300       ¥300       ¥285
            5 or more                   5       ¥255       ¥270       ¥270       ¥270       ¥270       ¥267
            years as a member: group less than 1 pays ¥285 on average, group 5 or more pays ¥267, a gap of ¥18
              ¥30 of the difference comes from “¥30 off from 60”
              “¥30 off from 60” depends on age, because: respect for the elderly
              “¥15 off for office workers” makes the difference ¥2 smaller
              “20% off around the birthday” makes the difference ¥10 smaller

            Groups of fewer than 5 are not shown, nor the next smallest where it would give them away.

            Offers that look at age, sex or occupation:
              “¥30 off from 60” depends on age, because: respect for the elderly

            """
        let table = try await run("history.jsonl")
        #expect(table == PolicyProgram.Outcome(status: 0, output: expected, errors: ""))
        let chinese = try await run("--words", "zh", input: Self.history)
        #expect(chinese.status == 0 && chinese.errors.isEmpty)
        for line in [
            "面部护理（facial）标价 ¥300，s，2026-06-16 12:00，规则 now", "11 位会员各买一份时的价格",
            "年龄                     人数       最低   下四分位       中位   上四分位       最高       平均",
            "25-34 岁                    6       ¥240       ¥285       ¥285       ¥300       ¥300       ¥285",
            "男                     不显示", "年龄：25-34 岁组平均 ¥285，65 岁及以上组平均 ¥267，相差 ¥18",
            "  “长者减 30”与年龄有关，理由：敬老",
        ] { #expect(chinese.output.contains(line + "\n"), "\(line)\n\(chinese.output)") }
    }

    @Test func `The moment decides who is a member and which offer was used`() async throws {
        func young(_ moment: String...) async throws -> String? {
            let question = Self.question.map { $0 == "2026-06-16" ? moment[0] : $0 } + moment.dropFirst()
            let outcome = try await run("history.jsonl", question: question)
            #expect(outcome.status == 0, "\(outcome)")
            return outcome.output.split(separator: "\n").first { $0.hasPrefix("25-34") }.map(String.init)
        }
        // After the bill that uses up the birthday offer y5 pays ¥300; before y6's, y6 paid ¥240 too.
        #expect(try await young("2026-06-17", "--time", "10:00")?.hasSuffix("¥300       ¥300       ¥295") == true)
        #expect(try await young("2026-06-17", "--time", "09:59")?.hasSuffix("¥300       ¥300       ¥285") == true)
        #expect(try await young("2026-06-13", "--time", "09:59")?.hasSuffix("¥300       ¥300       ¥275") == true)
    }

    @Test func `JSON has the same in fen, and the reasons of protected uses`() async throws {
        let outcome = try await run("--json", "history.jsonl")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSDictionary)
        #expect(json["members"] as? Int == 11 && json["listFen"] as? Int == 30_000 && json["broken"] as? Int == 0)
        let attributes = try #require(json["attributes"] as? [NSDictionary])
        #expect(attributes.compactMap { $0["attribute"] as? String } == ["age", "sex", "tenure"])
        let gap = try #require(attributes[0]["gap"] as? NSDictionary)
        #expect(gap["fen"] as? Int == 1800 && gap["dearest"] as? String == "25-34")
        #expect(
            gap["causes"] as? NSArray == [
                ["rule": "seniors", "fen": 3000], ["rule": "office", "fen": -200], ["rule": "birthday", "fen": -1000],
            ])
        let sexes = try #require(attributes[1]["groups"] as? [NSDictionary])
        #expect(sexes.compactMap { $0["figures"] as? NSDictionary }.count == 1)
        #expect(attributes[1]["gap"] is NSNull)
        #expect(
            json["protectedUses"] as? NSArray == [
                [
                    "offer": "seniors", "attribute": "age",
                    "reason": ["zh": "敬老", "en": "respect for the elderly"],
                ]
            ])
    }

    @Test func `One member is told with and without personalisation`() async throws {
        let birthday = try await run("--member", "y5", "history.jsonl")
        #expect(
            birthday
                == PolicyProgram.Outcome(
                    status: 0,
                    output: """
                        Facial (facial), list price ¥300, at s on 2026-06-16 12:00 under now
                        assumed: all coupons of the account that count are put forward, and no points are used; \
                        explain, asked so, gives the same price
                        y5:
                          your price is ¥240; without looking at you personally it is ¥300, so \
                        personalisation saves you ¥60
                          ¥60 of the difference comes from “20% off around the birthday”

                        """, errors: ""))
        let senior = try await run("--member", "o5", "--json", "history.jsonl")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(senior.output.utf8)) as? NSDictionary)
        #expect(json["personalisedFen"] as? Int == 25_500 && json["plainFen"] as? Int == 30_000)
        #expect(json["savingFen"] as? Int == 4500 && json["members"] == nil)
        #expect(
            json["causes"] as? NSArray == [["rule": "seniors", "fen": 3000], ["rule": "office", "fen": 1500]])
        for gone in ["z1", "z2", "nobody"] {
            let outcome = try await run("--member", gone, "history.jsonl")
            #expect(
                outcome
                    == PolicyProgram.Outcome(
                        status: 65, output: "",
                        errors: "kioskctl: \(gone) is no member of this history on 2026-06-16\n"))
        }
    }

    @Test func `Entries that fail are counted and left out, and other policies are found when named`() async throws {
        try write("old.yaml", Self.policy.replacing("version: now", with: "version: old"))
        let more = Self.bill("z3", "z3-b", "2026-02-01T10:00", policy: "old")
        let alone = try await run(input: Self.history + more)
        #expect(alone.status == 0)
        #expect(
            alone.output.contains(
                "\n1 entry fails under the policy recorded; left out. "
                    + "The first: z3, z3-b: there is no policy version old; publish it, or correct the version\n"),
            "\(alone)")
        let named = try await run("--published", "old.yaml", input: Self.history + more)
        #expect(named.status == 0 && !named.output.contains("fails"), "\(named)")
        // Who has nothing but an entry that fails is not known to be a member.
        #expect(alone.output.contains("what 11 members") && named.output.contains("what 12 members"))
    }

    /// A coupon that the member holds, and 1000 points.
    @Test func `It says what it assumes of coupons and points, and explain, asked so, says the same`() async throws {
        try write(
            "coupon.yaml",
            Self.policy.replacing(
                "fairness:\n",
                with: """
                      thanks:
                        name: {zh: 感谢券, en: Thank-you coupon}
                        layer: coupon
                        effect: {kind: amountOff, amount: ¥30}
                        coupon: {}
                    moneyOff: {points: 10, money: ¥1}
                    fairness:

                    """))
        let entries = [
            #"{"id": "j", "at": "2026-01-02T11:00:00+08:00", "policy": "now", "kind": "joined"}"#,
            #"{"id": "c", "at": "2026-06-01T10:00:00+08:00", "policy": "now", "kind": "couponIssued", "#
                + #""offer": "thanks", "coupon": "c1"}"#,
            #"{"id": "p", "at": "2026-06-01T10:01:00+08:00", "policy": "now", "kind": "adjust", "currency": "points", "#
                + #""amount": 1000, "reason": "x"}"#,
        ]
        let question = Self.question.map { $0 == "now.yaml" ? "coupon.yaml" : $0 }
        let lines = entries.map { $0.replacing("{\"id\"", with: "{\"member\": \"m\", \"id\"") + "\n" }.joined()
        let fair = try await run("--member", "m", "--json", question: question, input: lines)
        #expect(fair.status == 0, "\(fair)")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(fair.output.utf8)) as? NSDictionary)
        #expect(json["personalisedFen"] as? Int == 27_000)
        let assumes = try #require(json["assumes"] as? NSDictionary)
        #expect(assumes["coupons"] as? String == "all" && assumes["points"] as? String == "none")
        func explained(_ coupons: String) async throws -> NSDictionary? {
            let asked = """
                {"at": "2026-06-16T12:00:00+08:00", "history": [\(entries.joined(separator: ", "))], "ask": {"kind": \
                "bill", "store": "s", "lines": [{"item": "facial", "unitPriceFen": 30000}], "coupons": \(coupons)}}
                """
            let outcome = try await PolicyProgram.run(
                ["explain", "--policy", "coupon.yaml"], input: asked, in: folder)
            let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSDictionary
            return (answer?["outcome"] as? NSDictionary)?["quote"] as? NSDictionary
        }
        let same = try await explained("[\"c1\"]")
        #expect(same?["payableFen"] as? Int == 27_000)
        let alone = try await explained("[]")
        #expect(alone?["payableFen"] as? Int == 30_000)
        let search = try #require(alone?["search"] as? NSDictionary)
        #expect((search["held"] as? NSDictionary)?["payableFen"] as? Int == 17_000)
    }

    @Test func `What cannot be asked is refused in one line`() async throws {
        let reasonless = Self.policy.split(separator: "fairness:")[0] + "fairness: {}\n"
        try write("reasonless.yaml", String(reasonless))
        func expect(_ says: String, status: Int32 = 65, _ key: String, _ value: String) async throws {
            var question = Self.question
            if let place = question.firstIndex(of: key) {
                question[place + 1] = value
            } else {
                question += [key, value]
            }
            let outcome = try await run("history.jsonl", question: question)
            #expect(outcome == PolicyProgram.Outcome(status: status, output: "", errors: "kioskctl: \(says)\n"))
        }
        try await expect(
            "reasonless.yaml:33:23: offers.seniors.conditions.age: is protected, and fairness.age gives no reason",
            "--policy", "reasonless.yaml")
        try await expect("now has no item massage", "--item", "massage")
        try await expect("yesterday is no day; write it as 2026-01-01", "--day", "yesterday")
        try await expect("now is in force from 2020-01-01 on; 2019-12-31 12:00 is before that", "--day", "2019-12-31")
        for time in ["24:00", "9:30", "12:60", "noon", "12:0a"] {
            try await expect("\(time) is no time of day; write it as 09:30, 00:00 to 23:59", "--time", time)
        }
        let missing = try await run("gone.jsonl")
        #expect(missing.status == 66 && missing.errors == "kioskctl: gone.jsonl: not there, or not ours to read\n")
    }

    /// The pipe holds so little that the program has begun when so much was taken from it; then it is interrupted, and
    /// finds that out with one of the members that still come.
    @Test func `Ctrl-C ends it without a table, with 130`() async throws {
        let process = PolicyProgram.process(["fairness"] + Self.question, in: folder)
        let (input, output) = (Pipe(), Pipe())
        // As a file, so that this end of it stays open here: writing to nobody would end the tests.
        process.standardInput = input.fileHandleForReading
        process.standardOutput = output
        process.standardError = output
        let status = await PolicyProgram.status(of: process) {
            let pipe = input.fileHandleForWriting.fileDescriptor
            var number = 0
            func write() {
                let line = Self.joined("m\(number)", "2026-01-05", born: "1996-01-10")
                // So few bytes go in as a whole, or not at all.
                if Glibc.write(pipe, line, line.utf8.count) > 0 { number += 1 }
            }
            while number < 2000 { write() }
            process.interrupt()
            // Its end must not leave this waiting for somebody to read.
            _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
            while process.isRunning { write() }
        }
        #expect(status == 130)
        #expect(try output.fileHandleForReading.readToEnd() ?? Data() == Data())
    }
}
