import Testing
import Vocabulary

@testable import Loyalty

/// Members are told before their tier goes down, once for each of the policy's days, even if nights were missed.
@Suite struct TierWarningTests {
    private static let zone = StoreZone.shanghai
    private static let reached = Day("2026-01-10") ?? Day(0)
    /// The first day without gold: no month end, no grace.
    private static let fall = reached.adding(days: 400)

    private static func policy(_ change: (inout TierRules) -> Void = { _ in }) -> Policy {
        var policy = Policy(version: "t", name: Bilingual(both: "t"), effectiveFromMs: 0, zone: zone)
        var gold = Tier(id: "gold", name: Bilingual(zh: "金卡", en: "gold"))
        gold.reach = [Threshold(.spend, atLeast: 100_000)]
        policy.tiers.tiers = [Tier(id: "normal", name: Bilingual(zh: "普通", en: "normal")), gold]
        policy.tiers.window = .rollingDays(400)
        policy.tiers.review = .immediate
        policy.tiers.keep = nil
        policy.tiers.graceDays = 0
        policy.tiers.graceToMonthEnd = false
        change(&policy.tiers)
        return policy
    }

    private static func spend(_ fen: Int64, on day: Day, _ account: inout MemberAccount, _ policy: Policy) {
        let now = zone.startMs(of: day) + 12 * 3_600_000
        _ = account.passTierTime(toMs: now, policy)
        account.qualification.change(on: day) { $0.spend += Money(fen: fen) }
        _ = account.reviewTier(atMs: now, policy)
    }

    private static func member(_ policy: Policy) -> MemberAccount {
        var account = MemberAccount()
        spend(100_000, on: reached, &account, policy)
        return account
    }

    /// Days before the fall on which a night said something.
    private static func said(_ nights: [Int], _ account: inout MemberAccount, _ policy: Policy) -> [Int] {
        nights.filter { before in
            let night = Night.run(fall.adding(days: -before), &account, policy, entry: "night\(before)")
            return night.steps.contains { $0.phrase == .tierWarning }
        }
    }

    @Test func `Night by night a fall is said 30 and 7 days before, and not again`() {
        let policy = Self.policy()
        var account = Self.member(policy)
        #expect(Self.said((-3...390).reversed().flatMap { [$0, $0] }, &account, policy) == [30, 7])
        #expect(account.tier(atMs: Self.zone.startMs(of: Self.fall), policy)?.id == "normal")
    }

    @Test(
        arguments: [
            ([31, 28, 27, 9, 5, 4, 1], [28, 5]), ([31, 3, 2], [3]), ([29, 8], [29]), ([1], [1]), ([31, 0, -1], []),
            ([30, 7], [30, 7]),
        ])
    func `A night that was missed is made up for, once for each day of the policy`(nights: [Int], said: [Int]) {
        let policy = Self.policy()
        var account = Self.member(policy)
        #expect(Self.said(nights, &account, policy) == said)
    }

    @Test func `Another fall is warned of anew`() {
        let policy = Self.policy()
        var account = Self.member(policy)
        #expect(Self.said([30, 20], &account, policy) == [30])
        Self.spend(100_000, on: Self.fall.adding(days: -10), &account, policy)
        #expect(Self.said([7, 6, 1, -1], &account, policy) == [])
        #expect(account.tierWarning(atMs: Self.zone.startMs(of: Self.fall), policy) == nil)
        // The spend of ten days before leaves the window 390 days after the first would have.
        #expect(Self.said([-359, -360, -361, -383, -384], &account, policy) == [-360, -383])
    }

    @Test func `Where the policy names no days nothing is said, and nobody in the first tier is warned`() {
        let silent = Self.policy { $0.warnDays = [] }
        var account = Self.member(silent)
        #expect(Self.said([30, 7, 1], &account, silent) == [])
        #expect(account.tierProgress(atMs: Self.zone.startMs(of: Self.fall.adding(days: -7)), silent)?.warning == nil)
        let policy = Self.policy()
        var first = MemberAccount()
        Self.spend(99_999, on: Self.reached, &first, policy)
        #expect(Self.said([30, 7, 1], &first, policy) == [])
    }

    @Test func `Where a member stands the warning stands too, in figures and in words`() throws {
        let policy = Self.policy()
        let account = Self.member(policy)
        let day = Self.fall.adding(days: -30)
        #expect(account.tierProgress(atMs: Self.zone.startMs(of: day) - 1, policy)?.warning == nil)
        let progress = try #require(account.tierProgress(atMs: Self.zone.startMs(of: day), policy))
        let warning = try #require(progress.warning)
        #expect(warning.tier == "gold" && warning.fallsTo == "normal" && warning.on == Self.fall)
        #expect(warning.daysLeft == 30)
        #expect(progress.derivation.steps.map(\.words.zh) == ["2027年2月14日起由金卡变为普通（还有 30 天）"])
    }
}
