import Foundation
import KioskTesting
import Testing

/// `kioskctl policy` as scripts see it: what it prints, what it complains of, and its exit status.
@Suite(.serialized) struct PolicyProgramTests {
    private static let base = """
        version: base
        name: {zh: 基础, en: Base}
        effectiveFrom: 2026-01-01
        zone: Asia/Shanghai
        items:
          mask: {name: {zh: 面膜, en: Mask}, kind: product, category: masks, price: ¥100}
        earning:
          per: ¥100
          amounts:
            standard: {points: 10}
        tiers:
          levels:
            classic: {name: {zh: 普通会员, en: Classic}}
            silver: {name: {zh: 银卡会员, en: Silver}, reach: {spend: ¥300}}

        """
    /// Twice the points, ¥10 off every bill.
    private static let draft =
        base.replacing("version: base", with: "version: draft").replacing("points: 10", with: "points: 20") + """
            offers:
              ten-off: {name: {zh: 减 10 元, en: ¥10 off}, layer: bill, effect: {kind: amountOff, amount: ¥10}}

            """
    private static let history = """
        {"member": "m-1", "id": "b-1", "at": "2026-01-03T10:00:00+08:00", "policy": "base", "kind": "bill", \
        "store": "s", "lines": [{"item": "mask", "unitPriceFen": 10000}]}
        {"member": "m-1", "id": "b-2", "at": "2026-02-03T10:00:00+08:00", "policy": "base", "kind": "bill", \
        "store": "s", "lines": [{"item": "mask", "quantity": 2, "unitPriceFen": 10000}]}

        {"member": "m-2", "id": "b-3", "at": "2026-02-05T10:00:00+08:00", "policy": "base", "kind": "bill", \
        "store": "s", "lines": [{"item": "mask", "unitPriceFen": 5000}]}

        """

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder("policy")
        for (name, text) in [("base.yaml", Self.base), ("draft.yaml", Self.draft), ("history.jsonl", Self.history)] {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
    }

    private func run(_ arguments: String..., input: String = "") async throws -> PolicyProgram.Outcome {
        try await PolicyProgram.run(arguments, input: input, in: folder)
    }

    private static func bill(_ lines: String, at: String = "2026-03-01") -> String {
        "{\"at\": \"\(at)T10:00:00+08:00\", \"ask\": {\"kind\": \"bill\", \"store\": \"s\", \"lines\": [\(lines)]}}"
    }

    @Test func `A bill is explained in sentences of either language, or as JSON`() async throws {
        let bill = Self.bill("{\"item\": \"mask\", \"unitPriceFen\": 10000}")
        let chinese = try await run("explain", "--policy", "base.yaml", "--words", "zh", input: bill)
        #expect(
            chinese
                == PolicyProgram.Outcome(
                    status: 0,
                    output: "应付 ¥100\n得 10 分\n为什么：\n  没有可用于本单的优惠\n"
                        + "  ¥100 × 10/¥100 × 等级 1 × 活动 1 = 10 → 10 分\n", errors: ""))
        let english = try await run("explain", "--policy", "base.yaml", "--words", "en", input: bill)
        #expect(
            english.status == 0 && english.output.hasPrefix("to pay: ¥100\nearns 10 points\nwhy:\n  "), "\(english)")
        let json = try await run("explain", "--policy", "base.yaml", "-", input: bill)
        #expect(json.status == 0 && json.output.contains("\"payableFen\": 10000"), "\(json)")
    }

    @Test(arguments: [
        ("{\"at\": ", "standard input:1:8: not JSON: ends too early"), ("", "standard input: empty, or not UTF-8"),
        (bill("{\"item\": \"x\", \"unitPriceFen\": 1}"), "the policy has no item x"),
        (
            bill("{\"item\": \"mask\", \"unitPriceFen\": -1}"),
            "ask.lines[0].unitPriceFen: -1 is out of range; allowed: 0 to 1000000000000"
        ),
        (
            bill("{\"item\": \"mask\", \"unitPriceFen\": 1000000000000000000}"),
            "ask.lines[0].unitPriceFen: 1000000000000000000 is out of range; allowed: 0 to 1000000000000"
        ),
        (
            bill("{\"item\": \"mask\", \"quantity\": 10000, \"unitPriceFen\": 1000000000000}"),
            "bill.lines is 10000000000000000, which is out of bounds (1000000000000 at most); check what was entered"
        ),
        (bill(""), "ask.lines: has 0 entries; allowed: 1 to 1000"),
        (
            bill("{\"item\": \"mask\", \"unitPriceFen\": 1}", at: "2025-03-01"),
            "the policy was not in force yet at 2025-03-01 "
        ),
    ])
    func `What makes no sense is refused in words, with status 65`(_ input: String, _ says: String) async throws {
        let outcome = try await run("explain", "--policy", "base.yaml", input: input)
        #expect(outcome.status == 65 && outcome.errors.contains(says), "\(outcome)")
        #expect(outcome.errors.hasPrefix("kioskctl: ") && outcome.errors.count { $0 == "\n" } == 1, "\(outcome)")
    }

    @Test func `A policy that divides by zero is refused by check, explain and replay`() async throws {
        let zero = folder.appending(path: "zero.yaml")
        try Self.base.replacing("per: ¥100", with: "per: ¥0").write(to: zero, atomically: true, encoding: .utf8)
        let says = "zero.yaml:8:8: earning.per: ¥0 is out of range; allowed: ¥0.01 to ¥10000000000, as ¥88 or ¥88.00\n"
        let check = try await run("check", "zero.yaml", "base.yaml")
        #expect(
            check
                == PolicyProgram.Outcome(
                    status: 65, output: says + "base.yaml: base is sound\n",
                    errors: "kioskctl: 1 problem in 1 of 2 files\n"))
        let explain = try await run("explain", "--policy", "zero.yaml", input: "{}")
        #expect(explain == PolicyProgram.Outcome(status: 65, output: "", errors: "kioskctl: " + says))
        let replay = try await run(
            "replay", "--from", "2026-02-01", "--policy", "zero.yaml", "--published", "base.yaml", "history.jsonl")
        #expect(replay == PolicyProgram.Outcome(status: 65, output: "", errors: "kioskctl: " + says))
    }

    /// By hand: in February ¥200 and ¥50 were paid for 20 and 5 points, after 10 in January. Under the draft they
    /// come to ¥190 and ¥40, which earn 38 and 8; and ¥100 + ¥190 no longer reach silver.
    @Test func `A draft is replayed over a small history`() async throws {
        let arguments = ["--from", "2026-02-01", "--policy", "draft.yaml", "--published", "base.yaml"]
        let table = try await run(
            "replay", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5],
            "history.jsonl")
        let expected = """
            2 members, 3 entries under draft

                                         as it was         draft        change
            paid                              ¥250          ¥230          -¥20
            discounts                           ¥0           ¥20          +¥20
            points earned                       25            46           +21
            points liability                    35            56           +21
            stored value                        ¥0            ¥0            ¥0

            members who move tier:
              silver -> classic: 1
            """
        #expect(table.status == 0 && table.errors.isEmpty && table.output.hasPrefix(expected), "\(table)")
        let sorted = Self.history.split(separator: "\n")
        let torn = [sorted[0], sorted[2], sorted[1]].joined(separator: "\n")
        let refused = try await run(
            "replay", arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], input: torn)
        #expect(
            refused
                == PolicyProgram.Outcome(
                    status: 65, output: "",
                    errors: "kioskctl: standard input:3: entries of member m-1 stand in two places; sort by member\n"))
    }
}
