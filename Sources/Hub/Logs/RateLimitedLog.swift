internal import Synchronization

/// A log line that an attacker could cause at will: written at most once a minute, with the number of lines left out.
final class RateLimitedLog: Sendable {
    private static let pause = Duration.seconds(60)

    private let state = Mutex<(last: ContinuousClock.Instant?, unsaid: Int)>((nil, 0))

    /// - Parameter line: gets how often nothing was said since the last line.
    func log(_ line: (_ unsaid: Int) -> Void) {
        let now = ContinuousClock.now
        let unsaid: Int? = state.withLock { state in
            if let last = state.last, now - last < Self.pause {
                state.unsaid += 1
                return nil
            }
            defer { state = (now, 0) }
            return state.unsaid
        }
        if let unsaid { line(unsaid) }
    }
}
