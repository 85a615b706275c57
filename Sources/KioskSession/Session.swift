package import Vocabulary

/// What one customer sees from tap to goodbye: events in, effects out, nothing else.
///
/// It knows no clock, no card bytes and no pixels. Nothing is shown as done before the event which says that it was
/// journalled, and nothing is said about money that is not certain. Each flow of a visit is a small state machine in
/// `Flows`; the state of reader and money is kept here, independent of pages.
package struct Session: Hashable, Sendable {
    package internal(set) var state: State = .idle
    package internal(set) var header: Screen.Header
    let timings: SessionTimings
    /// The language of the start screens.
    let houseLanguage: Language
    /// The language touched on a start screen; it holds for the next tap only.
    var chosenLanguage: Language?
    var reader: Reader = .lost(code: "R-00")
    package internal(set) var lying: Lying = .nothing
    /// The last spend that was handed to a card, until its end is known and was shown.
    package internal(set) var submittedSpend: SubmittedSpend?
    var timerCount = 0
    /// The timer that may still fire, per purpose; all others are stale.
    var timers: [TimerID.Purpose: TimerID] = [:]

    package enum State: Hashable, Sendable {
        /// Nobody is here; or the reader is lost, or a card was left on it.
        case idle
        case reading(Tap)
        case refused(Notice)
        case visit(Visit)
        case farewell(Farewell)
    }

    enum Reader: Hashable, Sendable {
        case works
        case lost(code: String)
    }

    /// What lies on the reader, as far as it has been read.
    package enum Lying: Hashable, Sendable {
        case nothing
        case unread(Tap)
        case card(CardID)
    }

    package init(header: Screen.Header, timings: SessionTimings, language: Language = .zh) {
        self.header = header
        self.timings = timings
        houseLanguage = language
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        if case .timerFired(let id) = event, timers[id.purpose] != id { return [] }
        note(event)
        if case .headerChanged = event { return [show()] }
        switch state {
        case .idle: return whileIdle(event)
        case .reading(let tap): return whileReading(tap, event)
        case .refused(let notice): return whileRefused(notice, event)
        case .visit(let visit): return whileVisiting(visit, event)
        case .farewell(let farewell): return whileParting(farewell, event)
        }
    }

    /// Updates the state that holds whatever page is shown.
    private mutating func note(_ event: Event) {
        switch event {
        case .headerChanged(let header): self.header = header
        case .readerReady: (reader, lying) = (.works, .nothing)
        case .readerLost(let code): (reader, lying) = (.lost(code: code), .nothing)
        case .cardPresented(let tap): (reader, lying) = (.works, .unread(tap))
        case .cardRemoved: lying = .nothing
        case .cardRead(let tap, .visitor(let visitor)) where lying == .unread(tap): lying = .card(visitor.card)
        case .spendFinished(let id, let result): submittedSpend?.note(id, result)
        case .cardRead, .touched, .checkInRecorded, .holdAnswered, .lookedAgain, .timerFired: break
        }
        if submittedSpend?.end == .nothingTaken { submittedSpend = nil }
    }

    mutating func read(_ tap: Tap) -> [Effect] {
        timers = [:]
        lying = .unread(tap)
        state = .reading(tap)
        return [show(), .readCard(tap)]
    }

    mutating func start(_ purpose: TimerID.Purpose, _ seconds: Int) -> Effect {
        timerCount += 1
        let id = TimerID(purpose: purpose, number: timerCount)
        timers[purpose] = id
        return .startTimer(id, seconds: seconds)
    }

    func show() -> Effect { .show(screen) }
}

extension Session {
    /// The timer whose firing still means something, for the shell to cancel others and for tests.
    package func runningTimer(_ purpose: TimerID.Purpose) -> TimerID? { timers[purpose] }

    var isReaderLost: Bool { if case .lost = reader { true } else { false } }
}
