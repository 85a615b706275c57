import KioskSession
import Loyalty
import Testing
import Vocabulary

/// What somebody can do who has tapped: the first key is the sensible one.
@Suite struct WelcomeTests {
    private static let far = Bilingual(zh: "静安店", en: "Jing'an")
    private static let early = Appointment.Window.tooEarly(from: Sample.clock)

    private struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bookings: [Appointment]
        var hasArrived = false
        var actions: [Welcome.Action]
        var remark: Welcome.Remark?
    }

    private static let cases = [
        Case(testDescription: "in time", bookings: [Sample.appointment()], actions: [.checkIn, .redeem, .finish]),
        Case(
            testDescription: "early", bookings: [Sample.appointment(early)], actions: [.finish, .redeem],
            remark: .tooEarly(from: Sample.clock)),
        Case(
            testDescription: "late", bookings: [Sample.appointment(.tooLate, status: .missed)],
            actions: [.finish, .redeem], remark: .tooLate),
        Case(
            testDescription: "checked in", bookings: [Sample.appointment(status: .checkedIn)],
            actions: [.redeem, .finish]),
        Case(testDescription: "walk-in", bookings: [], actions: [.announce, .redeem, .finish]),
        Case(testDescription: "walk-in again", bookings: [], hasArrived: true, actions: [.redeem, .finish]),
        Case(
            testDescription: "another store's, in time", bookings: [Sample.appointment(place: far)],
            actions: [.announce, .redeem, .finish]),
        Case(
            testDescription: "another store's before ours, which is due",
            bookings: [Sample.appointment(id: "far", place: far), Sample.appointment()],
            actions: [.checkIn, .redeem, .finish]),
        Case(
            testDescription: "one missed, the next is due",
            bookings: [Sample.appointment(.tooLate, id: "b0", status: .missed), Sample.appointment()],
            actions: [.checkIn, .redeem, .finish]),
    ]

    @Test(arguments: cases) private func `The first key is the sensible one`(each: Case) throws {
        let session = Sample.welcomed(try Sample.visitor(bookings: each.bookings, hasArrived: each.hasArrived))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.actions == each.actions)
        #expect(welcome.remark == each.remark)
    }

    @Test func `Only a booking of this store is checked in here, others are shown with their place`() throws {
        let far = Sample.appointment(id: "far", place: Self.far)
        var session = Sample.welcomed(try Sample.visitor(bookings: [far, Sample.appointment(id: "here")]))
        #expect(script(session.handle(Sample.touch(.checkIn))).last == "recordCheckIn here")
        session = Sample.welcomed(try Sample.visitor(bookings: [far]))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.booking?.place == Self.far)
        #expect(script(session.handle(Sample.touch(.checkIn))).last == "recordCheckIn walk-in")
    }

    @Test func `Off line it says that checking in goes on only to whom it helps`() throws {
        for (hasArrived, remark) in [
            (false, Welcome.Remark.offline(checksIn: true)), (true, .offline(checksIn: false)),
        ] {
            let session = Sample.welcomed(
                try Sample.visitor(bookings: [], hasArrived: hasArrived), header: Sample.offlineHeader)
            guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
            #expect(welcome.remark == remark)
        }
    }

    @Test func `The card is told that it may go as long as it lies there`() throws {
        var session = Sample.welcomed(try Sample.visitor())
        func mayGo() -> Bool? {
            guard case .welcome(let welcome) = session.screen.body else { return nil }
            return welcome.cardMayGo
        }
        #expect(mayGo() == true)
        _ = session.handle(.cardRemoved)
        #expect(mayGo() == false)
        _ = session.handle(.cardPresented(Sample.tap(2)))
        #expect(mayGo() == false, "it is being read")
    }

    @Test func `Beside a code too the card is told that it may go`() throws {
        let claim = OpenClaim(reward: Sample.mask.name, code: "ABC346", lastDay: Sample.clock)
        var session = Sample.welcomed(try Sample.visitor(claims: [claim]))
        _ = session.handle(Sample.touch(.claims))
        func mayGo() -> Bool? {
            guard case .claim(let claim) = session.screen.body else { return nil }
            return claim.cardMayGo
        }
        #expect(mayGo() == true)
        _ = session.handle(.cardRemoved)
        #expect(mayGo() == false)
    }

    @Test func `All bookings of the day can be looked at`() throws {
        let bookings = (1...7).map { Sample.appointment(id: "b\($0)", place: $0 == 7 ? Self.far : nil) }
        var session = Sample.welcomed(try Sample.visitor(bookings: bookings))
        var seen: [String] = []
        for touch in [Touch.bookings, .nextPage, .nextPage] {
            _ = session.handle(Sample.touch(touch))
            guard case .bookings(let list) = session.screen.body else { return #expect(Bool(false)) }
            seen += list.lines.map(\.id)
        }
        #expect(seen == bookings.map(\.line.id))
        expectScript(&session, [(Sample.touch(.back), ["show welcome", "timer idle 20"])])
    }

    @Test func `Before the first page and behind the last there is none, and one step leads back`() throws {
        let rewards = (1...9).map { number in
            var reward = Sample.mask
            reward.id = "mask-\(number)"
            return reward
        }
        let bookings = (1...7).map { Sample.appointment(id: "b\($0)") }
        let visitor = try Sample.visitor(bookings: bookings, rewards: rewards)
        for (touch, pages) in [(Touch.redeem, "rewards"), (.bookings, "bookings")] {
            var session = Sample.welcomed(visitor)
            _ = session.handle(Sample.touch(touch))
            for _ in 0..<5 { _ = session.handle(Sample.touch(.nextPage)) }
            #expect(name(session.screen.body) == "\(pages)(3/3)")
            _ = session.handle(Sample.touch(.previousPage))
            #expect(name(session.screen.body) == "\(pages)(2/3)")
            for _ in 0..<5 { _ = session.handle(Sample.touch(.previousPage)) }
            _ = session.handle(Sample.touch(.nextPage))
            #expect(name(session.screen.body) == "\(pages)(2/3)")
        }
    }

    @Test func `What is remarked at the tap stays for the visit, unless the card says something new`() throws {
        var session = Sample.welcomed(try Sample.visitor(remark: .settled(done: true)))
        func remark() -> Welcome.Remark? {
            guard case .welcome(let welcome) = session.screen.body else { return nil }
            return welcome.remark
        }
        func putBack(_ visitor: Visitor, _ number: UInt8) {
            _ = session.handle(.cardRemoved)
            _ = session.handle(.cardPresented(Sample.tap(number)))
            _ = session.handle(.cardRead(Sample.tap(number), .visitor(visitor)))
        }
        putBack(try Sample.visitor(), 2)
        #expect(remark() == .settled(done: true))
        putBack(try Sample.visitor(remark: .incident), 3)
        #expect(remark() == .incident)
    }

    @Test func `Codes that wait can be looked at, the newest first, and a second tap brings the newest at once`() throws
    {
        let claims = ["ABC346", "DEF347"].map { OpenClaim(reward: Sample.mask.name, code: $0, lastDay: Sample.clock) }
        var session = Sample.welcomed(try Sample.visitor(claims: claims))
        guard case .welcome(let welcome) = session.screen.body else { return #expect(Bool(false)) }
        #expect(welcome.actions == [.checkIn, .redeem, .claims(2), .finish])
        expectScript(
            &session,
            [
                (Sample.touch(.claims), ["show claim(ABC346)", "timer idle 30"]),
                (Sample.touch(.nextPage), ["show claim(DEF347)", "timer idle 30"]),
                (Sample.touch(.nextPage), ["show claim(DEF347)", "timer idle 30"]),
                (Sample.touch(.previousPage), ["show claim(ABC346)", "timer idle 30"]),
                (Sample.touch(.back), ["show welcome", "timer idle 20"]),
            ])
        let again = Sample.welcomed(try Sample.visitor(claims: claims, recentClaim: "DEF347"))
        #expect(name(again.screen.body) == "claim(DEF347)")
    }
}
