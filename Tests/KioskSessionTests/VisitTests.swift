import KioskSession
import Loyalty
import Testing
import Vocabulary

@Suite struct VisitTests {
    @Test func `A visit from tap to claim and goodbye`() throws {
        var session = Session(header: Sample.header, timings: SessionTimings())
        let visitor = try Sample.visitor()
        let code = ClaimCode.text(for: Sample.id(10))
        expectScript(
            &session,
            [
                (.readerReady, ["show attract"]),
                (.cardPresented(Sample.tap(1)), ["show holdStill", "readCard"]),
                (.cardRead(Sample.tap(1), .visitor(visitor)), ["show welcome", "timer idle 20"]),
                (.cardRemoved, ["show welcome"]),
                (Sample.touch(.redeem), ["show rewards(1/1)", "timer idle 20"]),
                (Sample.touch(.reward("hand-mask")), ["show confirm(hand-mask)", "timer idle 20"]),
                (Sample.touch(.confirm), ["show presentCard(asking)", "timer idle 20", "askHold hand-mask"]),
                (
                    .holdAnswered(Sample.id(10), Sample.granted),
                    ["show presentCard(waitingForCard)", "timer idle 20"]
                ),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 20", "spend hand-mask by hold"]
                ),
                (.spendFinished(Sample.id(10), .committed), ["show claim(\(code))", "timer idle 30", "lookAgain"]),
                (Sample.touch(.finish), ["endVisit", "show goodbye(claiming, card)", "timer linger 4"]),
            ])
        expectScript(&session, [(timer(session, .linger), ["show takeCard"]), (.cardRemoved, ["show attract"])])
    }

    @Test func `The code that was just paid for waits at once among those that wait`() throws {
        let visitor = try Sample.visitor(
            claims: [OpenClaim(reward: Sample.mask.name, code: "ABC346", lastDay: Sample.clock)])
        var session = Sample.welcomed(visitor)
        let code = ClaimCode.text(for: Sample.id(10))
        let (redeem, reward) = (Sample.touch(.redeem), Sample.touch(.reward("hand-mask")))
        for event in [redeem, reward, Sample.touch(.confirm), .holdAnswered(Sample.id(10), Sample.granted)] {
            _ = session.handle(event)
        }
        expectScript(
            &session,
            [
                (.spendFinished(Sample.id(10), .committed), ["show claim(\(code))", "timer idle 30", "lookAgain"]),
                (Sample.touch(.back), ["show welcome", "timer idle 20"]),
                (Sample.touch(.claims), ["show claim(\(code))", "timer idle 30"]),
                (Sample.touch(.nextPage), ["show claim(ABC346)", "timer idle 30"]),
            ])
    }

    /// What the rules say of it comes with the look at the account that follows the spend.
    @Test func `The page of a code that was just paid for says until when it is good`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let (redeem, reward) = (Sample.touch(.redeem), Sample.touch(.reward("hand-mask")))
        let paid = Event.spendFinished(Sample.id(10), .committed)
        for event in [redeem, reward, Sample.touch(.confirm), .holdAnswered(Sample.id(10), Sample.granted), paid] {
            _ = session.handle(event)
        }
        let code = ClaimCode.text(for: Sample.id(10))
        let renewed = try Sample.visitor(
            claims: [OpenClaim(reward: Sample.mask.name, code: code, lastDay: Sample.clock)])
        let shown = session.handle(.lookedAgain(renewed)).compactMap { effect -> Claim? in
            guard case .show(let screen) = effect, case .claim(let claim) = screen.body else { return nil }
            return claim
        }
        #expect(shown.map(\.code) == [code] && shown.first?.lastDay == Sample.clock && shown.first?.paid != nil)
    }

    @Test func `"Again" reads the card that lies there, also within a visit`() throws {
        let visitor = try Sample.visitor()
        var session = Sample.welcomed(visitor)
        expectScript(
            &session,
            [
                (.cardRemoved, ["show welcome"]), (.cardPresented(Sample.tap(2)), ["readCard"]),
                (.cardRead(Sample.tap(2), .refused(.notRead)), ["show notice(notRead, card)", "timer idle 30"]),
                (Sample.touch(.again, 3), ["show welcome", "timer idle 20", "readCard"]),
                (.cardRead(Sample.tap(3), .visitor(visitor)), ["show welcome", "timer idle 20"]),
                (.cardRemoved, ["show welcome"]), (.cardPresented(Sample.tap(4)), ["readCard"]),
                (.cardRead(Sample.tap(4), .refused(.notRead)), ["show notice(notRead, card)", "timer idle 30"]),
                (.cardRemoved, ["show notice(notRead, card)"]),
                (Sample.touch(.again, 5), ["show welcome", "timer idle 20"]),
            ])
    }

    @Test func `Whoever has checked in leaves, and nothing personal stays`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        expectScript(
            &session,
            [
                (Sample.touch(.checkIn, 9), ["show welcome", "timer idle 20", "recordCheckIn b1"]),
                (.checkInRecorded(Sample.id(9), .done), ["show checkedIn", "timer linger 8"]),
                (.cardRemoved, ["show checkedIn"]),
            ])
        expectScript(&session, [(timer(session, .linger), ["endVisit", "show attract"])])
        #expect(session.state == .idle)
    }

    @Test func `Nothing is shown as done before it was recorded`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        _ = session.handle(Sample.touch(.checkIn, 9))
        #expect(name(session.screen.body) == "welcome")
        _ = session.handle(.checkInRecorded(Sample.id(77), .done))
        #expect(name(session.screen.body) == "welcome", "an answer to another operation changes nothing")
        _ = session.handle(.checkInRecorded(Sample.id(9), .impossible))
        #expect(name(session.screen.body) == "notice(cannotRecord, checkIn)")
    }

    /// The reader tells of a card once; however long it lies there, nothing else begins a session by itself.
    @Test func `E25 i A card left lying is one visit and is said so; touched or put back it begins another`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let effects = sitOut(&session)
        #expect(name(session.screen.body) == "takeCard")
        #expect(effects.filter { $0 == "endVisit" }.count == 1)
        #expect(!effects.contains("readCard"))
        var lifted = session
        expectScript(&session, [(Sample.touch(.again, 3), ["show holdStill", "readCard"])])
        _ = session.handle(.cardRead(Sample.tap(3), .visitor(try Sample.visitor())))
        #expect(name(session.screen.body) == "welcome")
        expectScript(
            &lifted,
            [(.cardRemoved, ["show attract"]), (.cardPresented(Sample.tap(2)), ["show holdStill", "readCard"])])
    }

    /// Nobody touches anything until nothing runs any more.
    private func sitOut(_ session: inout Session) -> [String] {
        var effects: [String] = []
        for _ in 0..<100 {
            let running = [TimerID.Purpose.countdown, .idle, .linger].first { session.runningTimer($0) != nil }
            guard let running else { return effects }
            effects += script(session.handle(timer(session, running)))
        }
        return effects
    }

    /// Seconds without a touch until the bar appears, by page.
    @Test(arguments: [
        (Touch.elsewhere, 20), (.redeem, 20), (.why, 30), (.claims, 30), (.bookings, 30), (.revealStoredValue, 20),
    ])
    func `Reading has more time than choosing; then a bar runs 20 s and covers at 5, and any touch starts anew`(
        touch: Touch, seconds: Int
    ) throws {
        let claims = [OpenClaim(reward: Sample.mask.name, code: "ABC346", lastDay: nil)]
        var session = Sample.welcomed(
            try Sample.visitor(
                bookings: [Sample.appointment(), Sample.appointment(id: "b2")],
                reasons: Reasons(points: [Reason(rule: "care", words: Bilingual(both: "x"), isNearly: false)]),
                claims: claims))
        #expect(script(session.handle(Sample.touch(touch))).contains("timer idle \(seconds)"))
        let page = session.screen.body
        for _ in 0..<10 {
            let stale = timer(session, .idle)
            #expect(session.handle(stale).contains(.show(session.screen)))
            #expect(session.screen.warning?.secondsLeft == 20 && session.screen.body == page)
            for left in stride(from: 19, through: 1, by: -1) {
                _ = session.handle(timer(session, .countdown))
                #expect(
                    session.screen.warning
                        == Screen.Warning(secondsLeft: left, ofSeconds: 20, isCovering: left <= 5))
            }
            let countdown = timer(session, .countdown)
            #expect(script(session.handle(Sample.touch(.elsewhere))).last == "timer idle \(seconds)")
            #expect(session.screen.warning == nil && session.screen.body == page)
            #expect(session.handle(stale).isEmpty && session.handle(countdown).isEmpty)
        }
        _ = session.handle(timer(session, .idle))
        for _ in 0..<19 { _ = session.handle(timer(session, .countdown)) }
        let last = script(session.handle(timer(session, .countdown)))
        #expect(last == ["endVisit", "show goodbye(expected, card)", "timer linger 4"])
    }

    @Test func `Nobody reaches an account whose card is not there`() throws {
        let other = try Sample.visitor(card: 2)
        var session = Sample.welcomed(try Sample.visitor())
        let asked: [(Event, [String])] = [
            (.cardRemoved, ["show welcome"]), (.cardPresented(Sample.tap(2)), ["readCard"]),
            (.cardRead(Sample.tap(2), .visitor(other)), ["show personChanged", "timer idle 20"]),
        ]
        expectScript(&session, asked)
        var changed = session
        expectScript(&changed, [(Sample.touch(.newPerson), ["endVisit", "show welcome", "timer idle 20"])])
        guard case .visit(let visit) = changed.state else { return #expect(Bool(false), "a visit goes on") }
        #expect(visit.visitor.card == other.card)
        // Lifted again, or the own card in its place: the question is over.
        expectScript(
            &session,
            [
                (.cardRemoved, ["show welcome", "timer idle 20"]), (Sample.touch(.newPerson), []),
                (.cardPresented(Sample.tap(3)), ["readCard"]),
                (.cardRead(Sample.tap(3), .visitor(other)), ["show personChanged", "timer idle 20"]),
                (.cardPresented(Sample.tap(4)), ["show welcome", "timer idle 20", "readCard"]),
                (Sample.touch(.newPerson), []),
                (.cardRead(Sample.tap(4), .visitor(try Sample.visitor())), ["show welcome", "timer idle 20"]),
            ])
        // Read, but gone before the answer came.
        _ = session.handle(.cardPresented(Sample.tap(5)))
        _ = session.handle(.cardRemoved)
        #expect(
            script(session.handle(.cardRead(Sample.tap(5), .visitor(other)))) == ["show welcome", "timer idle 20"])
    }

    @Test func `The same card put back continues the visit where it was, with what the card says now`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let later = try Sample.visitor(funds: Sample.funds(points: 900))
        expectScript(
            &session,
            [
                (Sample.touch(.redeem), ["show rewards(1/1)", "timer idle 20"]),
                (.cardRemoved, ["show rewards(1/1)"]), (.cardPresented(Sample.tap(2)), ["readCard"]),
                (.cardRead(Sample.tap(2), .visitor(later)), ["show rewards(1/1)", "timer idle 20"]),
            ])
        guard case .rewards(let choice) = session.screen.body else { return #expect(Bool(false)) }
        #expect(choice.available.amount == Points(900))
    }

    @Test func `A language chosen by one is not the next one's, and is remembered for who chose it`() throws {
        var session = Sample.session()
        expectScript(&session, [(Sample.touch(.switchLanguage), ["show attract", "timer linger 20"])])
        #expect(session.screen.language == .en)
        var left = session
        _ = left.handle(timer(left, .linger))
        #expect(left.screen.language == .zh, "whoever chose it has gone")
        var refused = session
        _ = refused.handle(.cardPresented(Sample.tap(1)))
        _ = refused.handle(.cardRead(Sample.tap(1), .refused(.unknownCard)))
        #expect(refused.screen.language == .en)
        _ = refused.handle(timer(refused, .linger))
        #expect(refused.screen.language == .zh, "whoever was refused has gone")
        _ = session.handle(.cardPresented(Sample.tap(1)))
        let begun = script(session.handle(.cardRead(Sample.tap(1), .visitor(try Sample.visitor()))))
        #expect(begun.last == "remember en" && session.screen.language == .en)
        #expect(script(session.handle(Sample.touch(.switchLanguage))).last == "remember zh")
        #expect(script(session.handle(Sample.touch(.switchLanguage))).last == "remember en")
        _ = session.handle(Sample.touch(.finish))
        #expect(session.screen.language == .en, "the goodbye is still said to the same person")
        var next = session
        _ = next.handle(.cardPresented(Sample.tap(6)))
        #expect(next.screen.language == .zh)
        _ = next.handle(.cardRead(Sample.tap(6), .visitor(try Sample.visitor(card: 2))))
        #expect(next.screen.language == .zh, "the next one comes before the goodbye is over")
        _ = session.handle(.cardRemoved)
        _ = session.handle(timer(session, .linger))
        #expect(session.screen.language == .zh && name(session.screen.body) == "attract")
    }

    @Test func `Stored value is hidden until touched and hides again`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        #expect(storedValue(session) == .hidden)
        expectScript(
            &session,
            [(Sample.touch(.revealStoredValue), ["show welcome", "timer idle 20", "timer hide 10"])])
        #expect(storedValue(session) == .shown(ShownBalance(amount: Money(fen: 126_050), asOf: nil, about: false)))
        var touched = session
        _ = touched.handle(Sample.touch(.hideStoredValue))
        #expect(storedValue(touched) == .hidden)
        _ = session.handle(timer(session, .hide))
        #expect(storedValue(session) == .hidden)
    }

    private func storedValue(_ session: Session) -> Welcome.StoredValue? {
        guard case .welcome(let welcome) = session.screen.body else { return nil }
        return welcome.storedValue
    }

    @Test(arguments: Notice.allCases) func `A refused card is told for 20 s, and "again" reads it if it lies there`(
        _ notice: Notice
    ) {
        var session = Sample.session()
        expectScript(
            &session,
            [
                (.cardPresented(Sample.tap(1)), ["show holdStill", "readCard"]),
                (.cardRead(Sample.tap(1), .refused(notice)), ["show notice(\(notice), card)", "timer linger 20"]),
                (Sample.touch(.elsewhere), ["timer linger 20"]),
            ])
        var (again, left) = (session, session)
        expectScript(&again, [(Sample.touch(.again, 3), ["show holdStill", "readCard"])])
        expectScript(&session, [(timer(session, .linger), ["show takeCard"])])
        expectScript(&left, [(.cardRemoved, []), (Sample.touch(.again, 3), ["show attract"])])
    }
}
