import Testing
import Vocabulary

@testable import Loyalty

/// Whoever reads an error knows what happened and what to do, in either language.
@Suite struct RuleErrorTests {
    /// One second before 2026 in London, 08:00 of New Year in Shanghai.
    private let moment = StoreZone.utc.startMs(of: Day(20_454)) - 1000

    @Test func `Moments are shown by the store's clock and in UTC, never in milliseconds`() {
        let known = RuleError.beforePolicy(atMs: moment, zone: .shanghai).words
        #expect(known.en.contains("2026-01-01 07:59 Asia/Shanghai (2025-12-31 23:59 UTC)"))
        #expect(known.zh.contains("2026-01-01 07:59 Asia/Shanghai (2025-12-31 23:59 UTC)"))
        let unknown = RuleError.beforePolicy(atMs: moment).words
        #expect(unknown.en.hasPrefix("the policy was not in force yet at 2025-12-31 23:59 UTC; "))
        #expect(unknown.zh.hasPrefix("2025-12-31 23:59 UTC 规则尚未生效；"))
    }

    @Test(
        arguments: [
            (-1, "1969-12-31 23:59 UTC"), (253_402_300_800_000, "a time after the year 9999"),
            (.max, "a time after the year 9999"), (.min, "before year 1"), (-62_135_596_800_001, "before year 1"),
            (-62_135_596_800_000, "0001-01-01 00:00 UTC"),
        ] as [(Int64, String)])
    func `A moment outside all bounds has words too`(atMs: Int64, text: String) {
        #expect(RuleError.momentOutOfBounds(atMs: atMs).words.en.hasPrefix(text))
        #expect(!RuleError.momentOutOfBounds(atMs: atMs).words.zh.contains(" \(atMs) "))
    }

    @Test func `The first policy's zone tells in which time nothing was in force`() {
        let zone = StoreZone(name: "Asia/Urumqi", firstOffsetSeconds: 6 * 3600)
        let policy = Policy(version: "v", name: Bilingual(both: "v"), effectiveFromMs: moment + 1, zone: zone)
        #expect(throws: RuleError.beforePolicy(atMs: moment, zone: zone)) {
            try PolicyBook([policy]).policy(atMs: moment)
        }
        #expect(throws: RuleError.beforePolicy(atMs: moment)) { try PolicyBook([]).policy(atMs: moment) }
    }

    static let all: [RuleError] = [
        .emptyBill, .tooManyLines(1001), .negativePrice(line: 2, fen: -7), .badQuantity(line: 2, quantity: 0),
        .outOfBounds(what: "topUp.paid", amount: -7), .momentOutOfBounds(atMs: -1), .beforePolicy(atMs: 0),
        .unknownPolicy("v-2"), .unknown(kind: "item", id: "x-1"), .missing(kind: "bill", id: "x-1"),
        .conflict(kind: "coupon offer", id: "x-1"), .senseless("line", 7, 0...3),
    ]

    @Test(arguments: all)
    func `Words say what happened and, after a semicolon, what to do`(error: RuleError) {
        let halves = (error.words.zh.split(separator: "；"), error.words.en.split(separator: "; "))
        #expect(halves.0.count == 2 && halves.1.count == 2, "\(error.words)")
        #expect(halves.0.allSatisfy { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } })
        #expect(error.words.en.unicodeScalars.allSatisfy { $0.isASCII || $0 == "¥" })
    }

    @Test func `Kinds of things have a Chinese name in Chinese words`() {
        let kinds = [
            "action", "bill", "coupon", "coupon offer", "entry", "item", "offer", "package", "redemption", "reward",
            "session", "tier", "topUp",
        ]
        for kind in kinds {
            for error in [
                RuleError.unknown(kind: kind, id: "7"), .missing(kind: kind, id: "7"), .conflict(kind: kind, id: "7"),
            ] {
                #expect(!error.words.zh.contains(kind) && error.words.zh.contains(" 7"), "\(error.words.zh)")
            }
        }
    }

    /// Errors as they come out of the rules, which give their reason in both languages.
    @Test func `A reason is told in Chinese as well`() throws {
        let policy = Sample.policy {
            $0.items["a"] = Item(id: "a", name: Sample.name("a"), kind: .product, category: "c", price: 100)
        }
        var account = MemberAccount()
        let bill = Bill(
            id: "b", atMs: Sample.t0, store: "s", lines: [Bill.Line(item: "a", quantity: 2, unitPrice: 100)])
        _ = try account.apply(MemberEntry(id: "b", atMs: Sample.t0, policy: "test-1", fact: .bill(bill)), under: policy)
        func words(_ fact: MemberFact, atMs: Int64 = Sample.t0) -> Bilingual? {
            var account = account
            let entry = MemberEntry(id: "e", atMs: atMs, policy: "test-1", fact: fact)
            do throws(RuleError) { _ = try account.apply(entry, under: policy) } catch { return error.words }
            return nil
        }
        func back(_ line: Int, _ what: Refund.Part.What) -> MemberFact {
            .refund(Refund(bill: "b", parts: [.init(line: line, what)]))
        }
        let said = [
            words(.night(Day(0)), atMs: Sample.t0 - 1), words(back(0, .units(3))), words(back(0, .fen(201))),
            words(back(1, .units(1))),
        ]
        #expect(
            said.map { $0?.zh ?? "" } == [
                "entry e：它早于该会员的上一条记录；请更正时间，或按时间顺序录入", "line 0：要退 3 件，只剩 2 件可退；请更正数量",
                "line 0：要退 ¥2.01，只剩 ¥2 可退；请更正金额", "line 1：账单没有这一行：它共有 1 行，行号从 0 数起；请更正行号",
            ])
        #expect(
            said[0]?.en
                == "entry e: it is earlier than the entry before it; correct its moment, or enter things in their order"
        )
    }
}
