import Identity
import Loyalty
import Testing

@Suite struct MergeTests {
    private let now = Moment.ms("2026-02-10", hour: 9)

    private func policy() -> Policy {
        Policy(version: "p", name: Bilingual(both: "p"), effectiveFromMs: 0, zone: .shanghai)
    }

    private func account(_ points: Int64, expires: String) throws -> MemberAccount {
        var account = MemberAccount()
        let gained = Moment.ms("2026-01-25")
        let grant = Adjustment(
            currency: .points, amount: points, reason: "start", expiresAtMs: Moment.ms(expires))
        _ = try account.apply(
            MemberEntry(id: "start", atMs: gained, policy: "p", fact: .adjust(grant)), under: policy())
        return account
    }

    @Test func `E12 A merge adds the balances, empties the other account and keeps every expiry`() throws {
        var kept = try account(100, expires: "2026-06-01")
        var other = try account(200, expires: "2026-02-26")
        let handover = other.handover(atMs: now)
        let away = MemberEntry(id: "away", atMs: now, policy: "p", fact: .mergedAway(into: "kept"))
        let gone = try other.apply(away, under: policy())
        let here = MemberEntry(id: "here", atMs: now, policy: "p", fact: .mergedHere(handover))
        let come = try kept.apply(here, under: policy())
        #expect(kept.pointsBalance(atMs: now) == 300)
        #expect(other.pointsBalance(atMs: now) == 0)
        #expect(gone.postings.map(\.amount) == [-200] && come.postings.map(\.amount) == [200])
        // The lots keep their end: a lost card or a second account is no new gain.
        #expect(kept.pointsBalance(atMs: Moment.ms("2026-02-26")) == 100)
        #expect(kept.pointsBalance(atMs: Moment.ms("2026-06-01")) == 0)
    }

    @Test func `E12 A debt moves with the merge and is repaid by what is there`() throws {
        var kept = try account(100, expires: "2026-06-01")
        var other = MemberAccount()
        let spend = MemberFact.spend(Amount(points: Points(30), money: .zero))
        _ = try other.apply(MemberEntry(id: "s", atMs: now, policy: "p", fact: spend), under: policy())
        let handover = other.handover(atMs: now)
        _ = try other.apply(
            MemberEntry(id: "away", atMs: now, policy: "p", fact: .mergedAway(into: "kept")), under: policy())
        _ = try kept.apply(
            MemberEntry(id: "here", atMs: now, policy: "p", fact: .mergedHere(handover)), under: policy())
        #expect(other.pointsBalance(atMs: now) == 0)
        #expect(kept.pointsBalance(atMs: now) == 70)
    }
}

@Suite struct PointsLiabilityTests {
    @Test func `E25 j Revenue follows redemptions, and a changed expectation is caught up with`() throws {
        for (expectedNext, next) in [(9900 as Int64, 3552 as Int64), (9200, 4140)] {
            var liability = PointsLiability(allocated: 9000)
            #expect(try liability.close(redeemed: 4500, expected: 9700) == 4175)
            #expect(try liability.close(redeemed: 4000, expected: expectedNext) == next)
            #expect(liability.deferred == 9000 - 4175 - next)
        }
    }

    @Test func `An expectation below what was redeemed is an error`() {
        var liability = PointsLiability(allocated: 9000)
        #expect(throws: RuleError.self) { try liability.close(redeemed: 10, expected: 9) }
        #expect(throws: RuleError.self) { try liability.close(redeemed: 0, expected: 0) }
    }
}
