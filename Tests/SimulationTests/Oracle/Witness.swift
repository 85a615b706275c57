import CardSimulator
import KioskSession
import KioskTesting
import Loyalty
import Synchronization
import Vocabulary

/// Everything that happened, in order.
final class Notes: Sendable {
    private struct Pages: Sendable {
        var events: [String] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    }

    private let pages = Mutex(Pages())

    var events: [String] { pages.withLock { $0.events } }

    /// Of everything noted so far (FNV-1a): two runs of one seed have the same.
    var trace: UInt64 { pages.withLock { $0.hash } }

    func add(_ event: String) {
        pages.withLock { pages in
            pages.events.append(event)
            for byte in event.utf8 { pages.hash = (pages.hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
    }
}

/// What really happened, seen from outside: what customers were shown, and what the cards committed.
@Stage final class Witness {
    /// One commit of a card: the truth about a spend.
    struct Commit: Hashable {
        var operation: OperationID
        var card: CardID
        var member: MemberID
        var amount: Amount
        var reward: String
        var authority: Authority
        var kiosk: String
        var code: String
    }

    private(set) var commits: [Commit] = []
    /// Operations for which somebody was shown a claim code.
    private(set) var claimsShown: Set<OperationID> = []
    /// Arrivals that somebody was shown as accepted.
    private(set) var checkInsShown: Set<OperationID> = []
    private(set) var problems: [String] = []
    private var codes: [String: OperationID] = [:]
    let notes = Notes()

    func note(_ event: String) { notes.add(event) }

    func ordered(_ order: SpendOrder) { codes[order.claimCode] = order.id }

    func committed(_ order: SpendOrder, _ authority: Authority, on card: VirtualCard, at kiosk: String) {
        note(
            "\(kiosk): card \(order.card) commits \(order.id) \(order.amount.points) \(order.amount.money) \(authority)"
        )
        commits.append(
            Commit(
                operation: order.id, card: order.card, member: order.member, amount: order.amount,
                reward: order.reward.id, authority: authority, kiosk: kiosk, code: order.claimCode))
    }

    func saw(_ body: Screen.Body, at kiosk: String, checkIn: CheckInOrder?) {
        note("\(kiosk): shows \(Self.line(body))")
        switch body {
        case .claim(let claim):
            guard let operation = codes[claim.code], commits.contains(where: { $0.operation == operation }) else {
                return complain("\(kiosk) showed the claim \(claim.code), and no card had spent anything for it")
            }
            claimsShown.insert(operation)
        case .checkedIn:
            guard let checkIn else { return complain("\(kiosk) showed a check-in that nobody had asked for") }
            checkInsShown.insert(checkIn.id)
        default: break
        }
    }

    /// A disaster has destroyed every copy of these lines; what only they said cannot come back.
    func forget(_ lost: Set<OperationID>) {
        checkInsShown.subtract(lost)
        claimsShown.subtract(lost)
    }

    func complain(_ problem: String) { problems.append(problem) }

    private static func line(_ body: Screen.Body) -> String {
        switch body {
        case .welcome(let welcome):
            "welcome \(welcome.points.amount)\(welcome.points.about ? " about" : "") "
                + (welcome.remark.map { "\($0)" } ?? "")
        case .claim(let claim): "claim \(claim.code)"
        case .presentCard(let present): "present \(present.stage) \(present.reward.id)"
        case .notice(let notice, let subject): "notice \(notice) \(subject)"
        case .confirm(let confirm): "confirm \(confirm.reward.id)"
        case .bookings(let list): "bookings \(list.lines.count)"
        case .rewards(let choice): "rewards \(choice.available.amount)"
        case .why(let why): "why \(why.section)"
        case .checkedIn: "checked in"
        case .outOfService(let outOfService): "out of service \(outOfService.code)"
        case .attract, .takeCard, .holdStill, .personChanged, .goodbye: "\(body)"
        }
    }
}
