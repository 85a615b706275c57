import Identity
import KioskSession
import KioskTesting
import Loyalty
import Testing

@Suite struct VisitTests {
    @Test func `A visit from tap to goodbye`() throws {
        var session = Session(header: Sample.header, timings: SessionTimings())
        let visitor = try Sample.visitor()
        let code = ClaimCode.text(for: Sample.id(10))
        expectScript(
            &session,
            [
                (.readerReady, ["show attract"]),
                (.cardPresented(Sample.tap(1)), ["show holdStill", "readCard"]),
                (.cardRead(Sample.tap(1), .visitor(visitor)), ["show welcome", "timer idle 10"]),
                (.cardRemoved, []),
                (.touched(.checkIn, fresh: Sample.id(9)), ["recordCheckIn b1"]),
                (
                    .checkInRecorded(Sample.id(9), .done),
                    ["show checkedIn", "timer idle 10", "timer linger 8"]
                ),
                (.touched(.back, fresh: Sample.id(8)), ["show welcome", "timer idle 10"]),
                (.touched(.redeem, fresh: Sample.id(7)), ["show rewards", "timer idle 10"]),
                (
                    .touched(.reward("hand-mask"), fresh: Sample.id(10)),
                    ["show presentCard(asking)", "timer idle 10", "askHold hand-mask"]
                ),
                (
                    .holdAnswered(Sample.id(10), Sample.granted),
                    ["show presentCard(waitingForCard)", "timer idle 10"]
                ),
                (
                    .cardPresented(Sample.tap(2)),
                    ["show presentCard(writing)", "timer idle 10", "spend hand-mask by hold"]
                ),
                (.spendFinished(Sample.id(10), .committed), ["show claim(\(code))", "timer idle 10", "lookAgain"]),
                (.touched(.finish, fresh: Sample.id(11)), ["endVisit", "show goodbye", "timer linger 4"]),
                (timer(session, .linger), []),
            ])
        expectScript(&session, [(timer(session, .linger), ["show attract"])])
    }

