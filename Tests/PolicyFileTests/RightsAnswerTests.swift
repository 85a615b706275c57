import Documents
import Foundation
import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// What an answer says of packages, privileges, stored value without a top-up, and rewards of some stores.
@Suite struct RightsAnswerTests {
    private func answer(_ text: String, _ change: (inout Policy) -> Void = { _ in }) throws -> CaseAnswer {
        var policy = try SampleFiles.policy()
        change(&policy)
        return try CaseFile.decode(text, file: "case", policy: policy.version, book: PolicyBook([policy])).answer(
            under: policy, book: PolicyBook([policy]))
    }

    private static let bought = """
        "account": {"joined": "2026-03-08T11:00:00+08:00"},
        "history": [
            {"id": "p", "at": "2026-06-01T10:00:00+08:00", "kind": "bill", "store": "xuhui",
             "lines": [{"item": "facial-10", "unitPriceFen": 304000}]},
            {"id": "k", "at": "2026-06-02T10:00:00+08:00", "kind": "package", "step":
                {"do": "book", "session": "s-1", "item": "deep-clean", "for": "2026-06-10T10:00:00+08:00"}},
            {"id": "u", "at": "2026-06-10T10:00:00+08:00", "kind": "package", "step":
                {"do": "used", "session": "s-1"}},
            {"id": "f", "at": "2026-06-11T10:00:00+08:00", "kind": "package", "lot": "p/0.0", "step":
                {"do": "freeze", "from": "2026-08-01", "days": 10}}
        ]
        """

