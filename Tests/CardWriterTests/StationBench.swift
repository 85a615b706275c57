import CardProtocol
import CardSimulator
import Foundation
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// Master keys of the tests, one generation.
let testKeys = """
    # role generation key
    application 1 000102030405060708090A0B0C0D0E0F
    kiosk 1 101112131415161718191A1B1C1D1E1F
    staff 1 202122232425262728292A2B2C2D2E2F
    picc 1 303132333435363738393A3B3C3D3E3F
    """

/// Our application's identifier as the virtual card counts it: least significant byte first.
let peonyAID: UInt32 = 0x50_4E59

/// A reader with one virtual card; every stretch of work begins with a reset, if the reader's resets do reset.
final class SimulatedPad: CardPad {
    private struct State { var card: any VirtualPICC, transcripts: [[[UInt8]]] = [] }
    private let state: Mutex<State>
    private let quirks: ReaderQuirks

    init(_ card: any VirtualPICC, quirks: ReaderQuirks = .perfect) {
        state = Mutex(State(card: card))
        self.quirks = quirks
    }

    func lay(_ card: any VirtualPICC) { state.withLock { $0.card = card } }

    /// Commands of each stretch of work so far.
    var transcripts: [[[UInt8]]] { state.withLock { $0.transcripts } }

    func withCard<T: Sendable>(_ body: @escaping @Sendable (any CardChannel) throws -> T) async throws -> T {
        let card = state.withLock { $0.card }
        let channel = SimulatedChannel(card, quirks: quirks)
        defer { state.withLock { $0.transcripts.append(channel.transcript.map(\.command)) } }
        return try body(channel)
    }
}

/// A hub's register in memory, by the hub's rules.
final class SimulatedRegister: CardRegister {
    struct State {
        var cards: [CardID: CardView] = [:]
        var closings: [CardID: Amount?] = [:]
        var calls: [String] = []
        /// Members by the number on their papers.
        var numbers: [String: MemberID] = [:]
        var isDown = false
    }
    let state = Mutex(State())

    func owner(_ order: IssueOrder) async throws -> MemberID {
        if state.withLock({ $0.isDown }) { throw IssuingError.hubUnreachable("down") }
        guard let member = order.member ?? state.withLock({ $0.numbers[order.memberNumber ?? ""] }) else {
            throw IssuingError.hubRefused("no member has the number \(order.memberNumber ?? "")")
        }
        return member
    }

    func begin(_ request: IssueRequest) async throws -> CardView {
        try change("begin") { state in
            let member = try #require(request.member)
            if let old = request.replaces { state.cards[old]?.status = .blocked }
            let known = state.cards.values.filter { $0.id.uid == request.uid }
            if let begun = known.first(where: { $0.status == .issuing && $0.member == member }) { return begun }
            let number = (known.map(\.id.issueNumber).max() ?? 0) + 1
            let view = CardView(
                id: CardID(uid: request.uid, issueNumber: number), member: member,
                owner: Bilingual(zh: "李女士", en: "Ms Li"), language: .known(.zh), tier: "gold", expiryDay: 21_000,
                status: .issuing, settled: Amount.zero)
            state.cards[view.id] = view
            return view
        }
    }

    func card(_ id: CardID) async throws -> CardView { try set(id, "card", nil) }
    func confirmIssued(_ id: CardID) async throws -> CardView { try set(id, "issued", .active) }
    func block(_ id: CardID, reason: String) async throws -> CardView { try set(id, "block", .blocked) }
    func unblock(_ id: CardID, reason: String) async throws -> CardView { try set(id, "unblock", .active) }

    func close(_ id: CardID, reason: String, odometers: Amount?) async throws -> CardView {
        let view = try set(id, "close", .closed)
        state.withLock { $0.closings[id] = odometers }
        return view
    }

    private func set(_ id: CardID, _ call: String, _ status: CardFacts.Status?) throws -> CardView {
        try change(call) { state in
            guard var view = state.cards[id] else { throw IssuingError.hubRefused("no such card") }
            if let status { view.status = status }
            state.cards[id] = view
            return view
        }
    }

    private func change(_ call: String, _ body: (inout State) throws -> CardView) throws -> CardView {
        try state.withLock { state in
            state.calls.append(call)
            if state.isDown { throw IssuingError.hubUnreachable("down") }
            return try body(&state)
        }
    }
}

final class RefusalsInMemory: RefusalLog {
    private let uids = Mutex<Set<CardUID>>([])
    func contains(_ uid: CardUID) -> Bool { uids.withLock { $0.contains(uid) } }
    func add(_ uid: CardUID) { uids.withLock { _ = $0.insert(uid) } }
    func remove(_ uid: CardUID) { uids.withLock { _ = $0.remove(uid) } }
}

/// Everything one test of the desk needs: a card, a register, keys, and repeatable random bytes.
struct StationBench {
    let card: VirtualCard
    let pad: SimulatedPad
    let register = SimulatedRegister()
    let refusals = RefusalsInMemory()
    let events = EventList()
    let member: MemberID
    let ring: KeyRing

    final class EventList: Sendable {
        private let list = Mutex<[IssuingEvent]>([])
        var all: [IssuingEvent] { list.withLock { $0 } }
        func append(_ event: IssuingEvent) { list.withLock { $0.append(event) } }
    }

    init(
        _ profile: CardProfile = .desfireEV2, capacity: CardCapacity = .eight, quirks: ReaderQuirks = .perfect,
        seed: UInt64 = 1
    ) throws {
        let uid = try #require(CardUID(hex: profile.uidLength == 7 ? "04112233445566" : "12345678"))
        card = VirtualCard(profile: profile, uid: uid, capacity: capacity, random: CardRandom(seed: seed))
        pad = SimulatedPad(card, quirks: quirks)
        member = try #require(MemberID("6f1f3c9e-4b58-4c61-9a0b-0d1f2a3b4c5d"))
        ring = try KeyRing(text: testKeys)
    }

    var station: IssuingStation {
        let random = Mutex(CardRandom(seed: 7))
        let events = events
        return IssuingStation(
            pad: pad, register: register, ring: ring, refusals: refusals,
            random: { count in random.withLock { $0.bytes(count) } }, report: { events.append($0) })
    }

    @discardableResult
    func issue(_ change: (inout IssueOrder) -> Void = { _ in }) async throws -> CardView {
        var order = IssueOrder(member: member, fromFactory: true)
        change(&order)
        return try await station.issue(order) { _, _ in }
    }

    @discardableResult
    func erase() async throws -> CardID? {
        try await station.erase(reason: "test", retryAfterRefusal: false) { _ in }
    }

    /// What a kiosk reads off the card now.
    func read(records: Bool = false) throws -> CardReading {
        card.powerChanged()
        return try kiosk(SimulatedChannel(card)).read { _, _ in records }
    }

    func kiosk(_ channel: any CardChannel) throws -> MemberCard {
        let random = Mutex(CardRandom(seed: 11))
        return MemberCard(channel: channel, keys: try KioskKeys(ring)) { count in
            random.withLock { $0.bytes(count) }
        }
    }
}
