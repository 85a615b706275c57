import FoundationEssentials
import KioskSession
import Loyalty
import Testing
import Vocabulary

/// Values for session tests: nobody real, everything the same each time.
enum Sample {
    static let clock = LocalTime(month: 11, day: 19, weekday: 4, hour: 14, minute: 26)
    static let header = Screen.Header(
        salon: Bilingual(zh: "悦容美容", en: "Yuerong Beauty"), store: Bilingual(zh: "徐汇店", en: "Xuhui"),
        online: true, clock: clock)
    static let offlineHeader = Screen.Header(
        salon: header.salon, store: header.store, online: false, clock: clock)
    static let mask = Reward(
        id: "hand-mask", name: Bilingual(zh: "手膜护理", en: "Hand mask"), price: Amount(points: 800))

    static let priced = Reward(
        id: "head-spa", name: Bilingual(zh: "头皮护理", en: "Head spa"), price: Amount(points: 400, fen: 2000))

    /// The session hands the moment on and never reads it.
    static let granted = HoldVerdict.granted(untilMs: 600_000)

    static func id(_ number: UInt8) -> OperationID {
        OperationID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, number)))
    }

    static func tap(_ number: UInt8) -> Tap { Tap(id: id(number), atMs: 1_790_000_000_000) }

    static func card(_ number: UInt8) throws -> CardID {
        CardID(uid: try #require(CardUID([4, 1, 2, 3, 4, 5, number])), issueNumber: 1)
    }

    static func funds(points: Int64 = 2480, spent: Int64 = 0, mayOffline: Bool = true) -> OfflineSpend {
        OfflineSpend(
            balance: Amount(points: Points(points), money: Money(fen: 126_050)),
            odometer: Amount(points: Points(spent), money: .zero), settled: .zero, heldElsewhere: .zero,
            ownOtherCards: .zero, limit: Amount(points: Points(1000), money: Money(fen: 50_000)),
            proofAbove: Amount(points: Points(5000), money: Money(fen: 100_000)), cardMaySpendOffline: mayOffline,
            snapshotAgeSeconds: 60, snapshotMaxAgeSeconds: 86_400)
    }

    static func appointment(
        _ window: Appointment.Window = .open, id: String = "b1", status: BookingLine.Status = .waiting,
        place: Bilingual? = nil
    ) -> Appointment {
        Appointment(
            line: BookingLine(
                id: id, time: LocalTime(month: 11, day: 19, weekday: 4, hour: 14, minute: 30),
                service: Bilingual(zh: "深层清洁面部护理", en: "Deep cleansing facial"), minutes: 60,
                staff: Bilingual(zh: "王珺", en: "Wang Jun"), status: status, place: place), window: window)
    }

    static func visitor(
        card: UInt8 = 1, funds: OfflineSpend = Sample.funds(), bookings: [Appointment] = [Sample.appointment()],
        reasons: Reasons = Reasons(), refusals: [String: Bilingual] = [:], maySpend: Bool = true,
        rewards: [Reward] = [Sample.mask],
        remark: Welcome.Remark? = nil, claims: [OpenClaim] = [], recentClaim: String? = nil, hasArrived: Bool = false
    ) throws -> Visitor {
        var visitor = Visitor(
            member: MemberID(id(200 + card).uuid), card: try Sample.card(card),
            greeting: Greeting(surname: Bilingual(zh: "李", en: "Li"), title: .ms),
            tier: Bilingual(zh: "金卡会员", en: "Gold"), funds: funds, asOf: clock)
        visitor.tierRank = TierRank(2, of: 3)
        visitor.numberTail = "6031"
        (visitor.bookings, visitor.hasArrived) = (bookings, hasArrived)
        (visitor.rewards, visitor.refusals, visitor.reasons) = (rewards, refusals, reasons)
        (visitor.claims, visitor.recentClaim) = (claims, recentClaim)
        (visitor.maySpend, visitor.remark) = (maySpend, remark)
        return visitor
    }

    /// Somebody touches a key; what is begun by it has this number.
    static func touch(_ touch: Touch, _ number: UInt8 = 10) -> Event { .touched(touch, fresh: tap(number)) }

    /// A session in which the reader works and nobody is there.
    static func session(header: Screen.Header = Sample.header) -> Session {
        var session = Session(header: header, timings: SessionTimings())
        _ = session.handle(.readerReady)
        return session
    }

    /// A session at the welcome screen, with the card still on the reader.
    static func welcomed(_ visitor: Visitor, header: Screen.Header = Sample.header) -> Session {
        var session = session(header: header)
        _ = session.handle(.cardPresented(tap(1)))
        _ = session.handle(.cardRead(tap(1), .visitor(visitor)))
        return session
    }
}

/// Effects as one short line each, so that a visit reads like a script.
func script(_ effects: [Effect]) -> [String] {
    effects.map { effect in
        switch effect {
        case .show(let screen):
            "show \(name(screen.body))" + (screen.warning.map { " warning \($0.secondsLeft)" } ?? "")
        case .readCard: "readCard"
        case .recordCheckIn(let order): "recordCheckIn \(order.booking ?? "walk-in")"
        case .askHold(let order): "askHold \(order.reward.id)"
        case .spend(let order, .hold): "spend \(order.reward.id) by hold"
        case .spend(let order, .offline): "spend \(order.reward.id) by offline"
        case .settle(let order): "settle \(order.reward.id)"
        case .lookAgain: "lookAgain"
        case .rememberLanguage(_, let language): "remember \(language)"
        case .startTimer(let id, let seconds): "timer \(id.purpose) \(seconds)"
        case .endVisit: "endVisit"
        }
    }
}

func name(_ body: Screen.Body) -> String {
    switch body {
    case .attract: "attract"
    case .takeCard: "takeCard"
    case .holdStill: "holdStill"
    case .welcome: "welcome"
    case .bookings(let list): "bookings(\(list.page + 1)/\(list.pages))"
    case .rewards(let choice): "rewards(\(choice.page + 1)/\(choice.pages))"
    case .confirm(let confirm): "confirm(\(confirm.reward.id))"
    case .why(let why): "why(\(why.section) \(why.page + 1)/\(why.pages))"
    case .presentCard(let card): "presentCard(\(card.stage))"
    case .claim(let claim): "claim(\(claim.code))"
    case .checkedIn: "checkedIn"
    case .notice(let notice, let subject): "notice(\(notice), \(subject))"
    case .personChanged: "personChanged"
    case .outOfService(let service): "outOfService(\(service.code)\(service.isUndecided ? ", undecided" : ""))"
    case .goodbye(let goodbye): "goodbye(\(goodbye.after)\(goodbye.takesCard ? ", card" : ""))"
    }
}

/// Plays events and compares what comes of each, line by line.
func expectScript(
    _ session: inout Session, _ steps: [(Event, [String])], sourceLocation: SourceLocation = #_sourceLocation
) {
    for (index, step) in steps.enumerated() {
        let effects = script(session.handle(step.0))
        #expect(effects == step.1, "step \(index): \(step.0)", sourceLocation: sourceLocation)
    }
}

/// The timer that the session started last for a purpose.
func timer(_ session: Session, _ purpose: TimerID.Purpose) -> Event {
    .timerFired(session.runningTimer(purpose) ?? TimerID(purpose: purpose, number: -1))
}
