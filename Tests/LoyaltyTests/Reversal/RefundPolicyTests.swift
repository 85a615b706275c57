@testable import Loyalty
import Testing
import Vocabulary

/// Terms of a sale are those of its day, whatever the policy has become.
@Suite struct RefundPolicyTests {
    private let now = Sample.t0

    private func policy(_ version: String, from days: Int64, _ change: (inout Policy) -> Void) -> Policy {
        var policy = Sample.policy {
            $0.items["care"] = Item(
                id: "care", name: Bilingual(both: "care"), kind: .service, category: "care", price: 100_000)
            $0.earning.perFen = 1000
            $0.earning.amounts = [AmountRule(id: "spend", points: 1)]
            change(&$0)
        }
        policy.version = version
        policy.effectiveFromMs = days * StoreZone.dayMs
        return policy
    }

    @Test(arguments: ReversalRules.Shortfall.allCases)
    func `A refund goes by the policy of its bill, and the tier by its own`(shortfall: ReversalRules.Shortfall) throws {
        let old = policy("old", from: 0) { $0.reversal.shortfall = shortfall }
        let new = policy("new", from: 1) {
            $0.reversal.shortfall = shortfall == .debt ? .withinBalance : .debt
        }
        var bill = Bill(
            id: "b", atMs: now, store: "s", lines: [.init(item: "care", quantity: 1, unitPrice: 100_000)])
        bill.choice = .these([])
        let entries = [
            MemberEntry(id: "b", atMs: now, policy: "old", fact: .bill(bill)),
            MemberEntry(
                id: "s", atMs: now + 1, policy: "new",
                fact: .spend(Amount(points: Points(100_000), money: .zero))),
            MemberEntry(id: "r", atMs: now + 2, policy: "new", fact: .refund(Refund(bill: "b"))),
        ]
        let both = try History.replayed(entries, under: PolicyBook([old, new])).account
        var alone = entries
        for index in alone.indices { alone[index].policy = "old" }
        let wholly = try History.replayed(alone, under: PolicyBook([old])).account
        #expect(both.purse == wholly.purse)
        for index in alone.indices { alone[index].policy = "new" }
        let other = try History.replayed(alone, under: PolicyBook([new])).account
        #expect(both.pointsBalance(atMs: now + 3) == wholly.pointsBalance(atMs: now + 3))
        if shortfall != .onlyPending { #expect(other.purse != both.purse) }
    }

    @Test func `What went back whole cannot go back again`() throws {
        let policy = policy("p", from: 0) { _ in }
        let bill = Bill(
            id: "b", atMs: now, store: "s", lines: [.init(item: "care", quantity: 2, unitPrice: 100)])
        var account = MemberAccount()
        _ = try account.apply(MemberEntry(id: "b", atMs: now, policy: "p", fact: .bill(bill)), under: policy)
        let parts = [Refund.Part(line: 0, .units(1))]
        for (id, parts) in [("r1", parts), ("r2", [])] {
            let refund = MemberEntry(id: id, atMs: now, policy: "p", fact: .refund(Refund(bill: "b", parts: parts)))
            #expect(try account.apply(refund, under: policy).refusal == nil)
        }
        let before = account
        let again = MemberEntry(id: "r3", atMs: now, policy: "p", fact: .refund(Refund(bill: "b")))
        let refusal = try account.apply(again, under: policy).refusal
        #expect(refusal?.words.en == "nothing of bill b is left to go back")
        #expect(account == before)
    }

    @Test func `Sessions of a package go back by the policy of the bill that bought them`() throws {
        let (old, new) = (policy("old", from: 0) { _ in }, policy("new", from: 1) { _ in })
        let book = PolicyBook([old, new])
        let bill = Bill(id: "b", atMs: now, store: "s", lines: [.init(item: "care", quantity: 1, unitPrice: 100)])
        var account = MemberAccount()
        _ = try account.apply(MemberEntry(id: "b", atMs: now, policy: "old", fact: .bill(bill)), under: old)
        let lot = PackageLot(
            id: "p", terms: PackageKind(id: "k", name: Bilingual(both: "k"), sessions: ["care": 3], price: 300),
            source: "b", boughtAtMs: now, paid: 300, left: ["care": 3], expiresAtMs: nil)
        account.packages.add(lot, id: "p")
        func sale(_ fact: MemberFact) throws -> String? {
            let entry = MemberEntry(id: "r", atMs: now + 1, policy: "new", fact: fact)
            return try book.sale(of: entry, in: account)?.version
        }
        #expect(try sale(.package(lot: "p", .refund(sessions: [:]))) == "old")
        #expect(try sale(.refund(Refund(bill: "b"))) == "old")
        #expect(try sale(.package(lot: "p", .extend(days: 3))) == nil)
        #expect(try sale(.refund(Refund(bill: "unknown"))) == nil)
    }
}