    @Test func `Nothing is shown as done before it was recorded`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        _ = session.handle(.touched(.checkIn, fresh: Sample.id(9)))
        #expect(name(session.screen.body) == "welcome")
        _ = session.handle(.checkInRecorded(Sample.id(77), .done))
        #expect(name(session.screen.body) == "welcome", "an answer to another operation changes nothing")
        _ = session.handle(.checkInRecorded(Sample.id(9), .journalFull))
        #expect(name(session.screen.body) == "notice(journalFull)")
    }

    /// The reader tells of a card once; however long it lies there, nothing else begins a session.
    @Test func `E25 i A card left for a minute is one visit, lifted and put back it begins another`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        var effects: [String] = []
        var seconds = 0
        while seconds < 60 {
            let running = [TimerID.Purpose.countdown, .idle, .linger].first { session.runningTimer($0) != nil }
            effects += running.map { script(session.handle(timer(session, $0))) } ?? []
            seconds += running == .countdown ? 1 : running == nil ? 60 : 8
        }
        #expect(session.state == .attract)
        #expect(effects.filter { $0 == "endVisit" }.count == 1)
        #expect(!effects.contains("readCard"))
        expectScript(&session, [(.cardRemoved, []), (.cardPresented(Sample.tap(2)), ["show holdStill", "readCard"])])
        _ = session.handle(.cardRead(Sample.tap(2), .visitor(try Sample.visitor())))
        #expect(name(session.screen.body) == "welcome")
    }

    @Test func `Idle time warns for twenty seconds and one touch extends`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let stale = timer(session, .idle)
        expectScript(&session, [(timer(session, .idle), ["show welcome warning 20", "timer countdown 1"])])
        expectScript(&session, [(timer(session, .countdown), ["show welcome warning 19", "timer countdown 1"])])
        let countdown = timer(session, .countdown)
        expectScript(
            &session,
            [
                (.touched(.elsewhere, fresh: Sample.id(9)), ["show welcome", "timer idle 10"]),
                (stale, []), (countdown, []),
            ])
        _ = session.handle(timer(session, .idle))
        for _ in 0..<19 { _ = session.handle(timer(session, .countdown)) }
        #expect(session.screen.warningSeconds == 1)
        expectScript(&session, [(timer(session, .countdown), ["endVisit", "show attract"])])
    }

    @Test func `Another card during a visit asks whether the person has changed`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let other = try Sample.visitor(card: 2)
        expectScript(
            &session,
            [
                (.cardRemoved, []),
                (.cardPresented(Sample.tap(2)), ["readCard"]),
                (.cardRead(Sample.tap(2), .visitor(other)), ["show personChanged", "timer idle 10"]),
                (.touched(.samePerson, fresh: Sample.id(9)), ["show welcome", "timer idle 10"]),
                (.cardPresented(Sample.tap(3)), ["readCard"]),
                (.cardRead(Sample.tap(3), .visitor(other)), ["show personChanged", "timer idle 10"]),
                (.touched(.newPerson, fresh: Sample.id(9)), ["endVisit", "show welcome", "timer idle 10"]),
            ])
        guard case .visit(let visit) = session.state else { return #expect(Bool(false), "a visit goes on") }
        #expect(visit.visitor.card == other.card)
    }

    @Test func `The same card put back continues the visit where it was, with what the card says now`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        let later = try Sample.visitor(funds: Sample.funds(points: 900))
        expectScript(
            &session,
            [
                (.touched(.redeem, fresh: Sample.id(7)), ["show rewards", "timer idle 10"]),
                (.cardRemoved, []), (.cardPresented(Sample.tap(2)), ["readCard"]),
                (.cardRead(Sample.tap(2), .visitor(later)), ["show rewards", "timer idle 10"]),
            ])
        guard case .rewards(let choice) = session.screen.body else { return #expect(Bool(false)) }
        #expect(choice.available.amount == Points(900))
    }

    @Test func `The language can be switched at any time and is the member's own at first`() throws {
        var session = Sample.session()
        _ = session.handle(.touched(.switchLanguage, fresh: Sample.id(9)))
        #expect(session.screen.language == .en)
        _ = session.handle(.cardPresented(Sample.tap(1)))
        _ = session.handle(.cardRead(Sample.tap(1), .visitor(try Sample.visitor())))
        #expect(session.screen.language == .zh)
        _ = session.handle(.touched(.switchLanguage, fresh: Sample.id(9)))
        #expect(session.screen.language == .en)
        #expect(name(session.screen.body) == "welcome")
    }

    @Test func `Stored value is hidden until touched and hides again`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        #expect(storedValue(session) == .hidden)
        expectScript(
            &session,
            [(.touched(.revealStoredValue, fresh: Sample.id(9)), ["show welcome", "timer idle 10", "timer hide 10"])])
        #expect(storedValue(session) == .shown(ShownBalance(amount: Money(fen: 126_050), asOf: nil, about: false)))
        _ = session.handle(timer(session, .hide))
        #expect(storedValue(session) == .hidden)
    }

    @Test(arguments: [
        (Appointment.Window.tooEarly(from: Sample.clock), Welcome.Remark.tooEarly(from: Sample.clock)),
        (.tooLate, .tooLate),
    ])
    func `Outside the window there is a sentence, not an error`(_ window: Appointment.Window, _ remark: Welcome.Remark)
        throws
    {
        let session = Sample.welcomed(try Sample.visitor(bookings: [Sample.appointment(window)]))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.remark == remark)
        #expect(!welcome.actions.contains(.checkIn))
    }

    /// One event after the other, so that each state and each page of a visit comes up.
    @Test(arguments: 0...12)
    func `A dead reader puts the kiosk out of service from any state, and it recovers by itself`(
        steps: Int
    ) throws {
        var session = Sample.session()
        let events: [Event] = [
            .cardPresented(Sample.tap(1)), .cardRead(Sample.tap(1), .refused(.notRead)),
            .cardPresented(Sample.tap(2)), .cardRead(Sample.tap(2), .visitor(try Sample.visitor())),
            .touched(.checkIn, fresh: Sample.id(9)), .checkInRecorded(Sample.id(9), .done),
            .touched(.redeem, fresh: Sample.id(8)), .touched(.reward("hand-mask"), fresh: Sample.id(10)),
            .holdAnswered(Sample.id(10), Sample.granted), .spendFinished(Sample.id(10), .unknown),
            .cardPresented(Sample.tap(3)), .spendFinished(Sample.id(10), .committed),
        ]
        for event in events.prefix(steps) { _ = session.handle(event) }
        let hadVisit = if case .visit = session.state { true } else { false }
        #expect(hadVisit == (steps >= 4))
        expectScript(
            &session,
            [
                (.readerLost(code: "R-01"), (hadVisit ? ["endVisit"] : []) + ["show outOfService(R-01)"]),
                (.touched(.checkIn, fresh: Sample.id(9)), []),
                (.readerReady, ["show attract"]),
            ])
    }

    @Test(arguments: Notice.allCases) func `Each refused card leads back to the start`(_ notice: Notice) {
        var session = Sample.session()
        expectScript(
            &session,
            [
                (.cardPresented(Sample.tap(1)), ["show holdStill", "readCard"]),
                (.cardRead(Sample.tap(1), .refused(notice)), ["show notice(\(notice))", "timer linger 8"]),
            ])
        expectScript(&session, [(timer(session, .linger), ["show attract"])])
    }

    private func storedValue(_ session: Session) -> Welcome.StoredValue? {
        guard case .welcome(let welcome) = session.screen.body else { return nil }
        return welcome.storedValue
    }
}
