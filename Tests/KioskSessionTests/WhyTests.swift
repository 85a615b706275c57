import KioskSession
import Loyalty
import Testing
import Vocabulary

/// "Why?": from the welcome screen and from the rewards, page by page, and back.
@Suite struct WhyTests {
    private static func reasons(_ count: Int, _ what: String) -> [Reason] {
        (0..<count).map { Reason(rule: "\(what) \($0)", words: Bilingual(both: "\(what) \($0)"), isNearly: $0 == 0) }
    }

    /// Five sentences of points, one of the tier, four of rewards, two of stored value: pages of 4 + 1, 1, 3 + 1, 2.
    private static let all = Reasons(
        points: reasons(5, "points"), storedValue: reasons(2, "money"), tier: reasons(1, "tier"),
        rewards: reasons(4, "reward"))

    private func touch(_ touch: Touch) -> Event { Sample.touch(touch) }

    private func why(_ session: Session) -> Why? {
        guard case .why(let why) = session.screen.body else { return nil }
        return why
    }

    @Test func `Pages follow each other, and back leads to the welcome screen`() throws {
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.explains)
        expectScript(
            &session,
            [
                (touch(.why), ["show why(points 1/5)", "timer idle 30"]),
                (touch(.previousPage), ["show why(points 1/5)", "timer idle 30"]),
                (touch(.nextPage), ["show why(points 2/5)", "timer idle 30"]),
                (touch(.nextPage), ["show why(tier 3/5)", "timer idle 30"]),
                (touch(.nextPage), ["show why(rewards 4/5)", "timer idle 30"]),
                (touch(.nextPage), ["show why(rewards 5/5)", "timer idle 30"]),
                (touch(.nextPage), ["show why(rewards 5/5)", "timer idle 30"]),
                (touch(.previousPage), ["show why(rewards 4/5)", "timer idle 30"]),
                (touch(.switchLanguage), ["show why(rewards 4/5)", "timer idle 30", "remember en"]),
                (touch(.back), ["show welcome", "timer idle 20"]),
            ])
    }

    @Test func `Every sentence is on exactly one page, in its order`() throws {
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all))
        _ = session.handle(touch(.why))
        var lines: [String] = []
        for _ in 0..<5 {
            lines += try #require(why(session)).lines.map(\.words.en)
            _ = session.handle(touch(.nextPage))
        }
        #expect(lines == (Self.all.points + Self.all.tier + Self.all.rewards).map(\.words.en))
    }

    @Test func `Stored value is told only while it is shown, and goes by itself`() throws {
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all))
        _ = session.handle(touch(.revealStoredValue))
        _ = session.handle(touch(.why))
        for _ in 0..<9 { _ = session.handle(touch(.nextPage)) }
        #expect(why(session)?.section == .storedValue)
        #expect(why(session)?.pages == 6)
        _ = session.handle(timer(session, .hide))
        #expect(why(session)?.section == .rewards, "the amounts are gone from the screen")
        #expect(why(session)?.pages == 5)
        _ = session.handle(touch(.previousPage))
        #expect(why(session)?.page == 3)
    }

    @Test func `Nobody stays on the answer for ever`() throws {
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all))
        _ = session.handle(touch(.why))
        #expect(script(session.handle(timer(session, .idle))).first == "show why(points 1/5) warning 20")
        for _ in 0..<20 { _ = session.handle(timer(session, .countdown)) }
        #expect(name(session.screen.body) == "goodbye(expected, card)")
    }

    @Test func `A reward that a rule keeps back explains itself and asks nobody`() throws {
        let words = Bilingual(zh: "每月最多兑换 1 次", en: "at most 1 a month")
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all, refusals: [Sample.mask.id: words]))
        _ = session.handle(touch(.redeem))
        guard case .rewards(let choice) = session.screen.body else { return #expect(Bool(false)) }
        #expect(choice.offers.map(\.blocked) == [.rule(words)])
        expectScript(
            &session,
            [
                (touch(.reward(Sample.mask.id)), ["show why(rewards 4/5)", "timer idle 30"]),
                (touch(.back), ["show rewards(1/1)", "timer idle 20"]),
            ])
    }

    @Test func `A greyed reward leads to the page that speaks of it; taking it all the same is refused`() throws {
        var reasons = Self.all
        // A set of masks is named earlier, and by a name that holds the mask's.
        reasons.rewards[0].words = Bilingual(both: "another 300 points to \(Sample.mask.name.zh)套装")
        reasons.rewards[3] = Reason(
            rule: Sample.mask.id, words: Bilingual(both: "another 79 points to \(Sample.mask.name.zh)"), isNearly: true)
        let poor = try Sample.visitor(funds: Sample.funds(points: 1), reasons: reasons)
        var session = Sample.welcomed(poor)
        _ = session.handle(touch(.redeem))
        expectScript(
            &session,
            [
                (touch(.whyReward(Sample.mask.id)), ["show why(rewards 5/5)", "timer idle 30"]),
                (touch(.back), ["show rewards(1/1)", "timer idle 20"]),
                (touch(.whyReward("unheard of")), ["show why(rewards 4/5)", "timer idle 30"]),
                (touch(.back), ["show rewards(1/1)", "timer idle 20"]),
                (touch(.reward(Sample.mask.id)), ["show notice(insufficient, spend)", "timer idle 30"]),
            ])
        session = Sample.welcomed(try Sample.visitor(funds: Sample.funds(points: 1)))
        _ = session.handle(touch(.redeem))
        #expect(session.handle(touch(.whyReward(Sample.mask.id))).isEmpty)
    }

    @Test func `Without reasons there is nothing to touch, and a touch does nothing`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(!welcome.explains)
        #expect(session.handle(touch(.why)).isEmpty)
    }

    @Test func `After a redemption the rules are asked again, for the same card only`() throws {
        var session = Sample.welcomed(try Sample.visitor(reasons: Self.all))
        var fresh = try Sample.visitor(refusals: [Sample.mask.id: Bilingual(both: "used up")])
        _ = session.handle(.lookedAgain(fresh))
        _ = session.handle(touch(.redeem))
        guard case .rewards(let choice) = session.screen.body else { return #expect(Bool(false)) }
        #expect(choice.offers.map(\.blocked) == [.rule(Bilingual(both: "used up"))])
        fresh = try Sample.visitor(card: 2)
        #expect(session.handle(.lookedAgain(fresh)).isEmpty)
        guard case .rewards(let same) = session.screen.body else { return #expect(Bool(false)) }
        #expect(same == choice)
    }
}
