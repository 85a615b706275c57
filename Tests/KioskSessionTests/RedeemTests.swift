import Identity
import KioskSession
import KioskTesting
import Loyalty
import Testing

@Suite struct RedeemTests {
    /// A session whose reward was chosen under id 10, waiting for the hub's answer.
    private func asking(_ visitor: Visitor, header: Screen.Header = Sample.header) -> Session {
        var session = Sample.welcomed(visitor, header: header)
        _ = session.handle(.touched(.redeem, fresh: Sample.id(8)))
        _ = session.handle(.touched(.reward("hand-mask"), fresh: Sample.id(10)))
        return session
    }

    @Test func `With the card on the reader a granted hold writes at once`() throws {
        var session = asking(try Sample.visitor())
        expectScript(
            &session,
            [
                (
                    .holdAnswered(Sample.id(10), Sample.granted),
                    ["show presentCard(writing)", "timer idle 10", "spend hand-mask by hold"]
                )
            ])
    }

    @Test func `An unknown outcome asks for the same card and is settled by it`() throws {
        var session = asking(try Sample.visitor())
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        expectScript(
            &session,
            [
                (.spendFinished(Sample.id(10), .unknown), ["show presentCard(tapAgain)", "timer idle 10"]),
                (.cardRemoved, []),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 10", "settle hand-mask"]
                ),
                (
                    .spendFinished(Sample.id(10), .refused(.wrongCard)),
                    ["show notice(wrongCard)", "timer idle 10"]
                ),
                (
                    .cardPresented(Sample.tap(3)),
                    ["show presentCard(writing)", "timer idle 10", "settle hand-mask"]
                ),
                (
                    .spendFinished(Sample.id(10), .voided),
                    ["show notice(spendNotDone)", "timer idle 10"]
                ),
            ])
    }

    @Test func `Pulled early before the commit, the same order goes on with the card`() throws {
        var session = asking(try Sample.visitor())
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        expectScript(
            &session,
            [
                (.spendFinished(Sample.id(10), .pulledEarly), ["show notice(pulledEarly)", "timer idle 10"]),
                (.cardRemoved, []),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 10", "spend hand-mask by hold"]
                ),
            ])
    }

    @Test func `When the hub's grant ran out, the hub is asked again under the same id`() throws {
        var session = asking(try Sample.visitor())
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        expectScript(
            &session,
            [
                (
                    .spendFinished(Sample.id(10), .holdRanOut),
                    ["show presentCard(asking)", "timer idle 10", "askHold hand-mask"]
                ),
                (
                    .holdAnswered(Sample.id(10), .granted(untilMs: 99)),
                    ["show presentCard(writing)", "timer idle 10", "spend hand-mask by hold"]
                ),
                (
                    .spendFinished(Sample.id(10), .holdRanOut),
                    ["show presentCard(asking)", "timer idle 10", "askHold hand-mask"]
                ),
                (
                    .holdAnswered(Sample.id(10), .refused(.insufficient)),
                    ["show notice(insufficient)", "timer idle 10"]
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
            script(beyond.handle(.holdAnswered(Sample.id(10), .noAnswer))).first == "show notice(offlineNoSpend)")
        var second = asking(try Sample.visitor(funds: Sample.funds(mayOffline: false)), header: Sample.offlineHeader)
        #expect(
            script(second.handle(.holdAnswered(Sample.id(10), .noAnswer))).first == "show notice(offlineNoSpend)")
    }

    @Test(arguments: [
        (Int64(700), Int64(0), "show notice(insufficient)"), (2480, 2000, "show notice(insufficient)"),
        (2480, -1, "show notice(suspectCard)"),
    ])
    func `What cannot be spent never reaches the hub`(_ points: Int64, _ spent: Int64, _ expected: String) throws {
        var session = Sample.welcomed(try Sample.visitor(funds: Sample.funds(points: points, spent: spent)))
        _ = session.handle(.touched(.redeem, fresh: Sample.id(8)))
        let effects = session.handle(.touched(.reward("hand-mask"), fresh: Sample.id(10)))
        #expect(script(effects).first == expected)
        #expect(!script(effects).contains { $0.hasPrefix("askHold") })
    }

    @Test func `A UID-only card never spends`() throws {
        var session = Sample.welcomed(try Sample.visitor(maySpend: false))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.actions == [.checkIn, .finish])
        #expect(
            script(session.handle(.touched(.redeem, fresh: Sample.id(8)))).first == "show notice(needsDesk)")
    }

    @Test func `A second tap after a redemption shows the same code`() throws {
        let claim = RecentClaim(reward: Sample.mask, code: "ABC346")
        let session = Sample.welcomed(try Sample.visitor(recentClaim: claim))
        #expect(name(session.screen.body) == "claim(ABC346)")
    }

    @Test func `Nobody is sent off while the card is being written`() throws {
        var session = asking(try Sample.visitor())
        _ = session.handle(.holdAnswered(Sample.id(10), Sample.granted))
        expectScript(&session, [(timer(session, .idle), ["timer idle 10"])])
        expectScript(&session, [(.touched(.finish, fresh: Sample.id(9)), [])])
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func `Any order of events keeps the promises`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var session = Sample.session()
        var spends: [OperationID: Int] = [:]
        let visitors = try [Sample.visitor(card: 1), Sample.visitor(card: 2)]
        for step in 0..<300 {
            let event = randomEvent(&random, session, visitors)
            for effect in session.handle(event) {
                if case .spend(let order, _) = effect { spends[order.id, default: 0] += 1 }
                if case .spend = effect { #expect(session.cardIsOnReader, "seed \(seed) step \(step)") }
            }
            if case .claim = session.screen.body, case .visit(let visit) = session.state {
                #expect(visit.visitor.funds.available.points >= .zero, "seed \(seed) step \(step)")
            }
        }
    }

    private func randomEvent(
        _ random: inout SeededGenerator, _ session: Session, _ visitors: [Visitor]
    ) -> Event {
        let fresh = Sample.id(UInt8.random(in: 0...255, using: &random))
        let pending = pendingID(session) ?? fresh
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .cardPresented(Sample.tap(UInt8.random(in: 0...3, using: &random)))
        case 1: return .cardRemoved
        case 2, 3:
            let tap = currentTap(session) ?? Sample.tap(0)
            return .cardRead(tap, .visitor(visitors[Int.random(in: 0...1, using: &random)]))
        case 4: return .touched(.redeem, fresh: fresh)
        case 5: return .touched(.reward("hand-mask"), fresh: fresh)
        case 6:
            return .holdAnswered(
                pending, [Sample.granted, .noAnswer, .refused(.hubRejected)].randomElement(using: &random) ?? .noAnswer)
        case 7:
            let results: [SpendResult] = [
                .committed, .unknown, .pulledEarly, .voided, .refused(.wrongCard), .holdRanOut,
            ]
            return .spendFinished(pending, results.randomElement(using: &random) ?? .unknown)
        case 8:
            return .touched(
                [Touch.checkIn, .back, .again, .finish, .newPerson].randomElement(using: &random) ?? .back, fresh: fresh
            )
        case 9: return timer(session, [.idle, .countdown, .hide, .linger].randomElement(using: &random) ?? .idle)
        case 10: return .checkInRecorded(pending, .done)
        default: return Int.random(in: 0..<20, using: &random) == 0 ? .readerLost(code: "R-01") : .readerReady
        }
    }

    private func currentTap(_ session: Session) -> Tap? {
        switch session.state {
        case .reading(let tap): tap
        case .visit(let visit): visit.reading
        case .outOfService, .attract, .refused, .goodbye: nil
        }
    }

    private func pendingID(_ session: Session) -> OperationID? {
        guard case .visit(let visit) = session.state else { return nil }
        switch visit.page {
        case .asking(let order), .waiting(let order, _), .writing(let order, _), .uncertain(let order),
            .settling(let order):
            return order.id
        case .checkingIn(let order): return order.id
        case .welcome, .checkedIn, .rewards, .why, .claim, .notice, .personChanged: return nil
        }
    }
}
