package import CardProtocol
internal import Display
package import KioskSession
package import Supervision
package import Vocabulary

/// Runs the session: events in, effects out, one at a time, on a thread of its own.
///
/// Drawing and the journal happen here, in order, so that nothing is on the screen before it is on disk. Card
/// work and the hub are waited for elsewhere and come back as events.
package actor SessionService {
    /// Blocking calls (SQLite, drawing) must not hold up the threads that everybody shares.
    private nonisolated let executor = OwnQueueExecutor(label: "peony.session")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var session: Session
    private var events = EventQueue<Event>()
    private var timers = SessionTimers()
    private let cards: CardTransactions
    private let reader: any CardReader
    private let panel: ScreenPanel
    private let supervisor: Supervisor
    private let jobs: VisitJobs
    private let waitingJobs: AsyncStream<VisitJobs.Job>
    private let jobsIn: AsyncStream<VisitJobs.Job>.Continuation
    private var online = false
    /// Why the hub does not answer, as a code; `nil` when it does.
    private var hubFailure: String? = HubLinkError.noAnswerCode
    /// What the reader said last; card work looks at it from elsewhere.
    private nonisolated let cardThere = CardPresence()
    private var readerState = "starting"

    /// More than a session can start before the first of them ends.
    private static let jobsWaiting = 64

    /// How a visit at this kiosk goes.
    package struct Configuration: Sendable {
        package var timings = SessionTimings()
        package var language = Language.zh
        /// How long a customer waits for the hub's consent before the offline rules decide.
        package var holdTimeout = Duration.seconds(2)

        package init() {}
    }

    package init(
        cards: CardTransactions, reader: any CardReader, hub: any HubLink, panel: sending ScreenPanel,
        configuration: Configuration = Configuration(), supervisor: Supervisor = .none
    ) {
        self.cards = cards
        self.reader = reader
        self.panel = panel
        self.supervisor = supervisor
        let attempts = TapAttempts(cards: cards, reader: reader) { [cardThere] in cardThere.isThere }
        jobs = VisitJobs(
            cards: cards, reader: reader, hub: hub, attempts: attempts, holdTimeout: configuration.holdTimeout)
        session = Session(
            header: cards.header(online: false, nowMs: cards.clock.nowMs()), timings: configuration.timings,
            language: configuration.language)
        (waitingJobs, jobsIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.jobsWaiting))
    }

    private nonisolated var clock: KioskClock { cards.clock }

    /// Until cancelled.
    package func run() async {
        show(session.screen)
        panel.warm()
        supervisor.tell(.ready, .alive)
        reportStatus()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.followReader() }
            for input in panel.inputs {
                group.addTask { for await event in input.events { await self.take(event) } }
            }
            group.addTask { await self.followClock() }
            group.addTask { await self.feedWatchdog() }
            for await job in waitingJobs {
                group.addTask { await self.jobs.run(job) { await self.receive($0) } }
            }
            group.cancelAll()
        }
        timers.cancelAll()
        panel.clear()
    }

    /// Ends `run`.
    package func stop() {
        jobsIn.finish()
        reader.stop()
    }

    /// Handles an event: every event of the session enters here.
    package func receive(_ event: Event) {
        guard events.add(event) else { return }
        while let event = events.next() {
            for effect in session.handle(event) { perform(effect) }
        }
    }

    /// Tells the supervisor regularly that this actor's own thread still runs. Drawing and the journal happen on it, so
    /// a panel or a disk that never answers stops these messages.
    private func feedWatchdog() async {
        guard let interval = supervisor.aliveEvery else { return }
        while !Task.isCancelled {
            supervisor.tell(.alive)
            try? await Task.sleep(for: interval)
        }
    }

    private func reportStatus() {
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
    package func hubReachable(unless failure: String?) {
        if failure == nil, !online { jobsIn.yield(.giveBack) }
        online = failure == nil
        if hubFailure != failure {
            hubFailure = failure
            reportStatus()
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
            receive(.touched(touch, fresh: newTap()))
        }
    }

    private func newTap() -> Tap { Tap(id: cards.newID(), atMs: clock.nowMs()) }

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
                let tap = newTap()
                cards.log(.tap(tap.id, card: nil))
                receive(.cardPresented(tap))
            case .cardRemoved:
                receive(.cardRemoved)
            }
        }
    }

    private func note(_ state: String) {
        readerState = state
        cards.log(.reader(state: state))
        reportStatus()
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
        let header = cards.header(online: online, nowMs: clock.nowMs())
        guard header != session.header else { return }
        receive(.headerChanged(header))
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .show(let screen): show(screen)
        case .readCard(let tap): jobsIn.yield(.read(tap))
        case .recordCheckIn(let order): receive(.checkInRecorded(order.id, cards.checkIn(order, online: online)))
        case .askHold(let order): jobsIn.yield(.hold(order))
        case .spend(let order, let authority): jobsIn.yield(.spend(order, authority))
        case .settle(let order): jobsIn.yield(.settle(order))
        case .lookAgain(let card, let odometer):
            if let visitor = cards.visitor(card, odometer) { receive(.lookedAgain(visitor)) }
        case .rememberLanguage(let member, let language): cards.remember(language, of: member)
        case .startTimer(let id, let seconds):
            timers.start(id, seconds: seconds) { await self.receive(.timerFired(id)) }
        case .endVisit:
            panel.forget()
            cards.holds.visitEnded()
            jobsIn.yield(.giveBack)
        }
    }

    private func show(_ screen: Screen) {
        do {
            try panel.show(screen, clock)
        } catch {
            cards.log(.display(state: "failed: \(panel.names)"))
        }
    }
}
