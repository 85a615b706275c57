internal import CardProtocol
internal import Glibc
internal import Synchronization
internal import Wakeup

/// The thread on which cards are spoken to, one tap after the other.
final class CardThread: Sendable {
    /// How many taps may wait for their turn. A kiosk has one at a time.
    private static let waitingTaps = 4

    /// One use of the card: the work to do, and how to report failure. Answers only once.
    fileprivate struct Tap: Sendable {
        let reader: String
        /// Works on the card, and returns a function that reports the result.
        let work: @Sendable (CardConnection) -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    fileprivate struct State {
        var waiting: [Tap] = []
        var current: Tap?
        var stopped = false
        /// Set while a call has not come back; new taps are refused with it.
        var stuck: ReaderFault?
    }

    let calls: CallClock
    /// What the watch has seen of this reader's resets.
    let quirk = Mutex(ResetQuirk())
    private let library: any PCSCLibrary
    private let exclusive: Bool
    private let state = Mutex(State())
    private let wakeup: WakeupEvent

    init(_ library: any PCSCLibrary, exclusive: Bool, bounds: CallClock.Bounds) throws(WakeupFailure) {
        self.library = library
        self.exclusive = exclusive
        calls = CallClock(bounds)
        wakeup = try WakeupEvent()
    }

    func work<T: Sendable>(
        on reader: String, _ body: @escaping @Sendable (any CardChannel) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let answer = Answer(continuation)
            let tap = Tap(
                reader: reader,
                work: { channel in
                    let result = Result { try body(channel) }
                    return { answer.give(result) }
                },
                fail: { answer.give(.failure($0)) })
            if let fault = state.withLock({ $0.admit(tap, atMost: Self.waitingTaps) }) {
                tap.fail(fault)
            } else {
                wakeup.signal()
            }
        }
    }

    func stop() {
        state.withLock { $0.stopped = true }
        wakeup.signal()
    }

    /// Whether a tap is being served or waits.
    var isBusy: Bool { state.withLock { $0.current != nil || !$0.waiting.isEmpty } }

    /// Fails all taps, although the call under way has not come back.
    func giveUp(_ fault: ReaderFault) {
        let taps = state.withLock { state in
            state.stuck = state.current == nil ? nil : fault
            return state.takeAll()
        }
        for tap in taps { tap.fail(fault) }
    }

    /// Runs the thread until it is stopped. `failed` is called with the reason why the reader could not be used.
    func run(failed: (ReaderFault) -> Void) {
        while true {
            let next: (tap: Tap?, stopped: Bool) = state.withLock { state in
                state.stuck = nil
                state.current = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
                return (state.current, state.stopped)
            }
            if let tap = next.tap {
                next.stopped ? tap.fail(ReaderFault.noReader) : serve(tap, failed: failed)
            } else if next.stopped {
                return
            } else {
                wakeup.take(milliseconds: -1)
            }
        }
    }

    /// Uses a new context for each tap: that costs a third of a millisecond, and a context that outlived pcscd never
    /// works again.
    private func serve(_ tap: Tap, failed: (ReaderFault) -> Void) {
        do throws(PCSCCode) {
            let context = try calls.timed(.connect) { () throws(PCSCCode) in try library.establishContext() }
            defer { library.releaseContext(context) }
            let connection = try CardConnection.retrying(
                library, context: context, reader: tap.reader, exclusive: exclusive, calls: calls,
                shouldContinue: {
                    wakeup.take(milliseconds: CardConnection.attemptMs)
                    return state.withLock { !$0.stopped }
                })
            let answer = tap.work(connection)
            // Resets the card before answering, because the card may be lifted once the answer is known. pcscd 1.9.9
            // takes a card that leaves during a reset, and comes back before its next look, for absent until it is
            // lifted once more.
            if connection.close(spareReset: quirk.withLock { $0.sparesResets }) {
                quirk.withLock { $0.wasReset(at: .now) }
            }
            answer()
        } catch {
            let noCard = error.channelError != .readerFailed(code: error.rawValue)
            if !noCard { failed(error.readerFault) }
            tap.fail(noCard ? error.channelError : error.readerFault)
        }
    }
}

extension CardThread.State {
    /// - Returns: why the tap cannot wait for its turn; `nil` when it does.
    fileprivate mutating func admit(_ tap: CardThread.Tap, atMost limit: Int) -> ReaderFault? {
        if stopped { return .noReader }
        if let stuck { return stuck }
        guard waiting.count < limit else { return .inUse }
        waiting.append(tap)
        return nil
    }

    fileprivate mutating func takeAll() -> [CardThread.Tap] {
        defer { waiting = [] }
        return (current.map { [$0] } ?? []) + waiting
    }
}

/// A continuation that several may try to resume; the first wins.
private final class Answer<T: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<T, any Error>?>

    init(_ continuation: CheckedContinuation<T, any Error>) {
        self.continuation = Mutex(continuation)
    }

    func give(_ result: Result<T, any Error>) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(with: result)
    }
}
