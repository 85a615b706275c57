import Loyalty
import Testing
import Vocabulary

/// Groups of which one offer a line is applied, beside those of which one is applied to the whole bill.
@Suite struct LineGroupTests {
    private let items = [item("facial", 38_000), item("head-spa", 26_800), item("nails", 28_800)]

    private func policy(_ offers: [Offer], isByLine: Bool = true) -> Policy {
        offerPolicy(items, offers) { if isByLine { $0.stacking.lineGroups = ["day"] } }
    }

    private func inGroup(_ id: String, _ share: Int64, _ items: String..., priority: Int = 0) -> Offer {
        offer(id, percent(share), layer: .item, priority: priority) {
            $0.group = "day"
            $0.scope.items = Set(items)
        }
    }

    private func quote(_ policy: Policy, _ items: String...) throws -> Quote {
        try Quote.of(bill(policy, items.map { ($0, 1) }), MemberAccount(), policy)
    }

    @Test func `Two offers of a group by the line are both applied where no line has both`() throws {
        let offers = [inGroup("tuesday", 15, "facial"), inGroup("morning", 20, "head-spa", "nails")]
        #expect(try quote(policy(offers), "facial", "head-spa").payable == 32_300 + 21_440)
        #expect(try quote(policy(offers, isByLine: false), "facial", "head-spa").payable == 38_000 + 26_800 - 5700)
    }

    @Test func `No line has two of them, and the better ones are taken`() throws {
        let offers = [
            inGroup("tuesday", 15, "facial", "head-spa"), inGroup("morning", 20, "head-spa"),
            inGroup("hands", 10, "nails"),
        ]
        let quote = try quote(policy(offers), "facial", "head-spa", "nails")
        #expect(quote.applied.map(\.offer) == ["hands", "tuesday"])
        #expect(quote.payable.fen == 93_600 - 2880 - 9720)
        #expect(quote.derivation.steps.contains { $0.rule == "morning" && $0.phrase == .refusedExcluded })
        let alone = try self.quote(policy(offers), "head-spa", "nails")
        #expect(alone.applied.map(\.offer).sorted() == ["hands", "morning"])
    }

    @Test func `Named offers keep to it, and the name of the group still excludes all of it`() throws {
        var offers = [inGroup("tuesday", 15, "facial"), inGroup("morning", 20, "facial", "head-spa", priority: 1)]
        var asked = bill(policy(offers), [("facial", 1), ("head-spa", 1)])
        asked.choice = .these(["tuesday", "morning"])
        #expect(try Quote.of(asked, MemberAccount(), policy(offers)).applied.map(\.offer) == ["tuesday"])
        offers.append(offer("first", percent(50), layer: .item, priority: 9) { $0.excludes = ["day"] })
        #expect(try quote(policy(offers), "facial", "head-spa").applied.map(\.offer) == ["first"])
    }

    /// Buy two, get one takes the price off the cheapest line only; the others may have a price of their own.
    @Test func `An offer on units touches the lines of these units`() throws {
        var free = inGroup("free", 0, "facial", "head-spa", "nails", priority: 1)
        free.effect = .buyGet(buy: 2, free: 1, basisPoints: 10_000, times: nil)
        let quote = try quote(policy([inGroup("tuesday", 15, "facial"), free]), "facial", "head-spa", "nails")
        #expect(quote.payable.fen == 32_300 + 28_800)
    }
}
