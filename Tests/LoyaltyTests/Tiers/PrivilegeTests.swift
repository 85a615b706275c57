import Testing
import Vocabulary

@testable import Loyalty

@Suite struct PrivilegeTests {
    private let policy = Sample.policy {
        var silver = Tier(id: "silver", name: Bilingual(zh: "银卡", en: "Silver"))
        silver.reach = [Threshold(.spend, atLeast: 1)]
        var gala = Privilege(id: "gala", kind: .invitation, name: Bilingual(zh: "答谢会", en: "Gala"))
        gala.limit = Limit(count: 2, period: .year)
        silver.privileges = [gala, Privilege(kind: .priorityBooking, name: Bilingual(zh: "优先预约", en: "Priority"))]
        var gold = silver
        gold.id = "gold"
        gold.name = Bilingual(zh: "金卡", en: "Gold")
        gold.privileges[0].limit = Limit(count: 3, period: .year)
        $0.tiers.tiers = [Tier(id: "first", name: Sample.name("first")), silver, gold]
    }

    private func member(_ tier: String) throws -> MemberAccount {
        var account = MemberAccount()
        _ = try account.setTier(tier, through: nil, atMs: Sample.t0, policy)
        return account
    }

    private func use(_ id: String, _ privilege: String, on day: String, _ account: inout MemberAccount) throws
        -> Outcome
    {
        try account.apply(
            MemberEntry(id: id, atMs: Sample.at(day), policy: "test-1", fact: .privilege(privilege)), under: policy)
    }

    @Test func `A privilege with a limit is used up within its period, and is there again in the next`() throws {
        var account = try member("silver")
        let first = try use("1", "gala", on: "2026-03-01", &account)
        #expect(words(first.derivation) == ["答谢会：每年 2 次，已用 1 次，还剩 1 次"])
        #expect(first.derivation.steps.map(\.words.en) == ["Gala: 2 times a year, 1 used, 1 left"])
        #expect(try use("2", "gala", on: "2026-12-31", &account).refusal == nil)
        let before = account.uses
        let third = try use("3", "gala", on: "2026-12-31", &account)
        #expect(third.refusal?.words == Bilingual(zh: "答谢会 每年 2 次，已用完", en: "Gala: 2 times a year, all used"))
        #expect(account.uses == before)
        #expect(try use("4", "gala", on: "2027-01-01", &account).refusal == nil)
    }

    @Test func `A higher tier counts what was used of the same privilege before`() throws {
        var account = try member("silver")
        for id in ["1", "2"] { _ = try use(id, "gala", on: "2026-03-01", &account) }
        _ = try account.setTier("gold", through: nil, atMs: Sample.at("2026-03-02"), policy)
        let standing = account.privileges(atMs: Sample.at("2026-03-02"), policy)
        #expect(standing.map(\.used) == [2, 0] && standing.map(\.left) == [1, nil])
        #expect(standing.map(\.step.words.zh) == ["答谢会：每年 3 次，已用 2 次，还剩 1 次", "优先预约：不限次数，已用 0 次"])
    }

    @Test func `Who stands in another tier does not have it, and what no tier has is an error`() throws {
        var account = try member("first")
        #expect(account.privileges(atMs: Sample.t0, policy).isEmpty)
        let refused = try use("1", "gala", on: "2026-03-01", &account)
        #expect(refused.refusal?.words.zh == "答谢会仅限以下等级：银卡、金卡")
        #expect(account.uses.byKey.isEmpty)
        #expect(throws: RuleError.unknown(kind: "privilege", id: "yacht")) {
            try use("2", "yacht", on: "2026-03-01", &account)
        }
    }

    @Test func `Without a limit it is counted and never refused`() throws {
        var account = try member("silver")
        for number in 0..<5 {
            #expect(try use("\(number)", "priority", on: "2026-03-01", &account).refusal == nil)
        }
        #expect(account.privileges(atMs: Sample.at("2026-03-01"), policy)[1].used == 5)
    }

    @Test func `Two of one id in a tier are told`() {
        var twice = policy
        twice.tiers.tiers[1].privileges.append(Privilege(id: "gala", kind: .other, name: Sample.name("x")))
        let found = PolicyCheck.findings(twice).filter { $0.path.hasPrefix("tiers.levels.silver.privileges") }
        #expect(found.map(\.words.en) == ["there twice"])
    }

    @Test func `The deposit is the region's share of principal, rounded up`() {
        var account = MemberAccount()
        account.purse.grant(
            PurseLot(id: "a", currency: .principal, source: "a", granted: 100_001, gainedAtMs: 0, expiresAtMs: nil))
        account.purse.grant(
            PurseLot(id: "b", currency: .gift, source: "b", granted: 5_000, gainedAtMs: 0, expiresAtMs: nil))
        let deposit = account.deposit(atMs: Sample.t0, policy)
        #expect(deposit.fen == 20_001)
        #expect(deposit.step?.words.zh == "本金 ¥1,000.01 × 20%：门店须存管 ¥200.01")
        #expect(MemberAccount().deposit(atMs: Sample.t0, policy).step == nil)
    }
}
