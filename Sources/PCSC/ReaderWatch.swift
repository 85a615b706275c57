package import CardProtocol
internal import Foundation
internal import Synchronization
internal import Wakeup

/// One reader, watched for as long as the program runs, whatever happens to it, to pcscd and to the cards.
///
/// Three threads, none ever replaced, so none can leak: one waits for changes, one works on cards, one notices when
/// either of them has not come back from pcscd. Each has a context of its own, since pcsclite locks a context while it
/// waits. All end after `stop()`, at the latest when their call returns.
package final class ReaderWatch: CardReader {
    /// How the watch behaves. The defaults are for a kiosk.
    struct Patience: Sendable {
        /// How often to ask again although nothing was reported: pcsc-lite before 2.3.0 can lose an event.
        var relist = Duration.seconds(2)
        /// The first and the longest pause before pcscd is tried again.
        var retry = Duration.milliseconds(100)
        var longestRetry = Duration.seconds(2)
        /// How often the watchdog looks.
        var look = Duration.seconds(1)
        var bounds = CallClock.Bounds()
    }

    /// How many events wait for a listener that does not listen.
    private static let waitingEvents = 64

    package let events: AsyncStream<ReaderEvent>
    private let told: AsyncStream<ReaderEvent>.Continuation
    private let library: any PCSCLibrary
    private let name: ReaderName
    private let patience: Patience
    private let presence = Mutex(ReaderPresence())
    private let cards: CardThread
    private let watchCalls: CallClock
    private let watchContext = Mutex<Int?>(nil)
    private let stopped = Atomic(false)
    private let watchWakeup: WakeupEvent
    private let watchdogWakeup: WakeupEvent

    /// - Parameters:
    ///   - part: which reader, by a part of its name, case ignored; `nil` for any but a slot for a SAM. Of several the
    ///     first is taken, and that is told. Found anew after every replug, because pcscd numbers readers as they come.
    ///   - exclusive: whether other programs are kept from connecting during a tap.
    /// - Throws: when no file descriptor is left.
    package convenience init(reader part: String? = nil, exclusive: Bool = true) throws {
        try self.init(Libpcsclite(), reader: part, exclusive: exclusive, patience: Patience())
    }

    init(_ library: any PCSCLibrary, reader part: String?, exclusive: Bool, patience: Patience) throws {
        self.library = library
        name = ReaderName(part: part)
        self.patience = patience
        watchCalls = CallClock(patience.bounds)
        watchWakeup = try WakeupEvent()
        watchdogWakeup = try WakeupEvent()
        cards = try CardThread(library, exclusive: exclusive, bounds: patience.bounds)
        (events, told) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.waitingEvents))
        for (name, work) in [("watch", watch), ("cards", workOnCards), ("watchdog", guardThreads)] {
            let thread = Thread { work() }
            thread.name = "reader-" + name
            thread.start()
        }
    }

    package func withCard<T: Sendable>(
        _ body: @escaping @Sendable (any CardChannel) throws -> T
    ) async throws -> T {
        let reader = try presence.withLock { $0.reader }.get()
        return try await cards.work(on: reader, body)
    }

    package func stop() {
        stopped.store(true, ordering: .sequentiallyConsistent)
        told.finish()
        cards.stop()
        watchWakeup.signal()
        watchdogWakeup.signal()
    }

    private var isStopped: Bool { stopped.load(ordering: .sequentiallyConsistent) }

    /// Applies a change and sends the events that follow, one change at a time, so that events stay in order.
    private func tell(_ change: (inout ReaderPresence) -> [ReaderEvent]) {
        presence.withLock { presence in
            for event in change(&presence) { told.yield(event) }
        }
    }

    // The watch thread.

    private func watch() {
        var pause = patience.retry
        while !isStopped {
            do throws(PCSCCode) {
                let context = try watchCalls.timed(.watch) { () throws(PCSCCode) in try library.establishContext() }
                watchContext.withLock { $0 = context }
                defer {
                    watchContext.withLock { $0 = nil }
                    library.releaseContext(context)
                }
                try follow(context, alive: { pause = patience.retry })
            } catch {
                // After pcscd died a context never works again, although SCardIsValidContext says that it does.
                if !isStopped { tell { $0.failed(error.readerFault) } }
            }
            if !isStopped { watchWakeup.take(milliseconds: pause.milliseconds) }
            pause = min(pause * 2, patience.longestRetry)
        }
    }

    /// Returns when stopped, throws when the context is dead.
    private func follow(_ context: Int, alive: () -> Void) throws(PCSCCode) {
        var others = [ReaderState(reader: ReaderState.plugAndPlay)]
        while !isStopped {
            let names = try watchCalls.timed(.watch) { () throws(PCSCCode) in try library.readers(context) }
            alive()
            let choice = name.choice(of: names)
            if let reader = choice.reader {
                if choice.count > 1 { tell { $0.choseFirst(reader, of: choice.count) } }
                try follow(context, reader: reader)
            } else {
                tell { $0.failed(.noReader) }
                try waitForChange(context, &others)
            }
        }
    }

    /// Returns when the reader is gone or we are stopped.
    private func follow(_ context: Int, reader: String) throws(PCSCCode) {
        var states = [ReaderState(reader: reader)]
        while !isStopped {
            do throws(PCSCCode) {
                try waitForChange(context, &states)
            } catch {
                if error.readerFault == .noReader { return }
                throw error
            }
            if states[0].isGone { return }
            let (hasCard, count) = (states[0].hasCard, states[0].eventCount)
            cards.quirk.withLock { $0.saw(hasCard: hasCard, events: count, at: .now) }
            // Also when nothing has changed, because an obstacle may have.
            tell { $0.saw(states[0]) }
        }
    }

    /// Returns when something has changed, the time is over or the wait was cancelled.
    private func waitForChange(_ context: Int, _ states: inout [ReaderState]) throws(PCSCCode) {
        do throws(PCSCCode) {
            try watchCalls.timed(.watch) { () throws(PCSCCode) in
                try library.waitForChange(context, of: &states, timeout: patience.relist)
            }
        } catch {
            guard error == .timeout || error == .cancelled else { throw error }
        }
    }

    // The other two threads.

    private func workOnCards() {
        cards.run { [self] fault in
            if fault == .inUse { tell { $0.met(obstacle: .inUse) } }
        }
    }

    /// Reports when a call does not come back, and when it has come back after all.
    private func guardThreads() {
        var stuck = false
        // Somebody may wait for the end of a tap even after stop().
        while !isStopped || cards.isBusy {
            watchdogWakeup.take(milliseconds: patience.look.milliseconds)
            if isStopped { cancelWaiting() }
            let overdue = watchCalls.isOverdue || cards.calls.isOverdue
            if overdue, !stuck {
                tell { $0.met(obstacle: .stuck) }
                cards.giveUp(.stuck)
            } else if stuck, !overdue {
                tell { $0.removed(obstacle: .stuck) }
            }
            stuck = overdue
        }
    }

    /// Ends the watch thread's wait. Called on the watchdog's thread, because this call may block, and `stop()` must
    /// not.
    private func cancelWaiting() {
        if let context = watchContext.withLock({ $0 }) { library.cancel(context) }
    }
}

extension Duration {
    /// Rounded down, at most what `poll(2)` takes.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        return Int32(clamping: min(seconds, 1_000_000) * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
