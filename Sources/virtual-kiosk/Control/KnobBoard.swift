import Synchronization

/// What can be turned around the kiosk, beyond its own hardware. It is done by whoever runs the salon's programs.
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

/// How everything around the kiosk stands.
struct Surroundings: Codable, Equatable, Sendable {
    var hub: String
    var reader: String
    var theme: String
    /// How far the clock of the salon's programs stands before this machine's.
    var clockAheadSeconds: Int64
    /// Where people read that clock.
    var timeZone: String
    /// The knob that is being turned.
    var turning: Knob?
    /// Why what was asked for last was not done, in words.
    var problem: String?
}

/// Carries what is asked for on the page to whoever runs the salon's programs, one thing at a time, and back how all
/// stands.
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

    /// Hands out what was asked for, once.
    func takeWish() -> Wish? {
        state.withLock { state in
            defer { state.wish = nil }
            return state.wish
        }
    }
}
