internal import Synchronization

/// Something that goes wrong with a card on purpose.
package struct CardFault: Sendable {
    /// When it happens.
    package enum Moment: Equatable, Sendable {
        /// At the n-th command from now; 1 is the next.
        case command(Int)
        /// At the next command with this code, whatever framing it comes in.
        case next(ins: UInt8)
    }

    /// What happens.
    package enum Effect: Sendable {
        /// The card leaves the field and never sees the command.
        case tornBefore
        /// The card does what was asked and leaves before the answer is heard.
        case tornAfter
        /// Another card takes its place within the poll interval; the command is lost.
        case swapped(for: any VirtualPICC)
        /// Another program resets the card before the command.
        case reset
        /// One bit of the answer's last data byte is wrong, which is where a MAC ends.
        case wrongMAC
        /// The answer loses its last bytes, the status word included.
        case truncated(by: Int)
        /// The answer is replaced.
        case malformed([UInt8])
    }

    package let moment: Moment
    package let effect: Effect

    package init(_ effect: Effect, at moment: Moment) {
        self.moment = moment
        self.effect = effect
    }
}

/// The faults that wait for one card, and how slow it is. May be changed at any time from any thread.
package final class FaultPlan: Sendable {
    private struct Pending: Sendable {
        var faults: [CardFault] = []
        var latency = Duration.zero
    }

    private let pending = Mutex(Pending())

    /// More than this many faults cannot wait at once.
    package static let limit = 64

    package init() {}

    /// Each fault happens once. Silently dropped beyond `limit`.
    package func add(_ fault: CardFault) {
        pending.withLock { if $0.faults.count < Self.limit { $0.faults.append(fault) } }
    }

    package func clear() { pending.withLock { $0.faults = [] } }

    /// What every exchange takes.
    package var latency: Duration {
        get { pending.withLock { $0.latency } }
        set { pending.withLock { $0.latency = newValue } }
    }

    package var isEmpty: Bool { pending.withLock { $0.faults.isEmpty } }

    /// Counts one command and takes out the first fault that is due at it.
    func due(ins: UInt8) -> CardFault.Effect? {
        pending.withLock { pending in
            var due: Int?
            for index in pending.faults.indices {
                let fault = pending.faults[index]
                switch fault.moment {
                case .next(ins): due = due ?? index
                case .next: break
                case .command(let number) where number <= 1: due = due ?? index
                case .command(let number):
                    pending.faults[index] = CardFault(fault.effect, at: .command(number - 1))
                }
            }
            return due.map { pending.faults.remove(at: $0).effect }
        }
    }
}
