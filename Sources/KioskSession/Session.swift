package import Vocabulary

/// What one customer sees from tap to goodbye: events in, effects out, nothing else.
///
/// It knows no clock, no card bytes and no pixels. Nothing is shown as done before the event that says it was
/// journalled has come in, and nothing is said of the money that is not known. Each flow of a visit is a small machine
/// of its own below `Flows`; what reader and money are about stands here, outside all pages.
package struct Session: Hashable, Sendable {
    package internal(set) var state: State = .idle
    package internal(set) var header: Screen.Header
    let timings: SessionTimings
    /// What the start screens speak.
    let houseLanguage: Language
    /// Touched on a start screen, for whoever taps next and for nobody after.
    var chosenLanguage: Language?
    var reader: Reader = .lost(code: "R-00")
    package internal(set) var lying: Lying = .nothing
    /// The last spend that was handed to a card, until its end is known and was shown.
    package internal(set) var handedOver: HandedOver?
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

    /// What is on the reader, as far as somebody has looked.
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

    /// What is true whatever is shown.
    private mutating func note(_ event: Event) {
        switch event {
        case .headerChanged(let header): self.header = header
        case .readerReady: (reader, lying) = (.works, .nothing)
        case .readerLost(let code): (reader, lying) = (.lost(code: code), .nothing)
        case .cardPresented(let tap): (reader, lying) = (.works, .unread(tap))
        case .cardRemoved: lying = .nothing
        case .cardRead(let tap, .visitor(let visitor)) where lying == .unread(tap): lying = .card(visitor.card)
        case .spendFinished(let id, let result): handedOver?.note(id, result)
        case .cardRead, .touched, .checkInRecorded, .holdAnswered, .lookedAgain, .timerFired: break
        }
        if handedOver?.end == .nothingTaken { handedOver = nil }
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
