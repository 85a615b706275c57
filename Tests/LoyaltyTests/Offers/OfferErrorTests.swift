import Loyalty
import Testing
import Vocabulary

/// What cannot be answered is refused with words, never with a crash.
@Suite struct OfferErrorTests {
    private let policy = offerPolicy([item("thing", 100)], [offer("ten", percent(10))])

    private func expectRefused(
        _ error: RuleError, policy changed: Policy? = nil, _ change: (inout Bill) -> Void
    ) {
        let policy = changed ?? policy
        let asked = bill(policy, [("thing", 1)], change: change)
        #expect(throws: error) { try Quote.of(asked, MemberAccount(), policy) }
        #expect(!error.words.zh.isEmpty && !error.words.en.isEmpty)
    }

    @Test func `An impossible bill is refused with what is wrong`() {
        expectRefused(.emptyBill) { $0.lines = [] }
        expectRefused(.tooManyLines(1001)) { $0.lines = Array(repeating: $0.lines[0], count: 1001) }
        expectRefused(.negativePrice(line: 1, fen: -1)) { $0.lines[0].unitPrice = -1 }
        expectRefused(.negativePrice(line: 1, fen: .min)) { $0.lines[0].unitPrice = Money(fen: .min) }
        expectRefused(.badQuantity(line: 1, quantity: 0)) { $0.lines[0].quantity = 0 }
        expectRefused(.badQuantity(line: 1, quantity: .max)) { $0.lines[0].quantity = .max }
        expectRefused(.outOfBounds(what: "unitPrice", amount: 1_000_000_000_000_000_000)) {
            $0.lines[0].unitPrice = 1_000_000_000_000_000_000
        }
        expectRefused(.outOfBounds(what: "bill.lines", amount: 2 * Bounds.amount)) {
            $0.lines[0].unitPrice = Money(fen: Bounds.amount)
            $0.lines[0].quantity = 2
        }
        expectRefused(.unknown(kind: "item", id: "massage")) { $0.lines[0].item = "massage" }
        expectRefused(.unknown(kind: "coupon", id: "ten")) { $0.coupons = ["ten"] }
        expectRefused(.unknown(kind: "offer", id: "none")) { $0.choice = .these(["ten", "none"]) }
        expectRefused(.momentOutOfBounds(atMs: .max)) { $0.atMs = .max }
        expectRefused(.momentOutOfBounds(atMs: -1)) { $0.atMs = -1 }
        expectRefused(.outOfBounds(what: "bill.points", amount: -5)) { $0.points = .atMost(-5) }
        var later = policy
        later.effectiveFromMs = offerNoonMs + 1
        expectRefused(.beforePolicy(atMs: offerNoonMs, zone: .shanghai), policy: later) { _ in }
    }

    @Test func `A figure in the policy that divides by zero is refused by its path`() {
        let effects: [(Offer.Effect, String)] = [
            (.amountOffEvery(every: 0, off: 1, times: nil), "effect.every"),
            (.percentOff(basisPoints: 10_001, cap: nil), "effect.basisPoints"),
            (.percentOff(basisPoints: -1, cap: nil), "effect.basisPoints"),
            (.percentOff(basisPoints: 1, cap: -1), "effect.cap"), (.amountOff(-1), "effect.amountOff"),
            (.amountOff(.max), "effect.amountOff"), (.fixedPrice(-1), "effect.fixedPrice"),
            (.buyGet(buy: 0, free: 0, basisPoints: 1, times: nil), "effect.free"),
            (.gift(Gift(kind: .points(1), value: -1)), "effect.value"),
        ]
        for (effect, path) in effects { expectSenseless("offers.x.\(path)") { $0.offers = [offer("x", effect)] } }
        expectSenseless("stacking.roundBillToFen") { $0.stacking.roundBillToFen = 0 }
        expectSenseless("moneyOff.points") { $0.moneyOff = MoneyOffRule(points: 0, fen: 1) }
        expectSenseless("moneyOff.step") {
            $0.moneyOff = MoneyOffRule(points: Bounds.amount, fen: 1)
            $0.moneyOff?.step = 2
        }
    }

    private func expectSenseless(_ path: String, _ change: (inout Policy) -> Void) {
        var policy = policy
        change(&policy)
        do {
            _ = try Quote.of(bill(policy, [("thing", 1)]), MemberAccount(), policy)
            Issue.record("\(path) was taken")
        } catch {
            guard case RuleError.senseless(path, _) = error else {
                Issue.record("\(error) instead of \(path)")
                return
            }
        }
    }

    @Test func `The greatest bill that is allowed is quoted exactly`() throws {
        let offers = [
            offer("third", .percentOff(basisPoints: 3333, cap: nil), priority: 1),
            offer("every", .amountOffEvery(every: 1, off: 1, times: Bounds.amount), priority: 2) {
                $0.threshold = OfferThreshold(fen: 0, base: .running)
            },
            offer("units", .buyGet(buy: 1, free: 1, basisPoints: 9999, times: nil), priority: 0),
        ]
        var policy = offerPolicy([item("thing", 100_000_000)], offers) {
            $0.moneyOff = MoneyOffRule(points: 1, fen: 1)
        }
        let asked = bill(policy, [("thing", 10_000)]) { $0.points = .all }
        let quote = try Quote.of(asked, account(points: .max), policy)
        #expect(quote.payable == 0)
        #expect(quote.list == Money(fen: Bounds.amount))
        expectSound(quote)
        policy.offers.removeAll { $0.id == "every" }
        let paid = try Quote.of(bill(policy, [("thing", 10_000)]), MemberAccount(), policy)
        // 5 000 units at 99.99 % off leave 500 050 000 000; of that 33.33 % off.
        #expect(paid.applied.map(\.discount) == [499_950_000_000, 166_666_665_000])
        expectSound(paid)
    }
}
