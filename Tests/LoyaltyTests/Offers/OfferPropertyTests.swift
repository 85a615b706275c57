import Loyalty
import Seeds
import Testing
import Vocabulary

/// What holds of every quote, and what a second implementation says of it.
@Suite struct OfferPropertyTests {
    /// 100 cases by seed.
    @Test(arguments: Seeds.first(56, of: 560))
    func `The oracle finds the same offers, points and amount to pay`(seed: UInt64) throws {
        for number in 0..<100 {
            let seed = seed * 1000 + UInt64(number)
            let random = RandomOfferCase(seed: seed)
            let quote = try Quote.of(random.bill, random.account, random.policy)
            let oracle = OfferOracle(bill: random.bill, account: random.account, policy: random.policy)
            let best = oracle.best()
            #expect(quote.payable.fen == best.payable, "seed \(seed)")
            #expect(quote.pointsUsed.count == best.points, "seed \(seed)")
            #expect(quote.applied.map(\.offer).sorted() == best.offers, "seed \(seed)")
            #expect(quote.search.best == quote.payable, "seed \(seed)")
            #expect(quote.search.isComplete, "seed \(seed)")
            expectSound(quote, "seed \(seed)")
            expectSameParts(quote, oracle, seed)
        }
    }

    /// The oracle, told the engine's order, takes the same off every line with every offer.
    private func expectSameParts(_ quote: Quote, _ oracle: OfferOracle, _ seed: UInt64) {
        var rest = oracle.list
        for applied in quote.applied {
            guard let offer = oracle.policy.offers.first(where: { $0.id == applied.offer }) else { continue }
            // A gift whose turn does not matter is written last; its threshold may be on what was there before.
            if applied.gift != nil { continue }
            let discounts = oracle.discounts(offer, rest)
            #expect(discounts == applied.discounts.map { Int($0.fen) }, "seed \(seed), \(offer.id)")
            for line in rest.indices { rest[line] -= Int(applied.discounts[line].fen) }
        }
        #expect(rest == quote.lines.map { Int($0.net.fen) }, "seed \(seed)")
    }

    @Test(arguments: Seeds.first(40, of: 400))
    func `The offers of the best quote, named, come to the same quote`(seed: UInt64) throws {
        for number in 0..<50 {
            let random = RandomOfferCase(seed: seed * 77_777 + UInt64(number))
            let best = try Quote.of(random.bill, random.account, random.policy)
            var named = random.bill
            named.choice = .these(best.applied.map(\.offer))
            for detail in [ReasonDetail.proof, .reasons, .figures] {
                let again = try Quote.of(named, random.account, random.policy, detail: detail)
                #expect(again.applied == best.applied, "seed \(seed), \(number)")
                #expect(again.lines == best.lines, "seed \(seed), \(number)")
                #expect(again.pointsUsed == best.pointsUsed, "seed \(seed), \(number)")
                #expect(again.search.best == best.payable, "seed \(seed), \(number)")
            }
        }
    }

