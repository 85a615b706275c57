import Loyalty
import Seeds
import Testing
import Vocabulary

/// What the policy's check says of offers, against thousands of bills.
@Suite struct OfferCheckPropertyTests {
    private static let items = [
        item("a", 10_000, category: "x"), item("b", 5000, category: "y"), item("c", 2000, category: "z"),
    ]

    private static func scope(_ random: inout SeededGenerator) -> ItemScope {
        var scope = ItemScope()
        switch Int.random(in: 0..<6, using: &random) {
        case 0: scope.items = ["a"]
        case 1: scope.categories = ["x", "y"]
        case 2: scope.categories = ["y", "z"]
        default: break
        }
        return scope
    }

    private static func offer(_ id: String, _ random: inout SeededGenerator) -> Offer {
        let rate: Int64 = [Int64(1000), 2000, 3000, 5000].randomElement(using: &random) ?? 1000
        let fen: Int64 = [Int64(500), 1000, 2000, 4000].randomElement(using: &random) ?? 500
        let cap: Int64? = [nil, nil, 700, 1500].randomElement(using: &random) ?? nil
        let effect: Offer.Effect =
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1, 2: .percentOff(basisPoints: rate, cap: cap)
            case 3, 4: .amountOff(fen)
            case 5: .amountOffEvery(every: 10_000, off: fen, times: nil)
            case 6: .fixedPrice(fen * 2)
            case 7: .buyGet(buy: 1, free: 1, basisPoints: rate, times: nil)
            case 8: .cheapestOff(basisPoints: rate, cap: cap)
            default: .gift(Gift(kind: .points(fen), value: fen / 1000))
            }
        var offer = LoyaltyTests.offer(id, effect, layer: .bill)
        offer.scope = scope(&random)
        if Int.random(in: 0..<4, using: &random) == 0 { offer.base = .list }
        if Int.random(in: 0..<3, using: &random) == 0 {
            let from: Int64 = [Int64(3000), 8000, 15_000, 25_000].randomElement(using: &random) ?? 3000
            offer.threshold = OfferThreshold(
                fen: from, base: Int.random(in: 0..<4, using: &random) == 0 ? .running : .list)
        }
        return offer
    }

    /// Small ones, on which amounts run out, and large ones, on which caps bind.
    private static func bill(_ policy: Policy, _ random: inout SeededGenerator) -> Bill {
        var bill = Bill(id: "bill", atMs: offerNoonMs, store: "west", lines: [])
        let most: Int64 = [Int64(1500), 6000, 20_000].randomElement(using: &random) ?? 6000
        let many: Int64 = [Int64(3), 3, 3, 40].randomElement(using: &random) ?? 3
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            bill.lines.append(
                Bill.Line(
                    item: ["a", "b", "c"].randomElement(using: &random) ?? "a",
                    quantity: Int64.random(in: 1...many, using: &random),
                    unitPrice: Money(fen: Int64.random(in: 100...most, using: &random))))
        }
        return bill
    }

    private static func short(_ offer: Offer) -> String {
        let threshold = offer.threshold.map { "from \($0.fen) \($0.base)" } ?? ""
        return "\(offer.id) \(offer.effect) \(offer.base) \(threshold) \(offer.scope.items)\(offer.scope.categories)"
            + " \(offer.layer) \(offer.priority) \(offer.group ?? "")"
    }

    private static func hasCap(_ offer: Offer) -> Bool {
        switch offer.effect {
        case .percentOff(_, let cap), .cheapestOff(_, let cap): cap != nil
        default: false
        }
    }

    private static func flagged(_ policy: Policy, _ says: String) -> [String] {
        PolicyCheck.findings(policy).filter { $0.severity == .error && $0.words.en.hasPrefix(says) }.map {
            String($0.path.split(separator: ".")[1])
        }
    }

    @Test(arguments: Seeds.first(16, of: 160))
    func `What can never win is never applied`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var unreachable = 0
        for number in 0..<300 {
            let offers = (0..<5).map { index in
                var offer = Self.offer("\(Character(UnicodeScalar(UInt8(112 + index))))", &random)
                if index < 3 { offer.group = "g" }
                offer.layer = [.bill, .bill, .bill, .tier].randomElement(using: &random) ?? .bill
                offer.priority = Int.random(in: 0...2, using: &random)
                return offer
            }
            let policy = offerPolicy(Self.items, offers)
            let never = Self.flagged(policy, "can never win")
            unreachable += never.count
            guard !never.isEmpty else { continue }
            for _ in 0..<25 {
                let bill = Self.bill(policy, &random)
                let applied = try Quote.of(bill, MemberAccount(), policy).applied.map(\.offer)
                #expect(Set(applied).isDisjoint(with: never), "seed \(seed), \(number): \(offers.map(Self.short))")
            }
        }
        #expect(unreachable > 0)
    }

    /// What one bill comes to with the two in either order.
    private static func differences(_ offers: [Offer], bills: Int, _ random: inout SeededGenerator) throws -> Int64 {
        var policies: [Policy] = []
        for first in 0...1 {
            var ordered = offers
            for index in 0...1 { ordered[index].priority = index == first ? 0 : 1 }
            policies.append(offerPolicy(items, ordered))
        }
        var most: Int64 = 0
        for _ in 0..<bills {
            let bill = bill(policies[0], &random)
            let payable = try policies.map { try Quote.of(bill, MemberAccount(), $0, detail: .figures).payable.fen }
            most = max(most, abs(payable[0] - payable[1]))
        }
        return most
    }

    /// A rounding of a fen by offer and line is no reason to ask for a priority.
    @Test(arguments: Seeds.first(16, of: 160))
    func `Offers tie if, and only if, their order changes what is paid`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var ties = 0
        for number in 0..<25 {
            let offers = [Self.offer("p", &random), Self.offer("q", &random)]
            let policy = offerPolicy(Self.items, offers)
            let sizes = offers.map { offer in Self.items.filter(offer.scope.contains) }
            let meets = sizes[0].contains { sizes[1].map(\.id).contains($0.id) }
            guard sizes[0].count == sizes[1].count, meets else { continue }
            let isTie = !Self.flagged(policy, "ties with").isEmpty
            ties += isTie ? 1 : 0
            // What is not claimed: shares of list prices, and caps, which differ on few bills.
            guard isTie || offers.allSatisfy({ $0.base == .running && !Self.hasCap($0) }) else { continue }
            let difference = try Self.differences(offers, bills: isTie ? 600 : 150, &random)
            #expect(
                isTie ? difference > 0 : difference <= 4,
                "seed \(seed), \(number): \(difference), \(offers.map(Self.short))")
        }
        #expect(ties > 0)
    }
}
