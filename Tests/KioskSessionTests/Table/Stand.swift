import KioskSession
import Loyalty
import Vocabulary

/// A session on one page, with a till beside it that knows what is true of the money.
struct Stand {
    var session = Sample.session()
    var till = Till()
    /// The tap whose card is being read.
    private var reading: Tap?
    private var taps: UInt8 = 100

    /// What is shown, in English where it is not Chinese, and what is true of the money.
    var cell: String {
        name(session.screen.body) + (session.screen.language == .en ? " en" : "") + " · \(till.truth)"
    }

    mutating func take(_ events: Event...) {
        for event in events {
            let effects = session.handle(event)
            till.note(event, effects)
            for case .readCard(let tap) in effects { reading = tap }
        }
    }

    mutating func touch(_ touches: Touch...) {
        for touch in touches { take(Sample.touch(touch)) }
    }

    /// A card is put on the reader and, if the session wants that, read.
    mutating func put(_ finding: CardFinding) {
        taps += 1
        take(.cardPresented(Sample.tap(taps)))
        read(finding)
    }

    mutating func read(_ finding: CardFinding) {
        guard let tap = reading else { return }
        reading = nil
        take(.cardRead(tap, finding))
    }

    /// Nobody touches anything until another screen has come by itself, or nothing runs any more.
    mutating func sitOut() {
        let before = session.screen.body
        for _ in 0..<60 where session.screen.body == before {
            let running = [TimerID.Purpose.countdown, .idle, .linger].first { session.runningTimer($0) != nil }
            guard let running else { return }
            take(timer(session, running))
        }
    }
}

/// Every page there is, and how one gets there. The order under way has the number 10.
enum Page: String, CaseIterable {
    case attract, takeCard, reading, refused
    case welcome, bookings, why, rewards, claims, checkingIn, otherCard
    case confirm, asking, waiting, writing, uncertain, settling, paid
    case pulledEarly, insufficient, notRecorded, wrongCardUndecided
    case checkedIn, goodbye, outOfService, outOfServiceUndecided

    static let me = try? Sample.visitor(
        bookings: [Sample.appointment(), Sample.appointment(id: "b2")],
        reasons: Reasons(points: [Reason(rule: "care", words: Bilingual(both: "x"), isNearly: false)]),
        claims: [OpenClaim(reward: Sample.mask.name, code: "OLD346", lastDay: nil)])
    static let somebodyElse = try? Sample.visitor(card: 2)

    /// The keys that the page shows.
    var keys: [Touch] {
        switch self {
        case .attract, .reading, .checkingIn, .asking, .writing, .settling, .outOfService, .outOfServiceUndecided: []
        case .takeCard: [.again]
        case .refused, .pulledEarly, .wrongCardUndecided: [.again, .finish]
        case .welcome: [.checkIn, .redeem, .claims, .why, .bookings, .revealStoredValue, .finish]
        case .bookings, .why, .claims: [.back, .nextPage]
        case .rewards: [.reward("hand-mask"), .back]
        case .otherCard: [.samePerson, .newPerson]
        case .confirm: [.confirm, .back]
        case .waiting: [.back]
        case .uncertain, .paid, .checkedIn: [.finish]
        case .insufficient, .notRecorded: [.back, .finish]
        case .goodbye: []
        }
    }

