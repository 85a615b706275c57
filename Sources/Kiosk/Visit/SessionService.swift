package import CardProtocol
internal import Display
package import Identity
package import KioskSession
internal import Loyalty
package import Supervision

/// Runs the session: events in, effects out, one at a time, on a thread of its own.
///
/// Drawing and the journal happen here, in order, so that nothing is on the screen before it is on disk. Card
/// work and the hub are waited for elsewhere and come back as events.
package actor SessionService {
    /// Blocking calls (SQLite, drawing) must not hold up the threads that everybody shares.
    private nonisolated let executor = OwnQueueExecutor(label: "peony.session")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var session: Session
    private let desk: CardDesk
    private let reader: any CardReader
    private let hub: any HubLink
    private let panel: ScreenPanel
    private let clock: KioskClock
    /// Somebody stands at the kiosk: an answer later than this is no answer.
    private let holdTimeout: Duration
    private let makeID: @Sendable () -> OperationID
    private let log: @Sendable (LogEvent) -> Void
    private let supervisor: Supervisor
    private let jobs: AsyncStream<Job>
    private let jobsIn: AsyncStream<Job>.Continuation
    private var timers: [TimerID.Purpose: Task<Void, Never>] = [:]
    private var online = false
    /// Why the hub does not answer, as a code; `nil` when it does.
    private var hubFailure: String? = HubLinkError.noAnswerCode
    /// What the reader said last; card work looks at it from elsewhere.
    private nonisolated let cardThere = CardPresence()
    private let attempts: TapAttempts
    private var readerState = "starting"

    /// More than a session can start before the first of them ends.
    private static let jobsWaiting = 64

    private enum Job: Sendable {
        case read(Tap)
        case hold(SpendOrder)
        case spend(SpendOrder, Authority)
        case settle(SpendOrder)
        /// Tell the hub which of its grants are over.
        case giveBack
    }

    package init(
        desk: CardDesk, reader: any CardReader, hub: any HubLink, panel: sending ScreenPanel, clock: KioskClock,
        timings: SessionTimings, language: Language, holdTimeout: Duration = .seconds(2),
        makeID: @escaping @Sendable () -> OperationID, supervisor: Supervisor = .none,
        log: @escaping @Sendable (LogEvent) -> Void
    ) {
        self.desk = desk
        self.reader = reader
        self.hub = hub
        self.panel = panel
        self.clock = clock
        self.holdTimeout = holdTimeout
        self.makeID = makeID
        self.supervisor = supervisor
        self.log = log
        attempts = TapAttempts(desk: desk, reader: reader) { [cardThere] in cardThere.isThere }
        session = Session(
            header: desk.header(online: false, nowMs: clock.nowMs()), timings: timings, language: language)
        (jobs, jobsIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.jobsWaiting))
    }

    /// Until cancelled.
    package func run() async {
        perform([.show(session.screen)])
        panel.warm()
        supervisor.tell(.ready, .alive)
        tellState()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.followReader() }
            for input in panel.inputs {
                group.addTask { for await event in input.events { await self.take(event) } }
            }
            group.addTask { await self.followClock() }
            group.addTask { await self.showLife() }
            for await job in jobs { group.addTask { await self.run(job) } }
            group.cancelAll()
        }
        for timer in timers.values { timer.cancel() }
        panel.clear()
    }

    /// Ends `run`.
    package func stop() {
        jobsIn.finish()
        reader.stop()
    }

    // The way in for everything that happens.
    package func receive(_ event: Event) {
        perform(session.handle(event))
    }

    /// Tells the supervisor that this actor's own thread still comes round: drawing and the journal happen on it, so
    /// a panel or a disk that never answers ends the telling.
    private func showLife() async {
        guard let interval = supervisor.aliveEvery else { return }
        while !Task.isCancelled {
            supervisor.tell(.alive)
            try? await Task.sleep(for: interval)
        }
    }

    private func tellState() {
        let hub =
            switch hubFailure {
            case nil: "answers"
            case HubLinkError.noAnswerCode: "does not answer"
            case .some(let code): "does not answer: \(code)"
            }
        supervisor.tell(.status("reader \(readerState), hub \(hub)"))
    }

    /// Whether the hub answers; shown in the header.
    ///
    /// - Parameter failure: the code of why not, for operators.
    package func hubAnswers(unless failure: String?) {
        if failure == nil, !online { jobsIn.yield(.giveBack) }
        online = failure == nil
        if hubFailure != failure {
            hubFailure = failure
            tellState()
        }
        refreshHeader()
    }

    /// The picture as it is now, without anything personal, and its name.
    package func redactedPicture() throws -> [UInt8] { try panel.redactedPNG(of: session.screen) }

    /// What was really drawn, when, and what the reader last said.
    package func shown() -> (screen: String, atMs: Int64?, reader: String) {
        (panel.screenName, panel.lastFrameAtMs, readerState)
    }

    private func take(_ event: InputEvent) {
        switch event {
        case .touch(let event):
            guard let touch = panel.touch(event, clock) else { return }
            receive(.touched(touch, fresh: Tap(id: makeID(), atMs: clock.nowMs())))
        }
    }

    private func followReader() async {
        for await event in reader.events {
            cardThere.follow(event)
            switch event {
            case .several(_, let count):
                note("first-of-\(count)")
            case .ready:
                note("ready")
                receive(.readerReady)
            case .lost(let fault):
                note(fault.name)
                receive(.readerLost(code: fault.staffCode))
            case .cardPresented:
                let tap = Tap(id: makeID(), atMs: clock.nowMs())
                log(.tap(tap.id, card: nil))
                receive(.cardPresented(tap))
            case .cardRemoved:
                receive(.cardRemoved)
            }
        }
    }

    private func note(_ state: String) {
        readerState = state
        log(.reader(state: state))
        tellState()
    }

    /// The header's clock, to the minute.
    private func followClock() async {
        while !Task.isCancelled {
            let now = clock.nowMs()
            try? await Task.sleep(for: .milliseconds(60_000 - now % 60_000 + 5))
            refreshHeader()
        }
    }

    private func refreshHeader() {
        let header = desk.header(online: online, nowMs: clock.nowMs())
        guard header != session.header else { return }
        receive(.headerChanged(header))
    }

    private func perform(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .show(let screen): show(screen)
            case .readCard(let tap): jobsIn.yield(.read(tap))
            case .recordCheckIn(let order): receive(.checkInRecorded(order.id, desk.checkIn(order, online: online)))
            case .askHold(let order): jobsIn.yield(.hold(order))
            case .spend(let order, let authority): jobsIn.yield(.spend(order, authority))
            case .settle(let order): jobsIn.yield(.settle(order))
            case .lookAgain(let card, let odometer):
                if let visitor = desk.visitor(card, odometer) { receive(.lookedAgain(visitor)) }
            case .rememberLanguage(let member, let language): desk.remember(language, of: member)
            case .startTimer(let id, let seconds): start(id, seconds)
            case .endVisit:
                panel.forget()
                desk.holds.visitEnded()
                jobsIn.yield(.giveBack)
            }
        }
    }

    private func show(_ screen: Screen) {
        do {
            try panel.show(screen, clock)
        } catch {
            log(.display(state: "failed: \(panel.names)"))
        }
    }

    private func start(_ id: TimerID, _ seconds: Int) {
        timers[id.purpose]?.cancel()
        timers[id.purpose] = Task {
            try? await Task.sleep(for: .seconds(seconds))
            guard !Task.isCancelled else { return }
            receive(.timerFired(id))
        }
    }

    private func run(_ job: Job) async {
        switch job {
        case .read(let tap): receive(.cardRead(tap, await attempts.read(tap)))
        case .hold(let order): receive(.holdAnswered(order.id, await askHold(order)))
        case .spend(let order, let authority):
            receive(.spendFinished(order.id, await spend(order, authority)))
            await desk.giveBackHolds(to: hub)
        case .settle(let order): receive(.spendFinished(order.id, await attempts.settle(order)))
        case .giveBack: await desk.giveBackHolds(to: hub)
        }
    }

    private func spend(_ order: SpendOrder, _ authority: Authority) async -> SpendResult {
        let desk = desk
        do {
            return try await reader.withCard { channel in desk.spend(channel, order, authority) }
        } catch {
            // The reader could not be had, or hangs in the middle; `desk.spend` itself throws nothing.
            return desk.hasIntent(order) ? .unknown : .pulledEarly
        }
    }

    private func askHold(_ order: SpendOrder) async -> HoldVerdict {
        let (desk, hub) = (desk, hub)
        desk.holds.asked(order)
        let question = desk.holdQuestion(order)
        let answer = await firstAnswer(within: holdTimeout) {
            // First what is over, or the customer's own last attempt would be in his way.
            await desk.giveBackHolds(to: hub)
            return try? await hub.hold(question.request)
        }
        return question.verdict(answer)
    }
}

/// The first of an answer and a deadline.
func firstAnswer<Value: Sendable>(
    within limit: Duration, _ ask: @escaping @Sendable () async -> Value?
) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
        group.addTask { await ask() }
        group.addTask {
            try? await Task.sleep(for: limit)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
}

extension ReaderFault {
    /// For staff, in small print on the "out of service" screen.
    var staffCode: String {
        switch self {
        case .noService: "R-01"
        case .noReader: "R-02"
        case .inUse: "R-03"
        case .stuck: "R-04"
        case .failed: "R-05"
        }
    }

    var name: String {
        switch self {
        case .noService: "no-service"
        case .noReader: "no-reader"
        case .inUse: "in-use"
        case .stuck: "stuck"
        case .failed(let code): "failed-\(String(code, radix: 16))"
        }
    }
}
