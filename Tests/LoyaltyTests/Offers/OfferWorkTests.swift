import Loyalty
import Seeds
import Testing
import Vocabulary

/// The work of a search is bounded by counted steps, so that one bill has one answer on every machine.
@Suite struct OfferWorkTests {
    private func bill(lines: Int, _ policy: Policy, points: Bill.PointsWish = .none) -> Bill {
        LoyaltyTests.bill(policy, (0..<lines).map { ("i\($0)", 1 + Int64($0 % 3)) }) { $0.points = points }
    }

    private func items(_ count: Int) -> [Item] {
        (0..<count).map { item("i\($0)", 9900 + Int64($0) * 733, category: ["hair", "skin", "nails"][$0 % 3]) }
    }

    /// Twelve percentages that all combine, four of them with a threshold on what is left: 20,736 combinations.
    private func percentages(on categories: Set<String> = []) -> [Offer] {
        (0..<12).map { number in
            offer("o\(number)", percent(3 + Int64(number) % 4), priority: number) {
                $0.threshold = number < 4 ? OfferThreshold(fen: 100 + Int64(number), base: .running) : nil
                if number % 3 == 2 { $0.scope.categories = categories }
            }
        }
    }

    @Test(arguments: [10, 200, 1000])
    func `Long bills with twelve running percentages are searched to the end`(lines: Int) throws {
        for categories in [Set<String>(), ["skin"]] {
            for points in [Bill.PointsWish.none, .all] {
                let policy = offerPolicy(items(lines), percentages(on: categories)) {
                    $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
                }
                let asked = bill(lines: lines, policy, points: points)
                let quote = try Quote.of(asked, account(points: Bounds.amount), policy, detail: .figures)
                #expect(quote.search.isComplete, "\(lines) lines, \(categories), \(points)")
                #expect(quote.search.combinations == 20_736)
                #expect(quote.applied.count == 12)
            }
        }
    }

    /// Each excludes a few others, at random: what is left out decides what can be taken, and no bound sees it.
    private func crowded(seed: UInt64, offers: Int) -> Policy {
        var random = SeededGenerator(seed: seed)
        let ids = (0..<offers).map { "o\($0)" }
        return offerPolicy(
            items(50),
            ids.enumerated().map { number, id in
                offer(id, percent(Int64.random(in: 3...5, using: &random)), priority: number) {
                    $0.excludes = Set(ids.filter { $0 != id }.shuffled(using: &random).prefix(3))
                }
            })
    }

    @Test func `Where the bound on steps is reached the answer says so, and is the same again`() throws {
        let policy = crowded(seed: 3, offers: 60)
        let asked = bill(lines: 50, policy)
        let quote = try Quote.of(asked, MemberAccount(), policy)
        #expect(quote.search.isCutShort && !quote.search.isComplete)
        #expect(!quote.search.notTried.isEmpty)
        #expect(Set(quote.search.notTried).isDisjoint(with: quote.applied.map(\.offer)))
        #expect(quote.derivation.steps.contains { $0.phrase == .searchCutShort })
        #expect(quote.derivation.steps.contains { $0.phrase == .searchCompleteTried })
        #expect(!quote.derivation.steps.contains { $0.phrase == .searchComplete })
        #expect(quote.search.best == quote.payable)
        expectSound(quote)
        let again = try Quote.of(asked, MemberAccount(), policy, detail: .figures)
        #expect(again.payable == quote.payable && again.applied == quote.applied)
        // Whoever takes the best by themselves one after the other, as far as they are permitted, pays no less.
        var greedy = asked
        greedy.choice = .these(policy.offers.map(\.id))
        #expect(try Quote.of(greedy, MemberAccount(), policy, detail: .figures).payable >= quote.payable)
    }

    /// Small enough for the oracle, and denser than its own cases: many that exclude one another.
    @Test(arguments: Seeds.first(20, of: 200))
    func `Of offers that exclude a few others each the oracle finds the same`(seed: UInt64) throws {
        var policy = crowded(seed: seed, offers: 9)
        policy.stacking.searchLimit = 4
        let asked = bill(lines: 5, policy)
        let quote = try Quote.of(asked, MemberAccount(), policy)
        let best = OfferOracle(bill: asked, account: MemberAccount(), policy: policy).best()
        #expect(quote.payable.fen == best.payable && quote.applied.map(\.offer).sorted() == best.offers)
        #expect(quote.search.isComplete)
    }
}
