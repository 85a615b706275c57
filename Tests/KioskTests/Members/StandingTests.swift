import Foundation
import HubAPI
import Loyalty
import Testing
import Vocabulary

@testable import HubStore
@testable import Kiosk

/// What a kiosk works out of the facts it was sent is what the hub works out of the whole history.
@Suite struct StandingTests {
    private static let store = "xuhui"

    /// As the hub sends it, through JSON.
    private func sent(_ member: RandomMember, atMs now: Int64) throws -> MemberFacts {
        var purse = member.account.purse
        purse.advance(toMs: now, entry: DerivedID.timePassing)
        let since = member.policy.tiers.usesBalance ? min(now, member.account.standing.asOfMs ?? now) : now
        let lots = purse.lots.filter { !$0.hasExpired(atMs: since) }.map {
            LotFacts(
                id: $0.id, currency: .known($0.currency), remaining: $0.remaining, gainedAtMs: $0.gainedAtMs,
                activeFromMs: $0.activeFromMs, expiresAtMs: $0.expiresAtMs)
        }
        let debts = purse.debt.filter { $0.value > 0 }.map { currency, owed in
            LotFacts(
                id: Purse.debtLot(currency), currency: .known(currency), remaining: -owed, gainedAtMs: 0,
                expiresAtMs: nil)
        }
        let facts = MemberFacts(
            id: MemberID(UUID()), surname: Bilingual(zh: "陈", en: "Chen"), title: .known(.ms), tier: "classic",
            tierName: Bilingual(zh: "普通", en: "Classic"), language: .known(.zh), numberTail: "0001",
            lots: lots + debts, held: .zero, cards: [], bookings: [],
            standing: StandingFacts(member.account, rewards: PolicyTable(PolicyBook([member.policy])).rewardIDs))
        return try JSONDecoder().decode(MemberFacts.self, from: JSONEncoder().encode(facts))
    }

    @Test(arguments: 1...250)
    func `Tier, progress, balance and shelf are the hub's at any later moment`(seed: Int) throws {
        var member = RandomMember(seed: UInt64(seed))
        let told = member.now + member.number(0...2000) * 3_600_000
        let facts = try sent(member, atMs: told)
        for _ in 0..<8 {
            let now = max(told, member.laterMoment())
            var hub = member.account
            hub.purse.advance(toMs: now, entry: DerivedID.timePassing)
            let kiosk = MemberAccount(facts, atMs: now)
            let policy = member.policy
            #expect(kiosk.tierID(atMs: now, policy) == hub.tierID(atMs: now, policy), "at \(now)")
            #expect(kiosk.tierProgress(atMs: now, policy) == hub.tierProgress(atMs: now, policy), "at \(now)")
            #expect(kiosk.standing(atMs: now, policy) == hub.standing(atMs: now, policy), "at \(now)")
            #expect(kiosk.purse.funds(atMs: now) == hub.purse.funds(atMs: now), "at \(now)")
            #expect(kiosk.purse.debt.filter { $0.value > 0 } == hub.purse.debt.filter { $0.value > 0 }, "at \(now)")
            #expect(
                try kiosk.affordable(atMs: now, policy, store: Self.store)
                    == hub.affordable(atMs: now, policy, store: Self.store), "at \(now)")
            #expect(kiosk.tierDerivation(atMs: now, policy) == hub.tierDerivation(atMs: now, policy), "at \(now)")
        }
    }

    /// The lives above are worth something only if they come to something.
    @Test func `Random members rise, owe, wait for points and are refused rewards`() throws {
        var seen: Set<String> = []
        for seed in 1...250 {
            var member = RandomMember(seed: UInt64(seed))
            let now = member.laterMoment()
            let account = member.account
            if account.standing.tier != nil, account.standing.tier != "classic" { seen.insert("rose") }
            if account.standing.downgradeAtMs != nil { seen.insert("in grace") }
            if account.standing.byHand != nil { seen.insert("set by hand") }
            if !account.standing.previousTiers.isEmpty { seen.insert("below") }
            if account.purse.debt.values.contains(where: { $0 > 0 }) { seen.insert("owes") }
            if account.purse.pending(.points, atMs: member.now) > 0 { seen.insert("pending") }
            let shelf = try account.affordable(atMs: now, member.policy, store: Self.store)
            for step in shelf.refused.values { seen.insert("\(step.phrase.id)") }
        }
        #expect(
            seen.isSuperset(of: [
                "rose", "in grace", "set by hand", "below", "owes", "pending", "reward.tier", "reward.when",
                "reward.store", "reward.limit",
            ]), "\(seen)")
    }

    @Test func `No year of birth and nothing that was bought leaves the hub`() throws {
        var member = RandomMember(seed: 3)
        while member.account.person?.birthday == nil || member.account.bills.isEmpty {
            member = RandomMember(seed: UInt64(member.number(1...10_000)))
        }
        let facts = try sent(member, atMs: member.now)
        let text = String(decoding: try JSONEncoder().encode(facts.standing), as: UTF8.self)
        #expect(text.contains("birthday") && !text.contains("1990") && !text.contains("year"))
        #expect(!text.contains("care"))
    }

    @Test func `Days and terms that no calendar has do not end the program`() throws {
        var standing = StandingFacts(terms: .max)
        standing.keptFromDay = .max
        standing.provenOnDay = .min
        standing.byHand = HandSetTier(tier: "gold", throughDay: .max)
        standing.days = [QualifyingDay(day: .min, spend: 1, pointsEarned: 1, services: 1, bills: 1)]
        standing.uses = ["reward0": [UsedDay(day: .max, times: 1)]]
        var member = RandomMember(seed: 5)
        var facts = try sent(member, atMs: member.now)
        facts.standing = standing
        let now = member.laterMoment()
        let account = MemberAccount(facts, atMs: now)
        #expect(account.tierID(atMs: now, member.policy) == "gold")
        _ = try account.affordable(atMs: now, member.policy)
        _ = account.tierDerivation(atMs: now, member.policy)
    }
}
