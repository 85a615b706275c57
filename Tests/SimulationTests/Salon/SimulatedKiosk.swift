import CardProtocol
import CardSimulator
import HubAPI
import KioskSession
import KioskTesting
import Loyalty
import Vocabulary

@testable import Kiosk
@testable import KioskStore

/// A whole kiosk without threads: the real session, card work and store, a card that lies on it or not, a link that
/// fails.
@Stage final class SimulatedKiosk {
    let name: String
    let link: FlakyLink
    let cut = PowerCut()
    let path: String
    private let clock: ManualClock
    private let skewMs: Int64
    private let ids: SeededIDs
    private let keys: KioskKeys
    private let witness: Witness
    private let onDisk = Kept()

    private(set) var store: KioskStore
    private(set) var session: Session
    private var cards: CardTransactions
    private(set) var card: VirtualCard?
    private var checkIn: CheckInOrder?
    /// The number of the timer that fired last; each fires once.
    private var lastFired = 0
    private var online = true
    /// Of the next card work: where the card is torn away.
    var tear: CardFault?
    /// Whether a torn card's departure is told before the result of the work.
    var departureFirst = false

    init(
        name: String, folder: Folder, clock: ManualClock, skewMs: Int64, ids: SeededIDs, keys: KioskKeys,
        hub: any HubLink, witness: Witness
    ) throws {
        self.name = name
        self.clock = clock
        self.skewMs = skewMs
        self.ids = ids
        self.keys = keys
        self.witness = witness
        path = "\(folder.path)/\(name).sqlite"
        link = FlakyLink(hub, cut: cut)
        store = try Self.open(path, name, clock, ids)
        cards = Self.cards(store, name, clock, skewMs, ids, keys, cut, witness.notes)
        session = Self.session(cards, clock)
        _ = session.handle(.readerReady)
    }

    var screen: Screen.Body { session.screen.body }

    // What happens at the kiosk.

    func put(_ card: VirtualCard) async {
        self.card = card
        await receive(.cardPresented(Tap(id: ids.operation(), atMs: clock.nowMs + skewMs)))
    }

    func lift() async {
        guard card != nil else { return }
        card = nil
        await receive(.cardRemoved)
    }

    func touch(_ touch: Touch) async {
        await receive(.touched(touch, fresh: Tap(id: ids.operation(), atMs: clock.nowMs + skewMs)))
    }

    /// Nobody touches anything until the kiosk shows its first screen again.
    func idleOut() async {
        for _ in 0..<200 {
            if case .idle = session.state { return }
            let running = [TimerID.Purpose.hide, .linger, .idle, .countdown].compactMap(session.runningTimer)
            guard let timer = running.filter({ $0.number > lastFired }).min(by: { $0.number < $1.number }) else {
                return
            }
            lastFired = timer.number
            await receive(.timerFired(timer))
            if cut.happened { return }
        }
    }

    func hubReachable(_ answers: Bool) async {
        online = answers
        await receive(.headerChanged(cards.header(online: online, nowMs: clock.nowMs)))
    }

    // Power.

    /// The program ends after so many moments from now.
    func cutPower(after moments: Int) {
        let path = path
        cut.arm(after: moments) { [onDisk] in onDisk.keep(FileCopy(of: path)) }
    }

    /// Starts again from what was on the disk when it ended; without a cut, from what is there now.
    func reboot() throws {
        let copy = onDisk.take()
        store.close()
        if let copy, cut.happened { try copy.restore(to: path) }
        try start()
    }

    /// Puts a backup in the place of the file.
    func restore(_ copy: FileCopy) throws {
        store.close()
        try copy.restore(to: path)
        try start()
    }

    private func start() throws {
        cut.disarm()
        store = try Self.open(path, name, clock, ids)
        cards = Self.cards(store, name, clock, skewMs, ids, keys, cut, witness.notes)
        session = Self.session(cards, clock)
        card = nil
        checkIn = nil
        lastFired = 0
        _ = session.handle(.readerReady)
    }

    // What the kiosk does about it.

    private func receive(_ event: Event) async {
        var waiting = session.handle(event)[...]
        while let effect = waiting.popFirst(), !cut.happened {
            for next in await perform(effect) where !cut.happened { waiting += session.handle(next) }
        }
    }

