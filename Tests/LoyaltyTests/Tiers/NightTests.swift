import Testing
import Vocabulary

@testable import Loyalty

@Suite struct NightTests {
    private static let zone = StoreZone.shanghai
    private static let newYear = Day(year: 2027, month: 1, day: 1) ?? Day(0)

    private static func policy(autoRedeem: Bool) -> Policy {
        var policy = Policy(version: "t", name: Bilingual(both: "t"), effectiveFromMs: 0, zone: zone)
        var silver = Tier(id: "silver", name: Bilingual(both: "silver"))
        silver.reach = [Threshold(.activePoints, atLeast: 100)]
        policy.tiers.tiers = [Tier(id: "normal", name: Bilingual(both: "normal")), silver]
        policy.tiers.review = .immediate
        policy.tiers.graceDays = 0
        policy.rewards = [
            RewardRule(id: "gift", name: Bilingual(both: "gift"), kind: .other, price: Amount(points: 100))
        ]
        if autoRedeem { policy.points.autoRedeem = "gift" }
        return policy
    }

    /// 70 points through 31 December, 40 from 1 January on.
    private static func member(_ policy: Policy, oldEnds: Bool = true) -> MemberAccount {
        var account = MemberAccount()
        let (gained, midnight) = (zone.startMs(of: newYear.adding(days: -20)), zone.startMs(of: newYear))
        _ = account.passTierTime(toMs: gained, policy)
        account.purse.grant(
            PurseLot(
                id: "old", currency: .points, source: "a", granted: 70, gainedAtMs: gained,
                expiresAtMs: oldEnds ? midnight : nil))
        account.purse.grant(
            PurseLot(
                id: "new", currency: .points, source: "b", granted: 40, gainedAtMs: gained, activeFromMs: midnight,
                expiresAtMs: nil))
        _ = account.reviewTier(atMs: gained, policy)
        _ = account.purse.takePostings()
        return account
    }

    private static func redeem(_ account: inout MemberAccount, _ reward: String, _ now: Int64) {
        let parts = account.purse.take(100, .points, atMs: now, entry: "redeem", intoDebt: false)
        #expect(parts.map(\.lot) == ["old", "new"])
        #expect(parts.map(\.amount) == [70, 30])
    }

    @Test func `E16 Midnight order: activate, redeem, tiers, expire, tiers by balance`() {
        let policy = Self.policy(autoRedeem: true)
        var account = Self.member(policy)
        let midnight = Self.zone.startMs(of: Self.newYear)
        let derivation = Night.run(Self.newYear, &account, policy, entry: "night", redeem: Self.redeem)
        #expect(account.pointsBalance(atMs: midnight) == 10)
        #expect(account.tier(atMs: midnight, policy)?.id == "normal")
        #expect(!account.purse.takePostings().contains { $0.kind == .expiry })
        #expect(derivation.steps.map(\.rule) == ["points.pendingDays", "gift"])
        // It can run again, late or twice.
        let once = account
        #expect(Night.run(Self.newYear, &account, policy, entry: "night", redeem: Self.redeem).steps.isEmpty)
        #expect(account == once)
    }

    @Test func `E16 Without redeeming what has ended is booked and the rest is active`() {
        let policy = Self.policy(autoRedeem: false)
        var account = Self.member(policy)
        let midnight = Self.zone.startMs(of: Self.newYear)
        let asked = account.tier(atMs: midnight, policy)
        _ = Night.run(Self.newYear, &account, policy, entry: "night")
        #expect(account.pointsBalance(atMs: midnight) == 40)
        #expect(account.tier(atMs: midnight, policy) == asked)
        #expect(account.purse.takePostings().filter { $0.kind == .expiry }.map(\.amount) == [-70])
    }

    @Test func `Points that become active do not lift a tier before the night has redeemed them`() {
        let policy = Self.policy(autoRedeem: true)
        let account = Self.member(policy, oldEnds: false)
        let midnight = Self.zone.startMs(of: Self.newYear)
        #expect(account.tier(atMs: midnight, policy)?.id == "normal")
        var other = policy
        other.points.autoRedeem = nil
        #expect(account.tier(atMs: midnight, other)?.id == "silver")
    }

    @Test func `A quiet night changes nothing but the time it is known for`() {
        let policy = Self.policy(autoRedeem: true)
        var account = Self.member(policy)
        var quiet = account
        let derivation = Night.run(Self.newYear.adding(days: -5), &quiet, policy, entry: "night")
        #expect(derivation.steps.isEmpty)
        account.standing.asOfMs = quiet.standing.asOfMs
        #expect(quiet == account)
    }

    @Test func `A tier set by hand is taken off in the night after its last day`() throws {
        let policy = Self.policy(autoRedeem: false)
        var account = Self.member(policy)
        let day = Self.newYear.adding(days: -10)
        _ = try account.setTier("silver", through: day, atMs: Self.zone.startMs(of: day), policy)
        _ = Night.run(day, &account, policy, entry: "night")
        #expect(account.standing.byHand != nil)
        let derivation = Night.run(day.adding(days: 1), &account, policy, entry: "night")
        #expect(account.standing.byHand == nil)
        #expect(derivation.steps.map(\.phrase) == [.tierByHandEnded])
    }
}