    /// Offers get one another's ids; coupons and exclusions by name go with them.
    @Test(arguments: Seeds.first(40, of: 400))
    func `Swapping ids changes no figure`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for number in 0..<50 {
            let given = RandomOfferCase(seed: seed * 51_511 + UInt64(number), offers: 2...6)
            var (bill, policy) = (given.bill, given.policy)
            policy.offers = policy.offers.map { offer in
                var offer = offer
                // At one priority, so that more of them are even.
                offer.priority = 0
                return offer
            }
            let before = try Quote.of(bill, given.account, policy)
            let ids = policy.offers.map(\.id)
            let names = Dictionary(uniqueKeysWithValues: zip(ids, ids.shuffled(using: &random)))
            policy.offers = policy.offers.map { offer in
                var offer = offer
                offer.id = names[offer.id] ?? offer.id
                offer.excludes = Set(offer.excludes.map { names[$0] ?? $0 })
                return offer
            }
            bill.coupons = bill.coupons.map { names[$0] ?? $0 }
            let after = try Quote.of(bill, given.account, policy)
            #expect(after.payable == before.payable, "seed \(seed), \(number)")
            #expect(after.pointsUsed == before.pointsUsed, "seed \(seed), \(number)")
            #expect(after.lines == before.lines, "seed \(seed), \(number)")
            let (gifts, others) = (before.applied.compactMap(\.gift), after.applied.compactMap(\.gift))
            #expect(gifts.map(\.value).sorted() == others.map(\.value).sorted(), "seed \(seed), \(number)")
            #expect(gifts.map(\.kind).count == others.map(\.kind).count, "seed \(seed), \(number)")
        }
    }

    /// Whatever is said to be complete is; and more candidates never cost more than all of them would.
    @Test(arguments: Seeds.first(40, of: 400))
    func `A search that calls itself complete found what a search of all finds`(seed: UInt64) throws {
        var complete = 0
        for number in 0..<25 {
            let given = RandomOfferCase(seed: seed * 61_613 + UInt64(number), offers: 5...9)
            var policy = given.policy
            for index in policy.offers.indices where index < 5 { policy.offers[index].group = "x" }
            var bill = given.bill
            bill.points = .none
            let all = try Quote.of(bill, given.account, policy)
            policy.stacking.searchLimit = 3
            let few = try Quote.of(bill, given.account, policy)
            #expect(few.payable >= all.payable, "seed \(seed), \(number)")
            let isNone = few.derivation.steps.contains { $0.phrase == .searchComplete || $0.phrase == .searchNone }
            #expect(isNone == few.search.isComplete, "seed \(seed), \(number)")
            guard few.search.isComplete else { continue }
            complete += 1
            #expect(few.payable == all.payable, "seed \(seed), \(number)")
        }
        #expect(complete > 0)
    }

    @Test(arguments: Seeds.first(40, of: 400))
    func `No offers that somebody may name are cheaper than the best`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for number in 0..<25 {
            let given = RandomOfferCase(seed: seed * 31_337 + UInt64(number), offers: 4...9)
            var bill = given.bill
            let best = try Quote.of(bill, given.account, given.policy)
            for _ in 0..<4 {
                let ids = given.policy.offers.map(\.id).shuffled(using: &random)
                bill.choice = .these(Array(ids.prefix(Int.random(in: 0...ids.count, using: &random))))
                let chosen = try Quote.of(bill, given.account, given.policy)
                expectSound(chosen, "seed \(seed), \(number)")
                #expect(chosen.payable >= best.payable, "seed \(seed), \(number)")
                #expect(chosen.search.best == best.payable, "seed \(seed), \(number)")
                #expect(Set(chosen.applied.map(\.offer)).isSubset(of: Set(ids)), "seed \(seed), \(number)")
            }
        }
    }

    @Test(arguments: Seeds.first(20, of: 200))
    func `Parts by largest remainder sum to the whole and exceed no weight`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for count in [1, 2, 3, 10, 64, 65, 1000] {
            let most: Int64 = Bool.random(using: &random) ? 1000 : Bounds.amount / 1000
            let weights = (0..<count).map { _ in Int64.random(in: 0...most, using: &random) }
            let sum = weights.reduce(0, +)
            let amount = Int64.random(in: 0...sum, using: &random)
            let parts = LargestRemainder.parts(of: amount, by: weights)
            #expect(parts.reduce(0, +) == amount)
            #expect(zip(parts, weights).allSatisfy { $0 <= $1 && $0 >= 0 })
            let exact = zip(parts, weights).allSatisfy { part, weight in
                let share = Int128(amount) * Int128(weight)
                return (Int128(part - 1) * Int128(sum)..<Int128(part + 1) * Int128(sum)).contains(share)
                    || sum == 0
            }
            #expect(exact, "a part is a fen or more away from its share")
        }
    }

    @Test(arguments: Seeds.first(50, of: 500))
    func `Weights too large to be split by keep their ratio, those that fit stay as they are`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let small = (0..<5).map { _ in Int128(Int64.random(in: 0...Int64.max / 5, using: &random)) }
        #expect(LargestRemainder.fitted(small) == small.map { Int64($0) })
        let large = small.map { $0 << Int128(Int.random(in: 0...60, using: &random)) } + [Int128(0), Int128(1) << 120]
        let amount = Int64.random(in: 0...Bounds.amount, using: &random)
        let parts = LargestRemainder.parts(of: amount, by: LargestRemainder.fitted(large))
        #expect(parts.reduce(0, +) == amount && parts.allSatisfy { $0 >= 0 } && parts[5] == 0)
        let sum = large.reduce(0, +)
        for (part, weight) in zip(parts, large) {
            let share = Double(amount) * (Double(weight) / Double(sum))
            #expect(abs(Double(part) - share) <= 1.01, "\(part), \(share)")
        }
    }
}
