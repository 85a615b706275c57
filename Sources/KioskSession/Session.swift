internal import Identity
internal import Loyalty

/// How long things stay. Seconds.
package struct SessionTimings: Hashable, Sendable {
    /// From the last touch to the end of the visit, the warning included.
    package var idle: Int
    /// The last part of `idle`, counted down on the screen; one touch extends (WCAG 2.2.1 asks for 20 s).
    package var warning: Int
    /// How long the stored value stays shown.
    package var reveal: Int
    /// A notice, a goodbye.
    package var linger: Int

    package init(idle: Int = 30, warning: Int = 20, reveal: Int = 10, linger: Int = 8) {
        self.idle = idle
        self.warning = warning
        self.reveal = reveal
        self.linger = linger
    }
}

/// What one customer sees from tap to idle: events in, effects out, nothing else.
///
/// It knows no clock, no card bytes and no pixels. Nothing is shown as done before the event that says it was
/// journalled has come in.
package struct Session: Hashable, Sendable {
    package internal(set) var state: State
    package internal(set) var header: Screen.Header
    var timings: SessionTimings
    /// The attract screen's, and that of a visitor not yet known.
    var houseLanguage: Language
    var timerCount = 0
    /// The timer that may still fire, per purpose; all others are stale.
    var timers: [TimerID.Purpose: TimerID] = [:]
    var cardOnReader = false

    package enum State: Hashable, Sendable {
        case outOfService(code: String)
        case attract
        case reading(Tap)
        case refused(Notice)
        case visit(Visit)
        case goodbye(Language)
    }

    package init(header: Screen.Header, timings: SessionTimings, language: Language = .zh) {
        state = .outOfService(code: "R-00")
        self.header = header
        self.timings = timings
        houseLanguage = language
    }

    package mutating func handle(_ event: Event) -> [Effect] {
        noteCard(event)
        switch event {
        case .headerChanged(let header):
            self.header = header
            return [show()]
        case .readerLost(let code):
            return leave(to: .outOfService(code: code))
        case .timerFired(let id) where timers[id.purpose] != id:
            return []
        default:
            break
        }
        switch state {
        case .outOfService: return whileOutOfService(event)
        case .attract, .goodbye: return whileIdle(event)
        case .reading(let tap): return whileReading(tap, event)
        case .refused: return whileRefused(event)
        case .visit(let visit): return whileVisiting(visit, event)
        }
    }

    private mutating func noteCard(_ event: Event) {
        switch event {
        case .cardPresented: cardOnReader = true
        case .cardRemoved, .readerLost, .readerReady: cardOnReader = false
        default: break
        }
    }

    private mutating func whileOutOfService(_ event: Event) -> [Effect] {
        switch event {
        case .readerReady:
            state = .attract
            return [show()]
        case .cardPresented(let tap):
            return read(tap)
        case .touched(.switchLanguage, _):
            return switchHouseLanguage()
        default:
            return []
        }
    }

    private mutating func whileIdle(_ event: Event) -> [Effect] {
        switch event {
        case .cardPresented(let tap):
            return read(tap)
        case .timerFired, .touched(.finish, _), .touched(.back, _):
            guard state != .attract else { return [] }
            state = .attract
            return [show()]
        case .touched(.switchLanguage, _):
            return switchHouseLanguage()
        default:
            return []
        }
    }

    private mutating func whileReading(_ tap: Tap, _ event: Event) -> [Effect] {
        switch event {
        case .cardRead(tap, .visitor(let visitor)):
            return begin(visitor, tap)
        case .cardRead(tap, .refused(let notice)):
            state = .refused(notice)
            return [show(), start(.linger, timings.linger)]
        case .cardPresented(let tap):
            // The reader saw the card go and come while it was being read: only the newest tap counts.
            return read(tap)
        default:
            return []
        }
    }

    private mutating func whileRefused(_ event: Event) -> [Effect] {
        switch event {
        case .cardPresented(let tap):
            return read(tap)
        case .timerFired, .touched(.again, _), .touched(.finish, _), .touched(.back, _):
            state = .attract
            return [show()]
        case .touched(.switchLanguage, _):
            return switchHouseLanguage()
        default:
            return []
        }
    }

    private mutating func switchHouseLanguage() -> [Effect] {
        houseLanguage = houseLanguage == .zh ? .en : .zh
        return [show()]
    }

    mutating func read(_ tap: Tap) -> [Effect] {
        state = .reading(tap)
        return [show(), .readCard(tap)]
    }

    mutating func begin(_ visitor: Visitor, _ tap: Tap) -> [Effect] {
        var visit = Visit(visitor: visitor, tap: tap)
        if let claim = visitor.recentClaim { visit.page = .claim(claim.reward, code: claim.code) }
        state = .visit(visit)
        return [show(), startIdle()]
    }

    /// Ends the visit, if there is one, and shows what follows.
    mutating func leave(to next: State) -> [Effect] {
        var effects: [Effect] = []
        if case .visit = state { effects.append(.endVisit) }
        timers = [:]
        state = next
        effects.append(show())
        if case .goodbye = next { effects.append(start(.linger, timings.linger / 2)) }
        return effects
    }

    mutating func start(_ purpose: TimerID.Purpose, _ seconds: Int) -> Effect {
        timerCount += 1
        let id = TimerID(purpose: purpose, number: timerCount)
        timers[purpose] = id
        return .startTimer(id, seconds: seconds)
    }

    mutating func startIdle() -> Effect {
        timers[.countdown] = nil
        return start(.idle, max(1, timings.idle - timings.warning))
    }

    func show() -> Effect { .show(screen) }
}

extension Session {
    package var cardIsOnReader: Bool { cardOnReader }

    /// The timer whose firing still means something, for the shell to cancel others and for tests.
    package func runningTimer(_ purpose: TimerID.Purpose) -> TimerID? { timers[purpose] }
}
