import Foundation
import Loyalty
import PolicyFile
import Vocabulary

/// The policy that the repository ships as its sample, read as a document.
enum SamplePolicy {
    private static let name = "kiosk-config/policies/yuerong-2026-1.yaml"

    static func read() throws -> Policy { try PolicyFile.read(path) }

    /// Beside the program's checkout, or where the program was started.
    static var path: String {
        var folder = OwnProgram.path.deletingLastPathComponent()
        while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: name).path) {
            folder = folder.deletingLastPathComponent()
        }
        return folder.path == "/" ? name : folder.appending(path: name).path
    }
}

/// Histories of members of the sample salon, each from its number and a seed: bills of four lines with coupons, points
/// and stored value, refunds, feedback, top-ups, rewards, nights.
struct SalonHistory {
    let policy: Policy
    /// Days between two entries.
    let gaps: ClosedRange<Int64>
    private let services: [Item]
    private let products: [Item]

    init(_ policy: Policy, gaps: ClosedRange<Int64>) {
        self.policy = policy
        self.gaps = gaps
        let items = policy.items.values.sorted { $0.id < $1.id }
        services = items.filter { $0.kind == .service }
        products = items.filter { $0.kind == .product }
    }

    func entries(ofMember number: Int, count: Int) -> [MemberEntry] {
        var member = Member(
            number: number, atMs: policy.effectiveFromMs + 10 * 3_600_000,
            random: SeededGenerator(seed: UInt64(number)))
        var entries = [entry(.joined(person(&member)), member)]
        entries.reserveCapacity(count)
        while entries.count < count {
            member.next += 1
            let minutes = Int64.random(in: 0...600, using: &member.random)
            member.atMs += Int64.random(in: gaps, using: &member.random) * StoreZone.dayMs
            let fact = fact(&member, atMs: member.atMs + minutes * 60_000)
            entries.append(entry(fact, member, minutes: minutes))
        }
        return entries
    }

    private struct Member {
        let number: Int
        /// Ten in the morning of the day of the last entry.
        var atMs: Int64
        var random: SeededGenerator
        var next = 0
        /// What a refund can take back, a coupon that was not used yet, and whether there is stored value.
        var bills: [String] = []
        var coupon: String?
        var hasValue = false

        mutating func isOne(in count: Int) -> Bool { Int.random(in: 1...count, using: &random) == 1 }
    }

    private func entry(_ fact: MemberFact, _ member: Member, minutes: Int64 = 0) -> MemberEntry {
        MemberEntry(
            id: "m\(member.number)-\(member.next)", atMs: member.atMs + minutes * 60_000, policy: policy.version,
            fact: fact)
    }

    private func person(_ member: inout Member) -> Person {
        var person = Person(joinedAtMs: member.atMs)
        person.birthday = Birthday(
            reckoning: member.isOne(in: 4) ? .lunar : .gregorian,
            year: Int.random(in: 1960...2004, using: &member.random),
            month: Int.random(in: 1...12, using: &member.random), day: Int.random(in: 1...28, using: &member.random))
        person.sex = member.isOne(in: 5) ? .male : .female
        person.segments = [["student", "office", "retired"][member.number % 3]]
        return person
    }

    private func fact(_ member: inout Member, atMs: Int64) -> MemberFact {
        let fact = Int.random(in: 0..<20, using: &member.random)
        switch fact {
        case 12, 13: return .action("feedback")
        case 14:
            member.hasValue = true
            return .topUp(paid: Money(fen: 100_000))
        case 15 where member.bills.count > 2:
            let bill = member.bills.remove(at: Int.random(in: 0..<member.bills.count, using: &member.random))
            return .refund(Refund(bill: bill, parts: member.isOne(in: 2) ? [Refund.Part(line: 0, .units(1))] : []))
        case 16: return .redeem(reward: "mask")
        case 17:
            member.coupon = "m\(member.number)-\(member.next)-coupon"
            return .couponIssued(offer: "thank-you", coupon: member.coupon ?? "")
        case 18: return .spend(Amount(points: Points(10), money: .zero))
        case 19: return .night(policy.zone.day(atMs: atMs))
        default: return .bill(bill(&member, atMs: atMs))
        }
    }

    private func bill(_ member: inout Member, atMs: Int64) -> Bill {
        var bill = Bill(id: "m\(member.number)-b\(member.next)", atMs: atMs, store: "xuhui", lines: [])
        for line in 0..<4 {
            let items = line < 2 ? services : products
            let item = items[Int.random(in: 0..<items.count, using: &member.random)]
            bill.lines.append(
                Bill.Line(item: item.id, quantity: member.isOne(in: 4) ? 2 : 1, unitPrice: item.price))
        }
        if member.isOne(in: 4) { bill.points = .all }
        if member.hasValue, member.isOne(in: 3) { bill.tenders = [Tender(.storedValue, Money(fen: 1000))] }
        if let coupon = member.coupon {
            bill.coupons = [coupon]
            member.coupon = nil
        }
        member.bills.append(bill.id)
        return bill
    }
}
