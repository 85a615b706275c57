import Loyalty
import Testing
import Vocabulary

/// Noon in Shanghai on Wednesday, 4 March 2026.
let offerNoonMs: Int64 = 1_772_596_800_000

func words(_ text: String) -> Bilingual { Bilingual(zh: text, en: text) }

/// A policy that begins in 1970, with its price list and offers.
func offerPolicy(_ items: [Item], _ offers: [Offer], change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy(version: "test-1", name: words("test"), effectiveFromMs: 0, zone: .shanghai)
    policy.items = Dictionary(uniqueKeysWithValues: items.map { ($0.id, $0) })
    policy.offers = offers
    change(&policy)
    return policy
}

func item(_ id: String, _ price: Int64, category: String = "care", tax: Int64 = 0) -> Item {
    var item = Item(id: id, name: words(id), kind: .service, category: category, price: Money(fen: price))
    item.taxBasisPoints = tax
    return item
}

func offer(
    _ id: String, _ effect: Offer.Effect, layer: Offer.Layer = .bill, priority: Int = 0,
    change: (inout Offer) -> Void = { _ in }
) -> Offer {
    var offer = Offer(id: id, name: words(id), layer: layer, priority: priority, effect: effect)
    change(&offer)
    return offer
}

func percent(_ percent: Int64, cap: Int64? = nil) -> Offer.Effect {
    .percentOff(basisPoints: percent * 100, cap: cap)
}

/// A bill of all items of the price list that are named, with their quantity.
func bill(
    _ policy: Policy, _ lines: [(String, Int64)], atMs: Int64 = offerNoonMs, change: (inout Bill) -> Void = { _ in }
) -> Bill {
    var bill = Bill(
        id: "bill", atMs: atMs, store: "west",
        lines: lines.map { Bill.Line(item: $0.0, quantity: $0.1, unitPrice: policy.items[$0.0]?.price ?? 0) })
    change(&bill)
    return bill
}

/// A one-line bill of something that costs so much.
func quoteOf(
    _ fen: Int64, _ offers: [Offer], choice: Bill.Choice = .best, account: MemberAccount = MemberAccount(),
    change: (inout Policy) -> Void = { _ in }
) throws -> Quote {
    let policy = offerPolicy([item("thing", fen)], offers, change: change)
    return try Quote.of(bill(policy, [("thing", 1)]) { $0.choice = choice }, account, policy)
}

func account(points: Int64) -> MemberAccount {
    var account = MemberAccount()
    account.purse.grant(
        PurseLot(id: "lot", currency: .points, source: "test", granted: points, gainedAtMs: 0, expiresAtMs: nil))
    return account
}

func scope(_ items: String...) -> ItemScope {
    var scope = ItemScope()
    scope.items = Set(items)
    return scope
}

/// Σ of parts, nothing below zero, and figures that fit together: true of every quote.
func expectSound(_ quote: Quote, _ comment: Comment? = nil) {
    #expect(quote.payable >= 0, comment)
    #expect(quote.lines.allSatisfy { $0.net >= 0 && $0.payable >= 0 && $0.payable <= $0.net }, comment)
    #expect(quote.applied.allSatisfy { $0.discounts.allSatisfy { $0 >= 0 } }, comment)
    #expect(quote.applied.allSatisfy { $0.discount > 0 || $0.gift != nil }, comment)
    #expect(quote.lines.map(\.payable).reduce(0, +) == quote.payable, comment)
    #expect(quote.list - quote.discount - quote.pointsOff - quote.roundedOff == quote.payable, comment)
    for (index, line) in quote.lines.enumerated() {
        #expect(line.list - quote.applied.reduce(0) { $0 + $1.discounts[index] } == line.net, comment)
    }
}
