import Synchronization

/// Controls of the kiosk's surroundings, beyond its own hardware. The program that runs the salon carries them out.
enum Knob: String, Codable, Sendable, CaseIterable {
    /// `on`, `off`: whether the hub serves.
    case hub
    /// `in`, `out`: whether the reader is plugged in.
    case reader
    /// `light`, `dark`.
    case theme
    /// `hour`, `day` ahead, `month-end`, or back to `now`.
    case clock

    var positions: [String] {
        switch self {
        case .hub: ["on", "off"]
        case .reader: ["in", "out"]
        case .theme: ["light", "dark"]
        case .clock: ["hour", "day", "month-end", "now"]
        }
    }
}

/// The present state of the kiosk's surroundings.
struct Surroundings: Codable, Equatable, Sendable {
    var hub: String
    var reader: String
    var theme: String
    /// How far the clock of the salon's programs is ahead of this machine's.
    var clockAheadSeconds: Int64
    /// The time zone in which that clock is shown.
    var timeZone: String
    /// The knob that is being turned.
    var turning: Knob?
    /// Why the last request failed, in words; `nil` if it did not.
    var problem: String?
}

/// Passes requests from the page to the program that runs the salon, one at a time, and the state of the surroundings
/// back to the page.
final class KnobBoard: Sendable {
    struct Wish: Codable, Equatable, Sendable {
        var knob: Knob
        var to: String
    }

    enum Refusal: Error, Equatable, CustomStringConvertible {
        case nobodyThere, busy(Knob), unknown(Knob, String)

        var description: String {
            switch self {
            case .nobodyThere: "nobody runs the salon's programs here: make demo does"
            case .busy(let knob): "\(knob.rawValue) is being turned; wait a moment"
            case .unknown(let knob, let to): "\(knob.rawValue) is \(knob.positions.joined(separator: ", ")), not \(to)"
            }
        }
    }

    private struct State {
        var surroundings: Surroundings?
        var wish: Wish?
    }

    private let state = Mutex(State())

    /// `nil` while nobody runs the salon's programs.
    var surroundings: Surroundings? { state.withLock { $0.surroundings } }

    func tell(_ surroundings: Surroundings) { state.withLock { $0.surroundings = surroundings } }

    func ask(for wish: Wish) throws(Refusal) {
        guard wish.knob.positions.contains(wish.to) else { throw .unknown(wish.knob, wish.to) }
        try state.withLock { state throws(Refusal) in
            guard let surroundings = state.surroundings else { throw .nobodyThere }
            if let turning = surroundings.turning { throw .busy(turning) }
            state.wish = wish
            state.surroundings?.turning = wish.knob
            state.surroundings?.problem = nil
        }
    }

    /// Returns the waiting request and removes it.
    func takeWish() -> Wish? {
        state.withLock { state in
            defer { state.wish = nil }
            return state.wish
        }
    }
}