    private func perform(_ effect: Effect) async -> [Event] {
        switch effect {
        case .show(let screen): witness.saw(screen.body, at: name, checkIn: checkIn)
        case .readCard(let tap):
            let missing = CardFinding.refused(CardTransactions.notice(forReader: ChannelError.removed))
            return work(missing: missing, event: { .cardRead(tap, $0) }, { [cards] in cards.read($0, tap) })
        case .recordCheckIn(let order):
            checkIn = order
            return [.checkInRecorded(order.id, cards.checkIn(order, online: online))]
        case .askHold(let order): return [.holdAnswered(order.id, await askHold(order))]
        case .spend(let order, let authority):
            witness.ordered(order)
            let events = work(missing: .pulledEarly, event: { .spendFinished(order.id, $0) }) {
                [cards, witness, name, card] in
                let before = card?.odometers
                let result = cards.spend($0, order, authority)
                if let card, card.odometers != before { witness.committed(order, authority, on: card, at: name) }
                return result
            }
            await cards.giveBackHolds(to: link)
            return events
        case .settle(let order):
            return work(missing: .pulledEarly, event: { .spendFinished(order.id, $0) }) { [cards] in
                cards.settle($0, order)
            }
        case .lookAgain(let card, let odometer): return cards.visitor(card, odometer).map { [.lookedAgain($0)] } ?? []
        case .endVisit:
            cards.holds.visitEnded()
            await cards.giveBackHolds(to: link)
        case .rememberLanguage(let member, let language): cards.remember(language, of: member)
        case .startTimer: break
        }
        return []
    }

    private func work<Result>(
        missing: Result, event: (Result) -> Event, _ body: (CuttableChannel) -> Result
    ) -> [Event] {
        guard let card else { return [event(missing)] }
        if let tear { card.faults.add(tear) }
        defer { card.faults.clear() }
        tear = nil
        let channel = CuttableChannel(SimulatedChannel(card), cut: cut)
        let result = body(channel)
        guard channel.isDead, !cut.happened else { return [event(result)] }
        self.card = nil
        return departureFirst ? [.cardRemoved, event(result)] : [event(result), .cardRemoved]
    }

    private func askHold(_ order: SpendOrder) async -> HoldVerdict {
        cards.holds.asked(order)
        await cards.giveBackHolds(to: link)
        let question = cards.holdQuestion(order)
        return question.verdict(try? await link.hold(question.request))
    }

    // The way to the hub.

    /// - Returns: whether the hub answered with something new.
    @discardableResult func upload() async -> Bool {
        let service = UploadService(Uplink(store: store, hub: link, .still))
        return (try? await service.uploadOnce()) ?? false
    }

    func feed() async throws {
        let service = FeedService(Uplink(store: store, hub: link, .still), interval: .seconds(30))
        try await service.refresh()
        try await beat()
    }

    private func beat() async throws {
        let status = try store.status()
        let heartbeat = Heartbeat(
            version: "simulation", startedAtMs: 0, sentAtMs: clock.nowMs, lastFrameAtMs: nil, screen: "attract",
            reader: "ready", storeEpoch: status.epoch, journalSequence: status.sequence,
            notUploaded: status.notUploaded, snapshotAsOfMs: status.snapshotAsOfMs, freeDiskBytes: 0)
        try await link.heartbeat(heartbeat)
    }

    /// What a customer with this card would be told now. Journals what a tap journals.
    func look(at card: VirtualCard) -> CardFinding {
        cards.read(SimulatedChannel(card), Tap(id: ids.operation(), atMs: clock.nowMs + skewMs))
    }

    // Parts.

    private static func open(
        _ path: String, _ name: String, _ clock: ManualClock, _ ids: SeededIDs
    ) throws -> KioskStore {
        let limits = StoreLimits(refuseSpendingBelowBytes: 1, reserveBytes: 0, freeBytes: { _ in 1 << 40 })
        return try KioskStore.open(
            at: path, kiosk: name, limits: limits, now: { clock.nowMs }, makeID: { ids.uuid() }
        ).store
    }

    private static func cards(
        _ store: KioskStore, _ name: String, _ clock: ManualClock, _ skewMs: Int64, _ ids: SeededIDs,
        _ keys: KioskKeys, _ cut: PowerCut, _ notes: Notes
    ) -> CardTransactions {
        var surroundings = Surroundings(clock: clock.kioskClock(skewMs: skewMs, passing: { cut.pass() }))
        surroundings.newID = {
            cut.pass()
            return ids.operation()
        }
        surroundings.chance.bytes = { ids.bytes($0) }
        surroundings.log = { event in
            // Each policy is read once a process, whichever salon comes first.
            if case .policyRead = event { return }
            notes.add("\(name): logs \(event)")
        }
        var configuration = CardTransactions.Configuration(kiosk: name, keys: keys)
        configuration.doubleTapSeconds = 60
        return CardTransactions(store: store, configuration, surroundings)
    }

    private static func session(_ cards: CardTransactions, _ clock: ManualClock) -> Session {
        Session(header: cards.header(online: true, nowMs: clock.nowMs), timings: SessionTimings())
    }
}
