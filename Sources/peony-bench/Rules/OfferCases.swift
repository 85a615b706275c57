import Foundation
import Identity
import Loyalty

/// A bill to be quoted, of a given size.
struct OfferCase {
    var lines: Int
    /// Active offers, the candidates among them.
    var offers: Int
    /// Offers that can be combined on this bill.
    var candidates: Int
    /// Candidates with a threshold on what is left; they have a place ahead of their layer too.
    var ahead = 0
    /// Points that could pay everything make the search's bound worthless: all combinations are looked at.
    var hasBound = true
    /// Entries that the account is made of.
    var entries = 1000

    static let atMs: Int64 = 1_772_596_800_000

    func policy() -> Policy {
        var policy = Policy(
            version: "bench", name: Bilingual(zh: "测量", en: "bench"), effectiveFromMs: 0, zone: .shanghai)
        for number in 0..<max(20, lines) { policy.items["item-\(number)"] = item(number) }
        policy.offers = (0..<offers).map { $0 < candidates ? candidate($0) : bystander($0) }
        policy.moneyOff = MoneyOffRule(points: 1, fen: 1)
        var gold = Tier(id: "gold", name: Bilingual(zh: "金卡", en: "Gold"))
        gold.reach = [Threshold(.spend, atLeast: 500_000)]
        policy.tiers.tiers = [Tier(id: "basic", name: Bilingual(zh: "普通", en: "Basic")), gold]
        return policy
    }

    func bill() -> Bill {
        var bill = Bill(id: "bill", atMs: Self.atMs, store: "west", lines: [])
        for number in 0..<lines {
            let price = Int64(9_900 + number * 1_733)
            bill.lines.append(Bill.Line(item: "item-\(number)", quantity: Int64(1 + number % 3), unitPrice: price))
        }
        bill.points = hasBound ? .none : .all
        return bill
    }

    /// A member with lots, uses, coupons and days to look through.
    func account() -> MemberAccount {
        var account = MemberAccount()
        var person = Person(joinedAtMs: 0)
        person.birthday = Birthday(year: 1990, month: 3, day: 9)
        person.segments = ["regular", "skin"]
        account.person = person
        account.purchases = entries / 2
        account.lastVisit = StoreZone.shanghai.day(atMs: Self.atMs).adding(days: -12)
        for number in 0..<entries / 4 {
            let gained = Self.atMs - Int64(number) * 86_400_000
            account.purse.grant(
                PurseLot(
                    id: "lot-\(number)", currency: .points, source: "entry-\(number)", granted: 10_000,
                    gainedAtMs: gained, expiresAtMs: gained + 700 * 86_400_000))
            account.coupons["coupon-\(number)"] = Coupon(
                id: "coupon-\(number)", offer: "offer-1", issuedAtMs: gained, expiresAtMs: nil, usesLeft: 1,
                source: "entry-\(number)")
        }
        for number in (0..<entries / 2).reversed() {
            let day = StoreZone.shanghai.day(atMs: Self.atMs).adding(days: -number - 1)
            account.uses["offer-\(number % max(1, offers))", default: UseCount()].add(1, on: day)
        }
        return account
    }

    private func item(_ number: Int) -> Item {
        Item(
            id: "item-\(number)", name: Bilingual(zh: "项目\(number)", en: "Item \(number)"), kind: .service,
            category: ["hair", "skin", "nails"][number % 3], price: Int64(9_900 + number * 1_733))
    }

    /// Small percentages and amounts that all combine, on all lines or on a category.
    private func candidate(_ number: Int) -> Offer {
        let effect: Offer.Effect =
            switch number % 3 {
            case 0: .percentOff(basisPoints: Int64(300 + number * 10), cap: nil)
            case 1: .amountOff(Int64(500 + number))
            default: .percentOff(basisPoints: Int64(200 + number * 10), cap: 90_000)
            }
        var offer = Offer(
            id: "offer-\(number)", name: Bilingual(zh: "优惠\(number)", en: "Offer \(number)"),
            layer: Offer.Layer.allCases[number % 2], priority: number, effect: effect)
        if number < ahead { offer.threshold = OfferThreshold(fen: Int64(100 + number), base: .running) }
        if number % 4 == 3 { offer.scope.categories = ["skin"] }
        return offer
    }

    /// Active, and not for this bill: for a tier, a segment, a weekday, a greater amount, or used up.
    private func bystander(_ number: Int) -> Offer {
        var offer = Offer(
            id: "offer-\(number)", name: Bilingual(zh: "优惠\(number)", en: "Offer \(number)"),
            layer: Offer.Layer.allCases[number % 4], priority: number, effect: .percentOff(basisPoints: 1000, cap: nil))
        switch number % 5 {
        case 0: offer.conditions.tiers = ["gold"]
        case 1: offer.conditions.segments = ["student"]
        case 2: offer.conditions.when.weekdays = [6, 7]
        case 3: offer.threshold = OfferThreshold(fen: 50_000_000)
        default: offer.conditions.perMember = Limit(count: 1, period: .ever)
        }
        return offer
    }
}

/// Times to quote a case, in microseconds.
struct OfferTimes {
    var median: Double
    var p99: Double
    /// The processor's time: what the p99 would be on a machine with nothing else to do.
    var processorP99: Double

    static func measure(_ given: OfferCase, rounds: Int, proving: Bool = true) throws -> OfferTimes {
        let (bill, account, policy) = (given.bill(), given.account(), given.policy())
        var (times, processor): ([Int], [Int]) = ([], [])
        var check: Int64 = 0
        for _ in 0..<rounds {
            let (start, work) = (nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_THREAD_CPUTIME_ID))
            check &+= try Quote.of(bill, account, policy, proving: proving).payable
            processor.append(nanoseconds(CLOCK_THREAD_CPUTIME_ID) - work)
            times.append(nanoseconds(CLOCK_MONOTONIC) - start)
        }
        precondition(check >= 0, "a bill that is less than nothing")
        times.sort()
        processor.sort()
        return OfferTimes(
            median: Double(times[rounds / 2]) / 1000, p99: Double(times[rounds * 99 / 100]) / 1000,
            processorP99: Double(processor[rounds * 99 / 100]) / 1000)
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int {
        var now = timespec()
        clock_gettime(clock, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
