import Loyalty
import Vocabulary

/// The member of a case: a history as a salon has it, folded entry by entry. Nothing is put into the account by hand.
extension OfferCase {
    func account() throws -> MemberAccount {
        let policy = policy()
        var history = History(under: PolicyBook([policy]), keepsOutcomes: false)
        for number in 0..<entries { try history.append(entry(number, policy)) }
        return history.account
    }

    /// One entry a day up to the day before the bill.
    private func entry(_ number: Int, _ policy: Policy) -> MemberEntry {
        let atMs = Self.atMs - Int64(entries - number) * StoreZone.dayMs
        return MemberEntry(
            id: "entry-\(number)", atMs: atMs, policy: policy.version, fact: fact(number, atMs: atMs, policy))
    }

    private func fact(_ number: Int, atMs: Int64, _ policy: Policy) -> MemberFact {
        guard number > 0 else { return .joined(Self.person(atMs: atMs)) }
        switch number % 10 {
        case 0, 1, 2, 3, 4, 5: return .bill(pastBill(number, atMs: atMs, policy))
        case 6: return .action("feedback")
        case 7: return .topUp(paid: Money(fen: 50_000))
        case 8:
            guard let offer = policy.offers.first(where: { $0.coupon != nil }) else { return .action("feedback") }
            return .couponIssued(offer: offer.id, coupon: "coupon-\(number)")
        default: return .redeem(reward: "tea")
        }
    }

    private static func person(atMs: Int64) -> Person {
        var person = Person(joinedAtMs: atMs)
        person.birthday = Birthday(year: 1990, month: 3, day: 9)
        person.segments = ["regular", "skin"]
        return person
    }

    /// Four lines with all offers of the policy named, so that uses of each come together by the day.
    private func pastBill(_ number: Int, atMs: Int64, _ policy: Policy) -> Bill {
        var bill = Bill(id: "bill-\(number)", atMs: atMs, store: "west", lines: [])
        for line in 0..<4 {
            let item = "item-\((number + line * 7) % 20)"
            bill.lines.append(Bill.Line(item: item, unitPrice: policy.items[item]?.price ?? .zero))
        }
        bill.choice = .these(policy.offers.map(\.id))
        if number.isMultiple(of: 4) { bill.tenders = [Tender(.storedValue, Money(fen: 5000))] }
        return bill
    }
}
