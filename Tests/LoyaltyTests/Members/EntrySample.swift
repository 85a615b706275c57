import Vocabulary

@testable import Loyalty

/// Entries under `Sample.policy`, by the store's clock.
extension MemberEntry {
    static func sample(_ id: String, _ day: String, _ hour: Int64, _ fact: MemberFact) -> MemberEntry {
        MemberEntry(id: id, atMs: Sample.at(day, hour), policy: "test-1", fact: fact)
    }

    /// At noon.
    static func sample(_ id: String, _ day: String, _ fact: MemberFact) -> MemberEntry { sample(id, day, 12, fact) }

    /// One line of each item at its price.
    static func sampleBill(
        _ id: String, _ day: String, hour: Int64 = 12, _ items: [(String, Int64)],
        _ change: (inout Bill) -> Void = { _ in }
    ) -> MemberEntry {
        let lines = items.map { Bill.Line(item: $0.0, unitPrice: Money(fen: $0.1)) }
        var bill = Bill(id: id, atMs: Sample.at(day, hour), store: "s", lines: lines)
        change(&bill)
        return .sample(id, day, hour, .bill(bill))
    }
}

extension Policy {
    /// Puts something on the price list.
    mutating func sell(_ id: String, _ kind: Item.Kind = .service, _ price: Int64 = 100_000) {
        items[id] = Item(
            id: id, name: Sample.name(id), kind: kind, category: "\(kind.rawValue)s", price: Money(fen: price))
    }
}
