internal import Supervision
internal import Synchronization

/// The one line that the supervisor shows: that the hub serves, and all that is wrong with it, whoever found it.
final class HubStatus: Sendable {
    /// Who looks after what, in the order in which it is told.
    enum Source: CaseIterable { case clock, file, certificate }

    let supervisor: Supervisor
    private let state = Mutex(State())

    private struct State {
        /// `nil` before anything is served.
        var port: Int?
        var words: [Source: String] = [:]

        var line: String {
            let wrong = Source.allCases.compactMap { words[$0] }
            return (["serving on port \(port ?? 0)"] + wrong).joined(separator: "; ")
        }
    }

    init(_ supervisor: Supervisor = .none) { self.supervisor = supervisor }

    var line: String { state.withLock { $0.line } }

    /// Connections are accepted from now on.
    func begin(port: Int) {
        state.withLock { $0.port = port }
        supervisor.tell(.ready, .status(line))
    }

    /// - Parameter words: what is wrong, `nil` for nothing. The same again is not told again.
    func note(_ source: Source, _ words: String?) {
        let isToBeTold = state.withLock { state in
            guard state.words[source] != words else { return false }
            state.words[source] = words
            return state.port != nil
        }
        if isToBeTold { supervisor.tell(.status(line)) }
    }
}
