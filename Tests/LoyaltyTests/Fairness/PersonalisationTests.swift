import Seeds
import Vocabulary
@testable import Loyalty
import Testing

@Suite struct PersonalisationTests {
    private let salon = FairnessSalon()

    private func effect(_ member: MemberAccount) throws -> PersonalisationEffect {
        try PersonalisationEffect.of(
            FairnessSalon.question, member: member, policy: salon.policy)
    }

    private func coupon(_ id: String) -> Coupon {
        Coupon(id: id, offer: "thanks", issuedAtMs: 0, expiresAtMs: nil, usesLeft: 1, source: "s")
    }

    @Test func `Tier, balance, purchases and limits stay; what is personal goes`() throws {
        var member = FairnessSalon.member(born: 1955, sex: .female, segments: ["regular"])
        member.person?.occupation = "teacher"
        member.standing.tier = "gold"
        member.purchases = 3
        member.lastVisit = FairnessSalon.day.adding(days: -100)
        member.uses.add(0, of: UseKey.offer("ladies"), on: FairnessSalon.day)
        member.coupons = ["given": coupon("given"), "bought": coupon("bought")]
        var redemption = Redemption(id: "r", reward: "thanks", atMs: 0, price: Amount(points: 100), parts: [])
        redemption.give(coupon("bought"))
        member.redemptions.add(redemption, id: "r")
        var expected = member
        expected.person = Person(joinedAtMs: member.person?.joinedAtMs ?? 0)
        expected.lastVisit = nil
        expected.coupons = ["bought": coupon("bought")]
        #expect(member.withoutPersonalisation == expected)
        #expect(member.withoutPersonalisation.withoutPersonalisation == expected)
        #expect(MemberAccount().withoutPersonalisation == MemberAccount())
    }

    @Test func `The difference is told by rule and in words`() throws {
        var member = FairnessSalon.member(born: 1955, sex: .female, segments: ["regular"])
        member.lastVisit = FairnessSalon.day.adding(days: -90)
        member.coupons.add(coupon("c"), id: "c")
        let effect = try effect(member)
        #expect(effect.plain == 39_900)
        #expect(effect.personalised == 26_200)
        #expect(effect.saving == 13_700)
        #expect(
            effect.causes == [
                PriceCause(rule: "senior", fen: 5000), PriceCause(rule: "ladies", fen: 3333),
                PriceCause(rule: "come-back", fen: 2500), PriceCause(rule: "regulars", fen: 1700),
                PriceCause(rule: "thanks", fen: 1111), PriceCause(rule: "stacking.roundBillToFen", fen: 56),
            ])
        let words = effect.derivation.steps.map(\.words)
        #expect(words.first?.zh == "您的价格 ¥262；不使用个人特征时为 ¥399，个性化为您节省 ¥137")
        #expect(words.map(\.zh).contains("“女士优惠”与性别有关，但规则没有写明理由"))
        #expect(words.map(\.zh).contains("差距中的 ¥0.56 来自“抹零”"))
    }

    @Test func `The same price, and a dearer one, are said plainly`() throws {
        #expect(
            try effect(FairnessSalon.member()).derivation.steps.map(\.words.en) == [
                "your price is ¥399, the same as without looking at you personally"
            ])
        var bill = try FairnessSalon.question.bill(for: FairnessSalon.member(), salon.policy)
        let plain = try Quote.of(bill, FairnessSalon.member(), salon.policy)
        bill.lines[0].unitPrice += 1000
        let dearer = PersonalisationEffect(
            try Quote.of(bill, FairnessSalon.member(), salon.policy), plain: plain, salon.policy)
        #expect(dearer.saving == -1000)
        #expect(dearer.causes == [PriceCause(rule: "items", fen: -1000)])
        #expect(
            dearer.derivation.steps.map(\.words.en) == [
                "your price is ¥409; without looking at you personally it is ¥399, so personalisation costs you ¥10",
                "“list price” makes the difference ¥10 smaller",
            ])
    }

    @Test(arguments: Seeds.first(50, of: 500))
    func `Causes add up to the saving, which is never below zero here`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for member in FairnessSalon.randomMembers(&random) {
            let effect = try effect(member)
            #expect(effect.causes.reduce(0) { $0 + $1.fen } == effect.saving.fen, "seed \(seed)")
            #expect(effect.saving >= 0, "seed \(seed)")
        }
    }

    private func unreasoned(_ policy: Policy) -> [ProtectedUse] { policy.protectedUses.filter { $0.reason == nil } }

    @Test func `An offer by a protected attribute needs a named reason in both languages`() throws {
        var policy = salon.policy
        #expect(unreasoned(policy).map { "\($0.offer) \($0.attribute)" } == ["ladies sex"])
        #expect(policy.protectedUses.map(\.offer) == ["senior", "ladies"])
        policy.fairness.reasons[.sex] = Bilingual(zh: "妇女节", en: " ")
        #expect(unreasoned(policy).map(\.offer) == ["ladies"])
        policy.fairness.reasons[.sex] = Bilingual(zh: "妇女节", en: "Women's Day")
        #expect(unreasoned(policy).isEmpty)
        policy.offers[2].conditions.occupations = ["teacher"]
        policy.offers[2].conditions.age = 18...25
        #expect(unreasoned(policy).map { "\($0.offer) \($0.attribute)" } == ["regulars occupation"])
        policy.fairness = FairnessRules()
        #expect(unreasoned(policy).count == 4)
        var derivation = Derivation()
        derivation.noteReasons(of: salon.policy.offers[0], salon.policy)
        #expect(derivation.steps.map(\.words.en) == ["“senior” depends on age, because: respect for the elderly"])
        derivation.noteReasons(of: salon.policy.offers[2], salon.policy)
        #expect(derivation.steps.count == 1)
    }
}
