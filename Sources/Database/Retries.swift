/// How often a transaction that met a conflict is tried again, and how long it waits before.
///
///     let retries = Retries(fraction: { .random(in: 0..<1) }, pause: { try await Task.sleep(for: $0) })
package struct Retries: Sendable {
    private let tries: Int
    private let firstWait: Duration
    private let fraction: @Sendable () -> Double
    private let pause: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - tries: in all, at least 1.
    ///   - firstWait: at most so long before the second try; it doubles each time.
    ///   - fraction: from 0 to 1: which part of the wait is waited, so that two do not meet again.
    package init(
        tries: Int = 8, firstWait: Duration = .milliseconds(5), fraction: @escaping @Sendable () -> Double,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.tries = tries
        self.firstWait = firstWait
        self.fraction = fraction
        self.pause = pause
    }

    /// - Throws: what `attempt` throws; `conflict` once it has been tried often enough.
    package func run<Answer>(_ attempt: () async throws -> Answer) async throws -> Answer {
        var wait = firstWait
        for _ in 1..<max(tries, 1) {
            do { return try await attempt() } catch DatabaseError.conflict {
                try await pause(wait * fraction())
                wait *= 2
            }
        }
        return try await attempt()
    }
}
