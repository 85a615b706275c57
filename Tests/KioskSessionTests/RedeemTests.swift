import KioskSession
import Loyalty
import Testing
import Vocabulary

@Suite struct RedeemTests {
    /// A session whose reward was confirmed under id 10, waiting for the hub's answer.
    private func asking(_ visitor: Visitor, header: Screen.Header = Sample.header) -> Session {
        var session = Sample.welcomed(visitor, header: header)
        for touch in [Touch.redeem, .reward("hand-mask"), .confirm] { _ = session.handle(Sample.touch(touch)) }
        return session
    }

    private func writing() throws -> Session {
        var session = asking(try Sample.visitor())
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        return session
    }

    private func uncertain() throws -> Session {
        var session = try writing()
        _ = session.handle(.spendFinished(Sample.id(10), .unknown))
        return session
    }

    @Test func `The question says what is taken from where and what remains, and nothing happens without a yes`() throws
    {
        let visitor = try Sample.visitor(rewards: [Sample.priced])
        var session = Sample.welcomed(visitor)
        for touch in [Touch.redeem, .reward("head-spa")] { _ = session.handle(Sample.touch(touch)) }
        guard case .confirm(let confirm) = session.screen.body else { return #expect(Bool(false)) }
        #expect(confirm.reward == Sample.priced)
        #expect(confirm.pointsAfter.amount == Points(2080))
        #expect(confirm.moneyAfter?.amount == Money(fen: 124_050))
        // Everything that lay under the finger before.
        for touch in [Touch.reward("head-spa"), .redeem, .checkIn, .nextPage, .elsewhere, .again] {
            #expect(!script(session.handle(Sample.touch(touch))).contains { $0.hasPrefix("askHold") })
        }
        var left = session
        #expect(script(left.handle(Sample.touch(.back))).first == "show rewards(1/1)")
        _ = session.handle(Sample.touch(.confirm))
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        _ = session.handle(.spendFinished(Sample.id(10), .committed))
        guard case .claim(let claim) = session.screen.body else { return #expect(Bool(false)) }
        #expect(claim.paid?.amount == Sample.priced.price)
        #expect(claim.paid?.pointsLeft.amount == Points(2080))
        #expect(claim.cardMayGo)
    }

    @Test func `With the card on the reader a granted hold writes at once`() throws {
        var session = asking(try Sample.visitor())
        expectScript(
            &session,
            [
                (
                    .holdAnswered(Sample.id(10), Sample.granted),
                    ["show presentCard(writing)", "timer idle 20", "spend hand-mask by hold"]
                )
            ])
    }

    @Test func `An unknown outcome asks for the same card and is settled by it`() throws {
        var session = try uncertain()
        expectScript(
            &session,
            [
                (.cardRemoved, ["show presentCard(tapAgain)"]),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 20", "settle hand-mask"]
                ),
                (
                    .spendFinished(Sample.id(10), .refused(.wrongCard)),
                    ["show notice(wrongCard, undecided)", "timer idle 30"]
                ),
                (
                    .cardPresented(Sample.tap(3)),
                    ["show presentCard(writing)", "timer idle 20", "settle hand-mask"]
                ),
                // Torn again: nothing new is known, and nothing is said of the money.
                (.spendFinished(Sample.id(10), .pulledEarly), ["show presentCard(tapAgain)", "timer idle 20"]),
                (
                    .cardPresented(Sample.tap(4)),
                    ["show presentCard(writing)", "timer idle 20", "settle hand-mask"]
                ),
                (.spendFinished(Sample.id(10), .voided), ["show notice(spendNotDone, spend)", "timer idle 30"]),
            ])
    }

    @Test func `Pulled early before the commit, the same order goes on with the card`() throws {
        var session = try writing()
        expectScript(
            &session,
            [
                (.spendFinished(Sample.id(10), .pulledEarly), ["show notice(pulledEarly, spend)", "timer idle 30"]),
                (.cardRemoved, ["show notice(pulledEarly, spend)"]),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 20", "spend hand-mask by hold"]
                ),
            ])
    }

    @Test func `Another card is never written, and two at once are told apart`() throws {
        var session = try writing()
        expectScript(
            &session,
            [
                (
                    .spendFinished(Sample.id(10), .refused(.severalCards)),
                    ["show notice(severalCards, spend)", "timer idle 30"]
                ),
                (
                    Sample.touch(.again, 20),
                    ["show presentCard(writing)", "timer idle 20", "spend hand-mask by hold"]
                ),
                (
                    .spendFinished(Sample.id(10), .refused(.wrongCard)),
                    ["show notice(wrongCard, spend)", "timer idle 30"]
                ),
                (.cardRemoved, ["show notice(wrongCard, spend)"]),
                (Sample.touch(.again, 21), ["show presentCard(waitingForCard)", "timer idle 20"]),
            ])
    }

