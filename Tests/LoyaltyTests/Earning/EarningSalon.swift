import Vocabulary

@testable import Loyalty

/// A small salon to try earning in.
enum EarningSalon {
    static let both = Bilingual(zh: "名", en: "name")

    static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
        var policy = Policy(version: "test", name: both, effectiveFromMs: 0, zone: .shanghai)
        policy.items["care"] = Item(id: "care", name: both, kind: .service, category: "face", price: 88_000)
        policy.items["cream"] = Item(id: "cream", name: both, kind: .product, category: "goods", price: 19_900)
        policy.earning.amounts = [AmountRule(id: "base", points: 10)]
        change(&policy)
        return policy
    }

    static func tiers(_ tiers: [(id: String, spend: Int64, basisPoints: Int64)]) -> TierRules {
        var rules = TierRules()
        rules.window = .lifetime
        rules.tiers = tiers.map { id, spend, basisPoints in
            var tier = Tier(id: id, name: Bilingual(both: id))
            tier.reach = spend > 0 ? [Threshold(.spend, atLeast: spend)] : []
            tier.earningBasisPoints = basisPoints
            return tier
        }
        return rules
    }

    /// A bill of one service, paid in cash after offers.
    static func line(
        _ item: String = "care", _ quantity: Int64 = 1, list: Int64, net: Int64? = nil, payable: Int64? = nil
    ) -> Quote.Line {
        let net = net ?? list
        return Quote.Line(
            item: item, quantity: quantity, list: Money(fen: list), net: Money(fen: net),
            payable: Money(fen: payable ?? net))
    }

    static func member(spent: Int64 = 0, _ policy: Policy, on day: Day = Day(20_000)) -> MemberAccount {
        var account = MemberAccount()
        let now = policy.zone.startMs(of: day) + 1
        account.person = Person(joinedAtMs: now)
        if spent > 0 {
            _ = account.passTierTime(toMs: now, policy)
            account.qualification.change(on: day) {
                $0.spend += Money(fen: spent)
                $0.bills += 1
            }
            _ = account.reviewTier(atMs: now, policy)
        }
        return account
    }

    /// What a bill earns on the day after the member's history.
    static func earned(
        _ lines: [Quote.Line], by account: MemberAccount, _ policy: Policy, tenders: [Tender] = [],
        day: Day = Day(20_001)
    ) -> Earned {
        let now = policy.zone.startMs(of: day) + 36_000_000
        let context = EarningContext(account, policy, atMs: now)
        return policy.earned(policy.earningLines(lines, tenders: tenders), context)
    }
}
