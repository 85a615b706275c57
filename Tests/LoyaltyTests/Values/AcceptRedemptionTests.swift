import Loyalty
import Testing
import Vocabulary

/// What a kiosk has let a member have counts, whatever the rules would have said.
@Suite struct AcceptRedemptionTests {
    let now = Sample.t0
    private let rules = RedeemTests()

    private func redeemed(
        _ id: String, _ reward: String, points: Int64, fen: Int64 = 0, atMs: Int64? = nil
    ) -> MemberEntry {
        MemberEntry(
            id: id, atMs: atMs ?? now, policy: "p",
            fact: .redeemed(reward: reward, Amount(points: points, fen: fen)))
    }

    @Test func `At the price of the rules it is like a redemption`() throws {
        let policy = RedeemTests.policy()
        var (accepted, asked) = (rules.member(150), rules.member(150))
        let outcome = try accepted.apply(redeemed("r", "mask", points: 100), under: policy)
        let entry = MemberEntry(id: "r", atMs: now, policy: "p", fact: .redeem(reward: "mask"))
        let other = try asked.apply(entry, under: policy)
        #expect(accepted == asked)
        #expect(outcome.derivation == other.derivation && outcome.postings == other.postings)
        #expect(!outcome.derivation.steps.contains { $0.phrase.id.description == "reward.accepted" })
    }

    @Test func `Another price, a limit, a tier, a reward that is not there: it counts and says so`() throws {
        let policy = RedeemTests.policy { $0.rewards[0].perMember = Limit(count: 1, period: .day) }
        var account = rules.member(1000)
        var words: [String] = []
        for (index, (reward, points)) in [("mask", 90), ("mask", 100), ("massage", 300), ("gone", 10)].enumerated() {
            let outcome = try account.apply(redeemed("r\(index)", reward, points: Int64(points)), under: policy)
            #expect(outcome.refusal == nil)
            words += outcome.derivation.steps.filter { $0.phrase.id.description == "reward.accepted" }.map(\.words.en)
        }
        #expect(words.count == 4)
        #expect(words[0].contains("90 points and ¥0; by the rules: 100 points and ¥0"), "\(words)")
        #expect(words[1].contains("at most 1") && words[2].contains("gold") && words[3].contains("no gone"), "\(words)")
        #expect(account.pointsBalance(atMs: now) == 500)
        #expect(account.redemptions.count == 4 && account.redemptions.all.allSatisfy { $0.state == .open })
        // They use up the limit like any other.
        #expect(try !account.redeem(entry: "x", reward: "mask", atMs: now, policy).isDone)
    }

    @Test func `What is not there becomes debt, and comes back to where it came from`() throws {
        let policy = RedeemTests.policy()
        var account = rules.member(60)
        account.purse.grant(
            PurseLot(
                id: "money", currency: .principal, source: "t", granted: 1_500, gainedAtMs: now, expiresAtMs: nil))
        let outcome = try account.apply(redeemed("r", "massage", points: 100, fen: 2_000), under: policy)
        #expect(account.pointsBalance(atMs: now) == -40)
        #expect(account.purse.funds(atMs: now).money.fen == -500)
        #expect(outcome.derivation.steps.contains { $0.words.en == "40 points were not there and are owed" })
        _ = try account.claim("r", .reversed, entry: "v", atMs: now + 1, policy)
        #expect(account.pointsBalance(atMs: now + 1) == 60)
        #expect(account.purse.funds(atMs: now + 1).money.fen == 1_500)
        #expect(account.purse.debt.values.allSatisfy { $0 == 0 })
    }

    @Test func `A coupon is issued at once`() throws {
        var account = rules.member(200)
        _ = try account.apply(redeemed("r", "voucher", points: 200), under: RedeemTests.policy())
        #expect(account.coupons["r-coupon"]?.usesLeft == 1 && account.redemptions["r"]?.state == .handedOver)
    }

    @Test(arguments: [(-1, 0), (0, -1), (Bounds.amount + 1, 0)] as [(Int64, Int64)])
    func `Impossible amounts are an error and change nothing`(points: Int64, fen: Int64) throws {
        var account = rules.member(10)
        let before = account
        #expect(throws: RuleError.self) {
            try account.apply(redeemed("r", "mask", points: points, fen: fen), under: RedeemTests.policy())
        }
        #expect(account.purse == before.purse && account.redemptions.isEmpty && account.entries.isEmpty)
    }

    @Test func `A night that gives back two redemptions of one lot makes one lot of them`() throws {
        let policy = RedeemTests.policy { $0.reversal.graceDays = 400 }
        var account = rules.member(200)
        for id in ["a", "b"] { _ = try account.redeem(entry: id, reward: "mask", atMs: now, policy) }
        let due = Sample.at("2026-02-10", 0)
        for id in ["a", "b"] { _ = try account.claim(id, .unclaimed, entry: "n", atMs: due, policy) }
        #expect(account.purse.lots.map(\.id) == ["n/grant"] && account.purse.lots.map(\.granted) == [200])
        // And when some of it was spent in between, the rest is there all the same.
        _ = account.purse.take(200, .points, atMs: due, entry: "s", intoDebt: false)
        let part = LotPart(lot: "grant", currency: .points, amount: 0)
        account.purse.giveBack([part], atMs: due, entry: "n", notBeforeMs: .max)
        #expect(account.pointsBalance(atMs: due) == 0)
    }
}
