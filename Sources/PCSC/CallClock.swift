internal import Synchronization

/// When the blocking calls now under way must be back, so that the watchdog notices the one that is not.
final class CallClock: Sendable {
    /// What a thread may block in, each at most once at a time.
    enum Call: Hashable, Sendable {
        /// Taking and giving back the card: SCardConnect waits without limit while another program has a transaction.
        case connect
        /// One command: a card torn out holds some USB readers for three seconds.
        case exchange
        /// Waiting for something to happen at the reader.
        case watch
    }

    /// How long each call may take. A card that is slower than this is as good as none.
    struct Bounds: Sendable {
        var connect = Duration.seconds(5)
        var exchange = Duration.seconds(10)
        var watch = Duration.seconds(10)

        subscript(call: Call) -> Duration {
            switch call {
            case .connect: connect
            case .exchange: exchange
            case .watch: watch
            }
        }
    }

    let bounds: Bounds
    private let deadlines = Mutex([Call: ContinuousClock.Instant]())

    init(_ bounds: Bounds = Bounds()) { self.bounds = bounds }

    func timed<T, Failure: Error>(_ call: Call, _ body: () throws(Failure) -> T) throws(Failure) -> T {
        let deadline = ContinuousClock.now + bounds[call]
        deadlines.withLock { $0[call] = deadline }
        defer { deadlines.withLock { $0[call] = nil } }
        return try body()
    }

    /// Whether some call has taken longer than it may.
    var isOverdue: Bool {
        let now = ContinuousClock.now
        return deadlines.withLock { $0.values.contains { $0 < now } }
    }
}
