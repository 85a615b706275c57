internal import CardProtocol

/// Decides which events to report about a reader, from what was reported and what is true now. Pure.
///
/// The watch thread passes in what pcscd says; the card thread and the watchdog pass in what prevents using the reader.
/// Only changes since the last report become events, so that flickering flags make none.
struct ReaderPresence: Sendable {
    /// What pcscd says.
    private enum Sight: Equatable {
        case nothingYet
        case fault(ReaderFault)
        case reader(ReaderState)
    }

    private enum Told: Equatable {
        case nothing
        case lost(ReaderFault)
        /// `card` is the event count at which the card on the reader was presented.
        case ready(reader: String, card: UInt32?)
    }

    private var sight = Sight.nothingYet
    private var told = Told.nothing
    private var choice: ReaderEvent?
    /// Why the reader cannot be used although pcscd shows it.
    private var obstacle: ReaderFault?

    /// The reader to connect to, or why there is none.
    var reader: Result<String, ReaderFault> {
        switch told {
        case .ready(let reader, _): .success(reader)
        case .lost(let fault): .failure(fault)
        case .nothing: .failure(.noReader)
        }
    }

    mutating func failed(_ fault: ReaderFault) -> [ReaderEvent] {
        sight = .fault(fault)
        return tell()
    }

    mutating func saw(_ state: ReaderState) -> [ReaderEvent] {
        sight = .reader(state)
        // The other program has released the reader. While its hold was the obstacle, this program was not connected.
        if obstacle == .inUse, !state.isHeld { obstacle = nil }
        return tell()
    }

    /// Several readers match the name, and the first was taken. Reported before the reader itself, and once.
    mutating func choseFirst(_ reader: String, of count: Int) -> [ReaderEvent] {
        guard choice != .several(first: reader, of: count) else { return [] }
        choice = .several(first: reader, of: count)
        return choice.map { [$0] } ?? []
    }

    /// - Parameter fault: `.inUse` goes away by itself, `.stuck` by `removed(obstacle:)`.
    mutating func met(obstacle fault: ReaderFault) -> [ReaderEvent] {
        obstacle = fault
        return tell()
    }

    mutating func removed(obstacle fault: ReaderFault) -> [ReaderEvent] {
        if obstacle == fault { obstacle = nil }
        return tell()
    }

    private mutating func tell() -> [ReaderEvent] {
        switch (sight, obstacle) {
        case (.fault(let fault), _): return tellLost(fault)
        case (_, let fault?): return tellLost(fault)
        case (.nothingYet, nil): return []
        case (.reader(let state), nil): return tellReady(state)
        }
    }

    private mutating func tellLost(_ fault: ReaderFault) -> [ReaderEvent] {
        guard told != .lost(fault) else { return [] }
        told = .lost(fault)
        return [.lost(fault)]
    }

    private mutating func tellReady(_ state: ReaderState) -> [ReaderEvent] {
        var events: [ReaderEvent] = []
        var before: UInt32?
        if case .ready(state.reader, let card) = told {
            before = card
        } else {
            events.append(.ready(reader: state.reader))
        }
        let now = state.hasCard ? state.eventCount : nil
        told = .ready(reader: state.reader, card: now)
        guard before != now else { return events }
        if before != nil { events.append(.cardRemoved) }
        if now != nil { events.append(.cardPresented(atr: state.atr)) }
        return events
    }
}