    @Test func `When the hub's grant ran out, the hub is asked again under the same id`() throws {
        var session = try writing()
        expectScript(
            &session,
            [
                (
                    .spendFinished(Sample.id(10), .holdRanOut),
                    ["show presentCard(asking)", "timer idle 20", "askHold hand-mask"]
                ),
                (
                    .holdAnswered(Sample.id(10), .granted(untilMs: 99)),
                    ["show presentCard(writing)", "timer idle 20", "spend hand-mask by hold"]
                ),
                (
                    .spendFinished(Sample.id(10), .holdRanOut),
                    ["show presentCard(asking)", "timer idle 20", "askHold hand-mask"]
                ),
                (
                    .holdAnswered(Sample.id(10), .refused(.insufficient)),
                    ["show notice(insufficient, spend)", "timer idle 30"]
                ),
            ])
    }

    @Test func `Off line the limit decides, and past it the hub is needed`() throws {
        var allowed = asking(try Sample.visitor(), header: Sample.offlineHeader)
        #expect(
            script(allowed.handle(.holdAnswered(Sample.id(10), .noAnswer))).last == "spend hand-mask by offline")
        let spent = Sample.funds(spent: 300)
        var beyond = asking(try Sample.visitor(funds: spent), header: Sample.offlineHeader)
        #expect(
            script(beyond.handle(.holdAnswered(Sample.id(10), .noAnswer))).first
                == "show notice(offlineNoSpend, spend)")
        var second = asking(try Sample.visitor(funds: Sample.funds(mayOffline: false)), header: Sample.offlineHeader)
        #expect(
            script(second.handle(.holdAnswered(Sample.id(10), .noAnswer))).first
                == "show notice(offlineNoSpend, spend)")
    }

    @Test(arguments: [
        (Int64(700), Int64(0), "show notice(insufficient, spend)"), (2480, 2000, "show notice(insufficient, spend)"),
        (2480, -1, "show notice(suspectCard, spend)"),
    ])
    func `What cannot be spent never reaches the hub`(_ points: Int64, _ spent: Int64, _ expected: String) throws {
        var session = Sample.welcomed(try Sample.visitor(funds: Sample.funds(points: points, spent: spent)))
        _ = session.handle(Sample.touch(.redeem))
        let effects = session.handle(Sample.touch(.reward("hand-mask")))
        #expect(script(effects).first == expected)
        #expect(!script(effects + session.handle(Sample.touch(.confirm))).contains { $0.hasPrefix("askHold") })
    }

    @Test func `What the card says anew between question and yes counts`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        for touch in [Touch.redeem, .reward("hand-mask")] { _ = session.handle(Sample.touch(touch)) }
        _ = session.handle(.cardRemoved)
        _ = session.handle(.cardPresented(Sample.tap(2)))
        let poorer = try Sample.visitor(funds: Sample.funds(points: 10))
        _ = session.handle(.cardRead(Sample.tap(2), .visitor(poorer)))
        #expect(script(session.handle(Sample.touch(.confirm))).first == "show notice(insufficient, spend)")
    }

    @Test func `A UID-only card never spends`() throws {
        var session = Sample.welcomed(try Sample.visitor(maySpend: false))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.actions == [.checkIn, .finish])
        #expect(script(session.handle(Sample.touch(.redeem))).first == "show notice(needsDesk, spend)")
    }

    /// Every page on which something is under way that ends by itself.
    @Test(arguments: ["asking", "writing", "settling", "checkingIn"])
    func `Nobody is sent off in work under way, nobody leaves it, and no card starts a second reading`(
        page: String
    ) throws {
        var session: Session
        switch page {
        case "asking": session = asking(try Sample.visitor())
        case "writing": session = try writing()
        case "settling":
            session = try uncertain()
            _ = session.handle(.cardRemoved)
            _ = session.handle(.cardPresented(Sample.tap(2)))
        default:
            session = Sample.welcomed(try Sample.visitor())
            _ = session.handle(Sample.touch(.checkIn))
        }
        let before = session.state
        expectScript(&session, [(timer(session, .idle), ["timer idle 20"])])
        expectScript(
            &session,
            [
                (Sample.touch(.finish), []), (Sample.touch(.back), []), (Sample.touch(.confirm), []),
                (.cardPresented(Sample.tap(7)), []),
            ])
        #expect(session.state == before)
    }

    @Test func `While a spend is undecided nothing says that all is safe, and its end is shown to the same card`()
        throws
    {
        for end in [SpendResult.committed, .unknown] {
            var session = try writing()
            expectScript(
                &session, [(.readerLost(code: "R-04"), ["show presentCard(readerAway)", "timer idle 20"])])
            _ = session.handle(.spendFinished(Sample.id(10), end))
            guard end == .unknown else {
                #expect(name(session.screen.body).hasPrefix("claim"), "the visit goes on without a reader")
                continue
            }
            #expect(name(session.screen.body) == "presentCard(readerAway)")
            _ = session.handle(Sample.touch(.finish))
            #expect(name(session.screen.body) == "goodbye(undecided)")
            _ = session.handle(timer(session, .linger))
            #expect(name(session.screen.body) == "outOfService(R-04, undecided)")
            _ = session.handle(.readerReady)
            let code = ClaimCode.text(for: Sample.id(10))
            let settled = try Sample.visitor(
                remark: .settled(done: true),
                claims: [OpenClaim(reward: Sample.mask.name, code: code, lastDay: nil)])
            _ = session.handle(.cardPresented(Sample.tap(5)))
            _ = session.handle(.cardRead(Sample.tap(5), .visitor(settled)))
            #expect(name(session.screen.body) == "claim(\(code))")
            #expect(session.submittedSpend == nil)
        }
    }

    @Test func `When the reader is back the card that lies there settles the spend`() throws {
        var session = try uncertain()
        expectScript(
            &session,
            [
                (.readerLost(code: "R-01"), ["show presentCard(readerAway)", "timer idle 20"]),
                (.readerReady, ["show presentCard(tapAgain)", "timer idle 20"]),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 20", "settle hand-mask"]
                ),
            ])
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `Any order of events keeps the promises`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var session = Sample.session()
        var till = Till()
        let visitors = try [Sample.visitor(card: 1), Sample.visitor(card: 2)]
        for step in 0..<300 {
            let event = randomEvent(&random, session, visitors)
            let effects = session.handle(event)
            till.note(event, effects)
            #expect(till.spends.values.allSatisfy { $0 <= 1 } || till.mayRepeat, "seed \(seed) step \(step)")
            if effects.contains(where: { if case .spend = $0 { true } else { false } }) {
                #expect(session.lying != .nothing, "seed \(seed) step \(step)")
            }
            #expect(till.isTold(by: session.screen), "seed \(seed) step \(step): \(session.screen.body)")
            if case .claim = session.screen.body, case .visit(let visit) = session.state {
                #expect(visit.visitor.funds.available.points >= .zero, "seed \(seed) step \(step)")
            }
        }
    }

    private func randomEvent(
        _ random: inout SeededGenerator, _ session: Session, _ visitors: [Visitor]
    ) -> Event {
        let fresh = Sample.tap(UInt8.random(in: 0...255, using: &random))
        let pending = pendingID(session) ?? fresh.id
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return .cardPresented(Sample.tap(UInt8.random(in: 0...3, using: &random)))
        case 1: return .cardRemoved
        case 2, 3:
            let tap = currentTap(session) ?? Sample.tap(0)
            return .cardRead(tap, .visitor(visitors[Int.random(in: 0...1, using: &random)]))
        case 4: return .touched(.redeem, fresh: fresh)
        case 5: return .touched(.reward("hand-mask"), fresh: fresh)
        case 6: return .touched(.confirm, fresh: fresh)
        case 7:
            return .holdAnswered(
                pending,
                [Sample.granted, .noAnswer, .refused(.hubRejected)].randomElement(using: &random) ?? .noAnswer)
        case 8:
            let results: [SpendResult] = [
                .committed, .unknown, .pulledEarly, .voided, .refused(.wrongCard), .holdRanOut,
            ]
            return .spendFinished(pending, results.randomElement(using: &random) ?? .unknown)
        case 9:
            let touches = [Touch.checkIn, .back, .again, .finish, .newPerson, .samePerson, .claims]
            return .touched(touches.randomElement(using: &random) ?? .back, fresh: fresh)
        case 10: return timer(session, [.idle, .countdown, .hide, .linger].randomElement(using: &random) ?? .idle)
        case 11: return .checkInRecorded(pending, .done)
        default: return Int.random(in: 0..<5, using: &random) == 0 ? .readerLost(code: "R-01") : .readerReady
        }
    }

    private func currentTap(_ session: Session) -> Tap? {
        switch session.state {
        case .reading(let tap): tap
        case .visit(let visit): visit.reading
        case .idle, .refused, .farewell: nil
        }
    }

    private func pendingID(_ session: Session) -> OperationID? {
        guard case .visit(let visit) = session.state else { return nil }
        switch visit.page {
        case .spend(let spend): return spend.order.id
        case .checkingIn(let order): return order.id
        default: return nil
        }
    }
}