    func stand(_ me: Visitor, _ somebodyElse: Visitor) -> Stand {
        var stand = Stand()
        let order = Sample.id(10)
        if self != .attract { stand.put(.visitor(me)) }
        switch self {
        case .attract, .welcome: break
        case .takeCard:
            stand.touch(.finish)
            stand.sitOut()
        case .reading:
            stand = Stand()
            stand.take(.cardPresented(Sample.tap(1)))
        case .refused:
            stand = Stand()
            stand.put(.refused(.notRead))
        case .bookings: stand.touch(.bookings)
        case .why: stand.touch(.why)
        case .rewards: stand.touch(.redeem)
        case .claims: stand.touch(.claims)
        case .checkingIn: stand.touch(.checkIn)
        case .otherCard:
            stand.take(.cardRemoved)
            stand.put(.visitor(somebodyElse))
        case .confirm: stand.touch(.redeem, .reward("hand-mask"))
        case .asking: stand.touch(.redeem, .reward("hand-mask"), .confirm)
        case .waiting:
            stand.take(.cardRemoved)
            stand.touch(.redeem, .reward("hand-mask"), .confirm)
            stand.take(.holdAnswered(order, Sample.granted))
        case .writing, .uncertain, .settling, .paid, .pulledEarly, .wrongCardUndecided, .outOfServiceUndecided:
            stand.touch(.redeem, .reward("hand-mask"), .confirm)
            stand.take(.holdAnswered(order, Sample.granted))
            finish(&stand, order)
        case .insufficient:
            stand.touch(.redeem, .reward("hand-mask"), .confirm)
            stand.take(.holdAnswered(order, .refused(.insufficient)))
        case .notRecorded:
            stand.touch(.checkIn)
            stand.take(.checkInRecorded(order, .impossible))
        case .checkedIn:
            stand.touch(.checkIn)
            stand.take(.checkInRecorded(order, .done))
        case .goodbye: stand.touch(.finish)
        case .outOfService:
            stand = Stand()
            stand.take(.readerLost(code: "R-01"))
        }
        return stand
    }

    /// From the writing of the card on.
    private func finish(_ stand: inout Stand, _ order: OperationID) {
        switch self {
        case .paid: stand.take(.spendFinished(order, .committed))
        case .pulledEarly: stand.take(.spendFinished(order, .pulledEarly), .cardRemoved)
        case .uncertain: stand.take(.spendFinished(order, .unknown), .cardRemoved)
        case .settling: stand.take(.spendFinished(order, .unknown), .cardRemoved, .cardPresented(Sample.tap(2)))
        case .wrongCardUndecided:
            stand.take(.spendFinished(order, .unknown), .cardRemoved, .cardPresented(Sample.tap(2)))
            stand.take(.spendFinished(order, .refused(.wrongCard)))
        case .outOfServiceUndecided:
            stand.take(.spendFinished(order, .unknown), .cardRemoved, .readerLost(code: "R-01"))
            stand.touch(.finish)
            stand.sitOut()
        default: break
        }
    }
}

/// Everything that can happen on any page.
enum Happening: String, CaseIterable {
    case lifted, sameCard, otherCard, unreadable
    case read, granted, noHub, committed, unknown, pulledEarly, voided, recorded
    case readerLost, readerBack, hubAway, sittingOut, language, elsewhere

    func happen(_ stand: inout Stand, _ me: Visitor, _ somebodyElse: Visitor) {
        let order = Sample.id(10)
        switch self {
        case .lifted: stand.take(.cardRemoved)
        case .sameCard:
            stand.take(.cardRemoved)
            stand.put(.visitor(me))
        case .otherCard:
            stand.take(.cardRemoved)
            stand.put(.visitor(somebodyElse))
        case .unreadable:
            stand.take(.cardRemoved)
            stand.put(.refused(.severalCards))
        case .read: stand.read(.visitor(me))
        case .granted: stand.take(.holdAnswered(order, Sample.granted))
        case .noHub: stand.take(.holdAnswered(order, .noAnswer))
        case .committed: stand.take(.spendFinished(order, .committed))
        case .unknown: stand.take(.spendFinished(order, .unknown))
        case .pulledEarly: stand.take(.spendFinished(order, .pulledEarly))
        case .voided: stand.take(.spendFinished(order, .voided))
        case .recorded: stand.take(.checkInRecorded(order, .done))
        case .readerLost: stand.take(.readerLost(code: "R-04"))
        case .readerBack: stand.take(.readerLost(code: "R-04"), .readerReady)
        case .hubAway: stand.take(.headerChanged(Sample.offlineHeader))
        case .sittingOut: stand.sitOut()
        case .language: stand.touch(.switchLanguage)
        case .elsewhere: stand.touch(.elsewhere)
        }
    }
}
