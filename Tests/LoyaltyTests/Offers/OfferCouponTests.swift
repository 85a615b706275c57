@testable import Loyalty
import Testing
import Vocabulary

/// Coupons: the member's own, and codes that anybody may bring.
@Suite struct OfferCouponTests {
    private let policy = offerPolicy(
        [item("thing", 10_000)],
        [
            offer("own", .amountOff(1000), layer: .coupon) { $0.coupon = CouponRule() },
            offer("CODE", .amountOff(500), layer: .coupon) {
                var rule = CouponRule()
                rule.isPersonal = false
                rule.uses = 3
                $0.coupon = rule
            },
        ])

    private func coupon(_ id: String, issued: Int64 = 0, expires: Int64? = nil, uses: Int64 = 1) -> Coupon {
        Coupon(id: id, offer: "own", issuedAtMs: issued, expiresAtMs: expires, usesLeft: uses, source: "entry")
    }

    private func quote(_ owned: [Coupon], brought: [String], uses: [String: Int64] = [:]) throws -> Quote {
        var account = MemberAccount()
        for coupon in owned { account.coupons.add(coupon, id: coupon.id) }
        let asked = bill(policy, [("thing", 1)]) {
            $0.coupons = brought
            $0.totalUses = uses
        }
        let quote = try Quote.of(asked, account, policy)
        expectSound(quote)
        return quote
    }

    @Test func `A coupon is used only if it is put forward`() throws {
        #expect(try quote([coupon("c1")], brought: []).payable == 10_000)
        let used = try quote([coupon("c1")], brought: ["c1"])
        #expect(used.payable == 9000)
        #expect(used.applied.map(\.coupon) == ["c1"])
    }

    @Test func `A coupon that does not count at the moment is refused with the reason`() throws {
        let cases: [(Coupon, Phrase)] = [
            (coupon("c1", expires: offerNoonMs), .couponExpired), (coupon("c1", uses: 0), .couponUsedUp),
            (coupon("c1", issued: offerNoonMs + 1), .couponNotYet),
        ]
        for (coupon, phrase) in cases {
            let quote = try quote([coupon], brought: ["c1"])
            #expect(quote.payable == 10_000)
            #expect(quote.derivation.steps.contains { $0.phrase == phrase })
        }
        #expect(try quote([coupon("c1", expires: offerNoonMs + 1)], brought: ["c1"]).payable == 9000)
    }

    @Test func `Of two coupons of one offer the one that ends first is used, once`() throws {
        let quote = try quote(
            [coupon("c1"), coupon("c2", expires: offerNoonMs + 9), coupon("c3", expires: offerNoonMs + 99)],
            brought: ["c1", "c3", "c2", "c2"])
        #expect(quote.payable == 9000)
        #expect(quote.applied.map(\.coupon) == ["c2"])
        #expect(quote.derivation.steps.filter { $0.phrase == .couponOneOfOffer }.count == 2)
    }

    @Test func `A code counts for anybody until all its uses are gone`() throws {
        let used = try quote([], brought: ["CODE"], uses: ["CODE": 2])
        #expect(used.payable == 9500)
        #expect(used.applied.map(\.coupon) == ["CODE"])
        let gone = try quote([], brought: ["CODE"], uses: ["CODE": 3])
        #expect(gone.payable == 10_000)
        #expect(gone.derivation.steps.contains { $0.phrase == .couponUsedUp })
    }

    @Test func `A personal offer's id is no code, nor is somebody else's coupon`() {
        for id in ["own", "c9"] {
            #expect(throws: RuleError.unknown(kind: "coupon", id: id)) { try quote([], brought: [id]) }
        }
    }
}