    @Test(
        arguments: [
            ("2026-07-01T10:00:00+08:00", 9, 0, false), ("2026-08-10T23:00:00+08:00", 9, 0, true),
            ("2027-06-11T23:59:00+08:00", 9, 0, false), ("2027-06-12T00:00:00+08:00", 0, 9, false),
        ] as [(String, Int, Int, Bool)])
    func `E24 What has ended has none left and shows what is forfeited, though no night ran`(
        at: String, left: Int, forfeited: Int, frozen: Bool
    ) throws {
        let answer = try answer("{\"at\": \"\(at)\", \(Self.bought), \"ask\": {\"kind\": \"account\"}}")
        #expect(answer.error == nil)
        let text = answer.json.compact
        #expect(
            text.contains("\"left\":\(left),\"booked\":0,\"used\":1,\"forfeited\":\(forfeited),"), "\(text)")
        #expect(text.contains("\"expires\":\"2027-06-11T16:00:00Z\",\"frozen\":\(frozen)"), "\(text)")
        #expect(text.contains("\"freezes\":[{\"from\":\"2026-08-01\",\"through\":\"2026-08-10\"}]"), "\(text)")
        #expect(answer.lines.contains { $0.en.contains("\(left) left, 0 booked, 1 used, \(forfeited) forfeited") })
    }

    @Test func `The outcome of a booking names the package, and only where it was not named by the entry`() throws {
        let ask = """
            {"kind": "entry", "entry": {"id": "x", "kind": "package", "step":
                {"do": "book", "session": "s-2", "item": "deep-clean", "for": "2026-07-10T10:00:00+08:00"}}}
            """
        let answer = try answer("{\"at\": \"2026-07-01T10:00:00+08:00\", \(Self.bought), \"ask\": \(ask)}")
        #expect(answer.json.compact.contains("\"lot\":\"p/0.0\""))
        #expect(answer.lines.contains { $0.en.contains("one session of Deep cleansing facial on 10 Jul 2026; 8 left") })
        for step in ["{\"do\": \"extend\", \"days\": 3}", "{\"do\": \"refund\"}", "{\"do\": \"transferredAway\"}"] {
            #expect(throws: DocumentProblems.self) {
                try self.answer(
                    "{\"at\": \"2026-07-01T10:00:00+08:00\", \"ask\": {\"kind\": \"entry\", \"entry\": "
                        + "{\"id\": \"x\", \"kind\": \"package\", \"step\": \(step)}}}")
            }
        }
    }

    @Test func `A package given away says what the other member books, as the document of that entry`() throws {
        let ask = """
            {"kind": "entry", "entry": {"id": "x", "kind": "package", "lot": "p/0.0",
                "step": {"do": "transferredAway", "to": "m-2"}}}
            """
        let answer = try answer("{\"at\": \"2026-09-01T10:00:00+08:00\", \(Self.bought), \"ask\": \(ask)}") {
            $0.packages[0].isTransferable = true
        }
        let step = """
            "transfer":{"do":"transferredHere","package":"facial-10","sessions":{"deep-clean":{"count":9}},\
            "paidFen":273600,"expires":"2027-06-11T16:00:00Z"}
            """
        #expect(answer.json.compact.contains(step), "\(answer.json.compact)")
    }

    @Test func `Where a member stands lists the tier's privileges with what is left, and the deposit`() throws {
        let account = """
            "account": {"joined": "2026-01-08T11:00:00+08:00", "tier": "gold", "principal": 100000},
            "history": [{"id": "g", "at": "2026-02-01T10:00:00+08:00", "kind": "privilege", "privilege": "gala"}]
            """
        let answer = try answer(
            "{\"at\": \"2026-02-27T10:00:00+08:00\", \(account), \"ask\": {\"kind\": \"account\"}}")
        let text = answer.json.compact
        #expect(text.contains("\"privilege\":\"gala\",\"kind\":\"invitation\""), "\(text)")
        #expect(text.contains("\"used\":1,\"left\":0") && text.contains("\"used\":0,\"left\":null"), "\(text)")
        #expect(text.contains("\"deposit\":{\"fen\":20000,"), "\(text)")
        #expect(answer.lines.contains { $0.zh == "年度答谢会邀请：每年 1 次，已用 1 次，还剩 0 次" })
        #expect(answer.lines.contains { $0.zh == "本金 ¥1,000 × 20%：门店须存管 ¥200" })
    }

    @Test func `Stored value of an opening balance can be given up, and it says why so much`() throws {
        let answer = try answer(
            """
            {"at": "2026-06-13T14:10:00+08:00",
             "account": {"joined": "2026-03-08T11:00:00+08:00", "principal": 100000, "gift": 10000},
             "ask": {"kind": "prepaidRefund"}}
            """)
        #expect(answer.json.compact.contains("\"refundFen\":100000"))
        #expect(answer.lines.contains { $0.en.contains("without a top-up on record") })
    }

    @Test(arguments: [("", false), (", \"store\": \"jingan\"", false), (", \"store\": \"xuhui\"", true)])
    func `A reward of some stores is had and shown there only`(store: String, isHad: Bool) throws {
        let account = "\"account\": {\"joined\": \"2026-01-08T11:00:00+08:00\", \"points\": 200}"
        let limit: (inout Policy) -> Void = { policy in
            for index in policy.rewards.indices where policy.rewards[index].id == "mask" {
                policy.rewards[index].stores = ["xuhui"]
            }
        }
        let entry = "{\"id\": \"x\", \"kind\": \"redeem\", \"reward\": \"mask\"\(store)}"
        let redeemed = try answer(
            "{\"at\": \"2026-02-27T10:00:00+08:00\", \(account), \"ask\": {\"kind\": \"entry\", \"entry\": \(entry)}}",
            limit)
        #expect(redeemed.json.compact.contains("\"refusal\"") == !isHad)
        let shelf = try answer(
            "{\"at\": \"2026-02-27T10:00:00+08:00\", \(account), \"ask\": {\"kind\": \"rewards\"\(store)}}", limit)
        let refused = shelf.json.compact.contains("补水面膜一片：限这些门店兑换：xuhui")
        #expect(refused == !isHad)
    }

    @Test func `A document published with a key that is gone stays readable; what it said is told to do nothing`()
        throws
    {
        let text = try SampleFiles.text()
        for (said, warned) in [("~", false), ("xuhui", true)] {
            let change = PolicyBreaks.Change(
                from: "      validity: 60 days\n", to: "      validity: 60 days\n      offlineStore: \(said)\n")
            let outcome = PolicyBreaks.outcome(try change.applied(to: text))
            #expect(outcome.problems.isEmpty)
            #expect(outcome.warnings.contains { $0.key == "offers.thank-you.coupon.offlineStore" } == warned)
        }
    }

    @Test func `What was published is read again though it contradicts itself by now`() throws {
        let text = try PolicyBreaks.Change(from: "  facial-10:\n    {name", to: "  facial-11:\n    {name").applied(
            to: SampleFiles.text())
        let sample = try PolicyDocument.read(SampleFiles.yuerong.path)
        let kept = try PolicyDocument(text: text, calendars: sample.calendars)
        #expect(kept.policy.items["facial-11"] != nil)
        #expect(throws: DocumentProblems.self) {
            try PolicyDocument(text: text.replacing("kind: package", with: "kind: card"), calendars: sample.calendars)
        }
    }

    @Test func `A package that no item sells is wrong, and so is an item that no package explains`() throws {
        let sample = try SampleFiles.text()
        let item = try #require(sample.firstRange(of: "  relax-6:\n    name: {zh: 身心舒缓疗程 6 次, en: \"Six"))
        let end = try #require(sample[item.upperBound...].firstRange(of: "    price: ¥2400\n"))
        let unsold = PolicyBreaks.outcome(sample.replacingCharacters(in: item.lowerBound..<end.upperBound, with: ""))
        #expect(unsold.problems.map(\.description).contains { $0.contains("packages.relax-6: nobody can buy it") })
        let unexplained = PolicyBreaks.outcome(
            try PolicyBreaks.Change(from: "  facial-10:\n    {name", to: "  facial-11:\n    {name").applied(to: sample))
        #expect(unexplained.problems.map(\.description).contains { $0.contains("items.facial-11: is of kind package") })
    }
}
