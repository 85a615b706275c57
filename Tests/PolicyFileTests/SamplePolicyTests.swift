import Documents
import Foundation
@testable import Loyalty
import PolicyFile
import Testing
import Vocabulary

/// `kiosk-config/policies/` of this checkout.
enum SampleFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "kiosk-config/policies")
    static let yuerong = folder.appending(path: "yuerong-2026-1.yaml")
    static let schema = folder.appending(path: "policy.schema.json")

    static func text() throws -> String { try String(contentsOf: yuerong, encoding: .utf8) }
    static func policy() throws -> Policy { try PolicyFile.read(yuerong.path) }
}

@Suite struct SamplePolicyTests {
    @Test func `The sample salon's policy has neither problems nor warnings`() throws {
        let outcome = try PolicyFile.examine(SampleFiles.yuerong.path)
        #expect(outcome.problems == [], "\(outcome.problems)")
        #expect(outcome.warnings == [], "\(outcome.warnings)")
    }

    @Test func `It shows every setting there is, each at least once`() throws {
        let outcome = try PolicyFile.examine(SampleFiles.yuerong.path)
        #expect(outcome.problems == [])
        #expect(outcome.unsaid == [])
    }

    /// Half past ten on Tuesday, 9 June 2026: 15% off the facial, 20% off the head spa, and ¥50 off services from ¥300.
    @Test func `On Members' Tuesday in the morning each line has the offer of the day that is for it`() throws {
        let policy = try SampleFiles.policy()
        let quote = try quote(["deep-clean", "head-spa"], "2026-06-09", MemberAccount.regular, policy)
        #expect(quote.payable.fen == 64_800 - 5700 - 5360 - 5000)
        #expect(quote.applied.map(\.offer) == ["member-day", "happy-hours", "spend-300-save-50"])
    }

    /// 20% off on 28 December; a week later the same birthday is over for the rules, and ¥50 off is left.
    @Test func `A birthday on 2 January has its offer once, on whatever side of New Year`() throws {
        let policy = try SampleFiles.policy()
        var account = MemberAccount.regular
        account.person = Person(joinedAtMs: policy.effectiveFromMs)
        account.person?.birthday = Birthday(month: 1, day: 2)
        #expect(try quote(["hydrating"], "2026-12-28", account, policy).applied.map(\.offer).contains("birthday"))
        var bill = try bill(["hydrating"], "2026-12-28", policy)
        bill.choice = .these(["birthday"])
        let entry = MemberEntry(id: "first", atMs: bill.atMs, policy: policy.version, fact: .bill(bill))
        #expect(try account.apply(entry, under: policy).refusal == nil)
        let again = try quote(["hydrating"], "2027-01-05", account, policy)
        #expect(!again.applied.map(\.offer).contains("birthday"))
        #expect(try quote(["hydrating"], "2027-12-28", account, policy).applied.map(\.offer).contains("birthday"))
    }

    private func quote(
        _ items: [String], _ day: String, _ account: MemberAccount, _ policy: Policy
    ) throws -> Quote { try Quote.of(try bill(items, day, policy), account, policy) }

    /// At half past ten.
    private func bill(_ items: [String], _ day: String, _ policy: Policy) throws -> Bill {
        let atMs = policy.zone.startMs(of: try #require(Day(day))) + 630 * 60_000
        return Bill(
            id: "bill-\(day)", atMs: atMs, store: "xuhui",
            lines: items.map { Bill.Line(item: $0, unitPrice: policy.items[$0]?.price ?? 0) })
    }
}

extension MemberAccount {
    /// Somebody who has bought before.
    fileprivate static var regular: MemberAccount {
        var account = MemberAccount()
        account.purchases = 1
        return account
    }
}
