import Vocabulary
@testable import Loyalty

/// A small salon with offers by age, sex, segment and absence, priced by hand.
struct FairnessSalon {
    static let day = Day("2026-11-21") ?? Day(0)
    static let question = FairnessQuestion(item: "facial", day: day, store: "main")

    var policy: Policy

    init() {
        policy = Policy(version: "test", name: Bilingual(both: "test"), effectiveFromMs: 0, zone: .shanghai)
        policy.items["facial"] = Item(
            id: "facial", name: Bilingual(zh: "面部护理", en: "Facial"), kind: .service, category: "face", price: 39_900)
        var senior = Self.offer("senior", zh: "长者优惠", off: 5000)
        senior.conditions.age = 65...120
        var ladies = Self.offer("ladies", zh: "女士优惠", off: 3333)
        ladies.conditions.sexes = [.female]
        var regulars = Self.offer("regulars", zh: "熟客优惠", off: 1700)
        regulars.conditions.segments = ["regular"]
        var back = Self.offer("come-back", zh: "欢迎回来", off: 2500)
        back.conditions.awayDays = 90
        var coupon = Self.offer("thanks", zh: "感谢券", off: 1111)
        coupon.coupon = CouponRule()
        policy.offers = [senior, ladies, regulars, back, coupon]
        policy.stacking.roundBillToFen = 100
        policy.fairness.reasons[.age] = Bilingual(zh: "敬老", en: "respect for the elderly")
    }

    private static func offer(_ id: String, zh: String, off: Int64) -> Offer {
        Offer(id: id, name: Bilingual(zh: zh, en: id), layer: .bill, priority: 0, effect: .amountOff(off))
    }

    /// What the rules must come to: all offers whose conditions hold, added up; the bill ends on whole yuan.
    func quoteByHand(_ bill: Bill, _ account: MemberAccount) -> Quote {
        let list = bill.lines[0].list
        var applied: [Quote.Applied] = []
        for offer in policy.offers where holds(offer, bill, account) {
            guard case .amountOff(let off) = offer.effect else { continue }
            applied.append(Quote.Applied(offer: offer.id, coupon: nil, discounts: [Money(fen: off)], gift: nil))
        }
        let net = list - applied.sum(\.discount)
        let odd = Money(fen: net.fen % 100)
        let line = Quote.Line(item: bill.lines[0].item, quantity: 1, list: list, net: net, payable: net - odd)
        return Quote(
            bill: bill.id, policy: policy.version, lines: [line], applied: applied, pointsUsed: 0, pointsOff: 0,
            roundedOff: odd, payable: net - odd, search: Quote.Search(), derivation: Derivation())
    }

    private func holds(_ offer: Offer, _ bill: Bill, _ account: MemberAccount) -> Bool {
        let conditions = offer.conditions
        let person = account.person
        if let age = conditions.age, !(person?.birthday?.age(on: Self.day).map(age.contains) ?? false) { return false }
        if !conditions.sexes.isEmpty, !(person?.sex.map(conditions.sexes.contains) ?? false) { return false }
        if !conditions.segments.isEmpty, conditions.segments.isDisjoint(with: person?.segments ?? []) { return false }
        if let away = conditions.awayDays, !(account.lastVisit.map { Self.day.number - $0.number >= away } ?? false) {
            return false
        }
        return offer.coupon == nil || bill.coupons.contains { account.coupons[$0]?.offer == offer.id }
    }

    func quote(_ member: MemberAccount) throws(RuleError) -> Quote { try Self.question.quote(for: member, policy) }

    func report(_ members: [MemberAccount]) throws -> FairnessReport {
        var survey = FairnessSurvey(Self.question, policy)
        for member in members { survey.add(try quote(member), of: member) }
        return survey.report
    }

    static func member(
        born: Int? = nil, sex: Person.Sex? = nil, joined: String = "2024-06-01", segments: Set<String> = []
    ) -> MemberAccount {
        var account = MemberAccount()
        var person = Person(joinedAtMs: StoreZone.shanghai.startMs(of: Day(joined) ?? Day(0)))
        person.birthday = born.map { Birthday(year: $0, month: 6, day: 15) }
        person.sex = sex
        person.segments = segments
        account.person = person
        return account
    }

    static func randomMembers(_ random: inout SeededGenerator) -> [MemberAccount] {
        (0..<Int.random(in: 0...60, using: &random)).map { index in
            var account = MemberAccount()
            if Int.random(in: 0..<10, using: &random) == 0 { return account }
            let joined = day.adding(days: -Int.random(in: 0...3000, using: &random))
            var person = Person(joinedAtMs: StoreZone.shanghai.startMs(of: joined) + 40_000_000)
            if Int.random(in: 0..<8, using: &random) > 0 {
                person.birthday = Birthday(
                    year: Int.random(in: 1930...2015, using: &random), month: Int.random(in: 1...12, using: &random),
                    day: Int.random(in: 1...28, using: &random))
            }
            person.sex = [.female, .male, nil].randomElement(using: &random) ?? nil
            if Bool.random(using: &random) { person.segments = ["regular"] }
            account.person = person
            if Bool.random(using: &random) {
                account.lastVisit = day.adding(days: -Int.random(in: 0...200, using: &random))
            }
            if Int.random(in: 0..<4, using: &random) == 0 {
                let coupon = Coupon(
                    id: "c\(index)", offer: "thanks", issuedAtMs: 0, expiresAtMs: nil, usesLeft: 1, source: "s")
                account.coupons.add(coupon, id: coupon.id)
            }
            return account
        }
    }
}
