import Seeds
import Vocabulary
@testable import Loyalty
import Testing

/// The report over members with histories of their own, priced as the desk would price them, under policies with
/// offers that exclude, cap and undercut each other.
@Suite struct FairnessSampleTests {
    private static let day = Day("2026-06-16") ?? Day(0)

    /// Offers of all kinds of personalisation on top of a random policy, some in a group of which only one counts.
    private static func policy(_ salon: inout RandomSalon) -> Policy {
        var policy = salon.policy
        func add(_ id: String, _ effect: Offer.Effect, group: String?, _ conditions: (inout Conditions) -> Void) {
            var offer = Offer(id: id, name: Bilingual(both: id), layer: .bill, priority: 0, effect: effect)
            offer.group = group
            conditions(&offer.conditions)
            policy.offers.append(offer)
        }
        add("birthday", .percentOff(basisPoints: 2000, cap: 5000), group: "bill") {
            $0.when.birthday = BirthdayWindow(daysBefore: 7, daysAfter: 7)
            $0.perMember = Limit(count: 1, period: .year)
        }
        add("regulars", .amountOff(1733), group: "bill") { $0.segments = ["regular"] }
        add("seniors", .percentOff(basisPoints: 1000, cap: nil), group: nil) { $0.age = 60...120 }
        add("ladies", .amountOff(701), group: nil) { $0.sexes = [.female] }
        add("teachers", .amountOff(500), group: nil) { $0.occupations = ["teacher"] }
        add("come-back", .amountOff(999), group: nil) { $0.awayDays = 60 }
        add("first", .percentOff(basisPoints: 3000, cap: nil), group: "bill") { $0.firstPurchase = true }
        var coupon = Offer(
            id: "thanks", name: Bilingual(both: "thanks"), layer: .coupon, priority: 0, effect: .amountOff(1111))
        coupon.coupon = CouponRule()
        policy.offers.append(coupon)
        policy.stacking.roundBillToFen = salon.pick([1, 100])
        return policy
    }

    private static func members(_ salon: inout RandomSalon, _ policy: Policy) -> [MemberAccount] {
        let nowMs = question.atMs(policy.zone)
        return (0..<40).compactMap { number in
            var history = salon.history(Int(salon.number(1...9)))
            var person = Person(joinedAtMs: history[0].atMs - salon.number(0...2000) * StoreZone.dayMs)
            if !salon.chance(6) {
                person.birthday = Birthday(
                    year: Int(salon.number(1940...2010)), month: salon.chance(3) ? 6 : Int(salon.number(1...12)),
                    day: Int(salon.number(1...28)))
            }
            person.sex = salon.pick([.female, .male, nil])
            if salon.chance(3) { person.occupation = "teacher" }
            if salon.chance(2) { person.segments = ["regular"] }
            history[0].fact = .joined(person)
            if salon.chance(3), let last = history.last {
                history.append(
                    MemberEntry(
                        id: "gift-\(number)", atMs: last.atMs + 1, policy: policy.version,
                        fact: .couponIssued(offer: "thanks", coupon: "c-\(number)")))
            }
            return History.account(of: history, atMs: nowMs, under: PolicyBook([policy])) { _, _ in }
        }
    }

    private static let question = FairnessQuestion(item: "facial", day: day, minuteOfDay: 840, store: "xuhui")

    @Test(arguments: Seeds.first(30, of: 300))
    func `Causes add up to each gap, and each is what the rule takes off on average`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        let policy = Self.policy(&salon)
        let members = Self.members(&salon, policy)
        var survey = FairnessSurvey(Self.question, policy)
        var groups: [FairnessAttribute: [Int: [Quote]]] = [:]
        for member in members {
            let quote = try Quote.of(try Self.question.bill(for: member, policy), member, policy)
            #expect(try Self.question.quote(for: member, policy).applied == quote.applied, "seed \(seed)")
            survey.add(quote, of: member)
            for attribute in FairnessAttribute.allCases {
                let place = attribute.place(of: member, on: Self.day, policy.zone)
                groups[attribute, default: [:]][place, default: []].append(quote)
            }
        }
        let gaps = survey.report.distributions.compactMap { distribution in
            distribution.gap.map { (distribution.attribute, $0) }
        }
        #expect(!gaps.isEmpty, "seed \(seed)")
        for (attribute, gap) in gaps {
            #expect(gap.causes.reduce(0) { $0 + $1.fen } == gap.fen, "seed \(seed)")
            func mean(_ band: FairnessAttribute.Band, _ figure: (Quote) -> Int64) throws -> Double {
                let quotes = try #require(groups[attribute]?[attribute.bands.firstIndex(of: band) ?? -1])
                return Double(quotes.reduce(0) { $0 + figure($1) }) / Double(quotes.count)
            }
            for offer in policy.offers.map(\.id) {
                func off(_ quote: Quote) -> Int64 {
                    quote.applied.reduce(0) { $1.offer == offer ? $0 + $1.discount.fen : $0 }
                }
                let exact = try mean(gap.cheapest, off) - mean(gap.dearest, off)
                let told = gap.causes.first { $0.rule == offer }?.fen ?? 0
                #expect(abs(Double(told) - exact) < 1.000001, "seed \(seed) \(offer)")
            }
        }
    }

    /// What a price may still depend on.
    private struct Standing: Hashable {
        var tier: String?
        var isFirst: Bool
        var uses: [String: UseCount]
    }

    @Test(arguments: Seeds.first(30, of: 300))
    func `Without personalisation whoever stands the same pays the same`(seed: UInt64) throws {
        var salon = RandomSalon(seed: seed)
        let policy = Self.policy(&salon)
        let nowMs = Self.question.atMs(policy.zone)
        let limited = policy.offers.filter { $0.conditions.perMember != nil }.map { UseKey.offer($0.id) }
        var prices: [Standing: Set<Int64>] = [:]
        for member in Self.members(&salon, policy) {
            let effect = try PersonalisationEffect.of(Self.question, member: member, policy: policy)
            #expect(effect.causes.reduce(0) { $0 + $1.fen } == effect.saving.fen, "seed \(seed)")
            #expect(effect.saving >= 0, "seed \(seed)")
            #expect(
                effect.personalised == (try Self.question.quote(for: member, policy).effectivePrice), "seed \(seed)")
            let standing = Standing(
                tier: member.tierID(atMs: nowMs, policy), isFirst: member.purchases == 0,
                uses: member.uses.byKey.filter { limited.contains($0.key) })
            prices[standing, default: []].insert(effect.plain.fen)
        }
        #expect(prices.values.allSatisfy { $0.count == 1 }, "seed \(seed): \(prices)")
    }

    @Test func `The salon's own sums agree with the rules'`() throws {
        let salon = FairnessSalon()
        for seed in UInt64(1)...30 {
            var random = SeededGenerator(seed: seed)
            for member in FairnessSalon.randomMembers(&random) {
                let bill = try FairnessSalon.question.bill(for: member, salon.policy)
                let (quote, hand) = (try salon.quote(member), salon.quoteByHand(bill, member))
                #expect(quote.payable == hand.payable && quote.roundedOff == hand.roundedOff, "seed \(seed)")
                #expect(
                    Set(quote.applied.map(\.offer)) == Set(hand.applied.map(\.offer)), "seed \(seed)")
            }
        }
    }
}
