import Testing
import Vocabulary

@testable import Loyalty

/// Why a member stands where he stands.
@Suite struct TierWhyTests {
    private let now = Sample.at("2026-03-02")

    private func policy(_ change: (inout TierRules) -> Void = { _ in }) -> Policy {
        Sample.policy {
            var silver = Tier(id: "silver", name: Bilingual(zh: "银卡", en: "Silver"))
            silver.reach = [Threshold(.spend, atLeast: 200_000), Threshold(.visits, atLeast: 12)]
            silver.stay = [Threshold(.spend, atLeast: 150_000), Threshold(.visits, atLeast: 8)]
            $0.tiers.tiers = [Tier(id: "classic", name: Bilingual(zh: "普通", en: "Classic")), silver]
            change(&$0.tiers)
        }
    }

    private func account(spend: Int64, _ change: (inout TierStanding) -> Void = { _ in }) -> MemberAccount {
        var account = MemberAccount()
        account.qualification.change(on: Sample.zone.day(atMs: now).adding(days: -20)) {
            $0.spend = Money(fen: spend)
            $0.bills = 1
        }
        account.standing.asOfMs = now - 1000
        change(&account.standing)
        return account
    }

    @Test func `At the foot it says what counted and both ways up`() {
        let why = account(spend: 196_200).tierDerivation(atMs: now, policy())
        #expect(
            why.steps.map(\.words.zh) == ["当前等级：普通", "近 12 个月：消费 ¥1,962、到店 1 次"])
        #expect(why.nearly.map(\.words.zh) == ["再消费 ¥38，就能升级为银卡", "再到店 11 次，就能升级为银卡"])
    }

    @Test func `A tier says since when, through when and what keeps it`() {
        let why = account(spend: 210_000) {
            $0.tier = "silver"
            $0.sinceMs = Sample.at("2026-02-10")
            $0.keptUntilMs = Sample.at("2027-02-10", 0)
        }.tierDerivation(atMs: now, policy())
        #expect(
            why.steps.map(\.words.en) == [
                "Silver since 10 Feb 2026", "Silver is valid through 9 Feb 2027",
                "to keep Silver: ¥1,500 spent or 8 visits within 12 months", "Last 12 months: ¥2,100 spent, 1 visit",
            ])
        #expect(why.nearly.isEmpty)
    }

    @Test func `A review that failed says when the tier goes, and what would keep it`() {
        let why = account(spend: 149_000) {
            $0.tier = "silver"
            $0.sinceMs = Sample.at("2025-02-10")
            $0.downgradeAtMs = Sample.at("2026-03-13", 0)
            $0.downgradeTo = "classic"
        }.tierDerivation(atMs: now, policy())
        #expect(why.steps.map(\.words.en)[1] == "Silver stays through 12 Mar 2026, then Classic")
        #expect(why.nearly.map(\.words.en).contains("¥10 more to spend to keep Silver"))
        #expect(!why.steps.contains { $0.phrase == .tierReviewOn })
    }

    @Test func `A tier set by staff is said to be`() {
        let why = account(spend: 0) {
            $0.byHand = TierStanding.HandSet(tier: "silver", through: Day("2026-05-01"))
        }.tierDerivation(atMs: now, policy())
        #expect(why.steps.first?.words.en == "set to Silver by staff, valid through 1 May 2026")
        let forGood = account(spend: 0) { $0.byHand = TierStanding.HandSet(tier: "silver", through: nil) }
        #expect(forGood.tierDerivation(atMs: now, policy()).steps.first?.phrase == .tierByHandForGood)
    }

    @Test func `What is reached for the next period is said, and without tiers nothing is`() {
        let next = account(spend: 250_000) {
            $0.upcoming = "silver"
            $0.upcomingFromMs = Sample.at("2027-01-01", 0)
        }
        let why = next.tierDerivation(atMs: now, policy { $0.upgrade = .nextPeriod })
        #expect(why.nearly.map(\.words.zh) == ["已达到银卡，2027年1月1日起生效"])
        #expect(why.nearly.map(\.words.en) == ["Silver is reached and begins on 1 Jan 2027"])
        #expect(next.tierDerivation(atMs: now, Sample.policy()) == Derivation())
    }
}
