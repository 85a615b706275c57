import Foundation
import Glibc
import Synchronization
internal import Wakeup

/// A place where virtual cards can be laid and from which they can be lifted: the card side of one vpcd slot.
///
/// Laying a card down connects to pcscd, lifting it off closes the connection; pcscd notices either within its poll
/// interval of 400 ms. When pcscd is restarted, the reader connects again by itself and the card lies there as before.
/// The card is called from the reader's own thread only, which lives until `stop()`.
package final class VirtualReader: Sendable {
    /// Where pcscd's virtual driver takes cards.
    package enum Slot: Hashable, Sendable {
        /// A socket of `hardware/virtual/pcscd`: FOLDER/vpcd.0 or FOLDER/vpcd.1.
        case unix(path: String)
        /// vpcd's own port, 35963 or 35964, at an IPv4 address.
        case tcp(host: String, port: UInt16)
    }

    private struct State {
        var card: (any VirtualPICC)?
        /// Counts what was laid down and lifted, so that the thread sees the same card laid down again as well.
        var change = 0
        var stopped = false
    }

    private let slot: Slot
    private let quirks: ReaderQuirks
    private let state = Mutex(State())
    /// Signalled when the thread has acted on a change; guards `actedOn` and `thread`.
    private let progress = NSCondition()
    private nonisolated(unsafe) var actedOn = 0
    private nonisolated(unsafe) var thread: Thread?
    private let wake: WakeupEvent

    /// - Throws: when no file descriptor is left.
    package init(slot: Slot, quirks: ReaderQuirks = .perfect) throws {
        wake = try WakeupEvent()
        self.slot = slot
        self.quirks = quirks
        let thread = Thread { self.run() }
        thread.name = "virtual-reader"
        self.thread = thread
        thread.start()
    }

    /// Whether a card lies there. A card that answered with `nil` bytes has left by itself.
    package var isOccupied: Bool { state.withLock { $0.card != nil } }

    /// Lays a card down, in place of the one that lies there, if any. Returns when the thread has taken it.
    package func insert(_ card: any VirtualPICC) {
        change { $0.card = card }
    }

    /// Lifts the card off. Returns when the thread has let go of it: a command under way is finished, not answered.
    package func remove() {
        change { $0.card = nil }
    }

    /// Lifts the card off and ends the thread. The reader is of no use afterwards.
    package func stop() {
        change {
            $0.card = nil
            $0.stopped = true
        }
    }

    private func change(_ edit: (inout State) -> Void) {
        let number = state.withLock { state -> Int? in
            guard !state.stopped else { return nil }
            edit(&state)
            state.change += 1
            wake.signal()
            return state.change
        }
        guard let number else { return }
        progress.lock()
        defer { progress.unlock() }
        // A card that lifts itself is on the thread already, and waiting for oneself never ends.
        while actedOn < number, Thread.current !== thread { progress.wait() }
    }

    private func run() {
        var field = Field(slot: slot, quirks: quirks, wake: wake)
        var acted = 0
        while true {
            // Signalled and drained under the lock: readable means that there is a change not yet acted on.
            let wanted = state.withLock { state in
                wake.drain()
                return state
            }
            if wanted.change != acted {
                field.lay(wanted.card)
                acted = wanted.change
                progress.lock()
                actedOn = acted
                progress.broadcast()
                progress.unlock()
            }
            if wanted.stopped { return }
            if field.serve() == .cardLeft {
                field.lay(nil)
                state.withLock { if $0.change == acted { $0.card = nil } }
            }
        }
    }
}

/// What lies on the reader, as its thread sees it: the card and the connection that stands for its presence.
private struct Field: ~Copyable {
    enum Outcome { case goOn, cardLeft }

    /// How long to wait before trying again to reach a pcscd that does not answer, in milliseconds.
    static let reconnectMs: Int32 = 50
    /// How long a card is gone that goes and comes, in milliseconds: many looks of a pcscd in a test.
    static let goneMs: Int32 = 100

    let slot: VirtualReader.Slot
    let quirks: ReaderQuirks
    let wake: WakeupEvent
    var card: (any VirtualPICC)?
    var socket: SlotSocket?
    var frames = VPCDFrames()

    init(slot: VirtualReader.Slot, quirks: ReaderQuirks, wake: WakeupEvent) {
        self.slot = slot
        self.quirks = quirks
        self.wake = wake
    }

    mutating func lay(_ next: (any VirtualPICC)?) {
        disconnect()
        card = next
    }

    /// The field is gone for the card as well: what it had open is lost.
    private mutating func disconnect() {
        if socket != nil { card?.powerChanged() }
        socket = nil
        frames = VPCDFrames()
    }

    /// Waits for one thing to happen and does what it asks for.
    mutating func serve() -> Outcome {
        guard let card else {
            wake.wait(milliseconds: -1)
            return .goOn
        }
        if socket == nil {
            socket = SlotSocket(to: slot)
            if socket == nil { wake.wait(milliseconds: Self.reconnectMs) }
            return .goOn
        }
        guard let happened = socket?.wait(wake: wake, milliseconds: -1) else { return .goOn }
        guard happened.readable, !happened.woken else { return .goOn }
        guard let bytes = socket?.receive() ?? nil else {
            disconnect()
            return .goOn
        }
        frames.append(bytes)
        return serveFrames(card)
    }

    private mutating func serveFrames(_ card: any VirtualPICC) -> Outcome {
        while let frame = frames.next() {
            guard let request = VPCDRequest(frame: frame) else { continue }
            switch answer(request, by: card) {
            case .answered: continue
            case .interrupted: return .goOn
            case .cardLeft: return .cardLeft
            }
        }
        return .goOn
    }

    private enum Answered { case answered, interrupted, cardLeft }

    private mutating func answer(_ request: VPCDRequest, by card: any VirtualPICC) -> Answered {
        switch request {
        case .powerOff, .powerOn:
            if quirks.resets { card.powerChanged() }
            return .answered
        case .reset:
            if quirks.resets { card.powerChanged() }
            guard quirks.repollsAfterReset else { return .answered }
            disconnect()
            wake.wait(milliseconds: Self.goneMs)
            return .interrupted
        case .answerToReset:
            return send(card.atr)
        case .command(let command):
            let answer = card.transmit(command)
            if answer.delay > .zero, wake.wait(milliseconds: answer.delay.roundedMilliseconds) { return .interrupted }
            return send(answer.bytes ?? quirks.statusWhenLost ?? [])
        }
    }

    /// Silence cannot be sent: a card that says nothing, or too much, is treated as gone.
    private mutating func send(_ bytes: [UInt8]) -> Answered {
        guard let frame = VPCDFrames.frame(bytes) else { return .cardLeft }
        if socket?.send(frame) != true { disconnect() }
        return .answered
    }
}

extension Duration {
    fileprivate var roundedMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        let whole = milliseconds.overflow ? Int64(Int32.max) : milliseconds.partialValue
        return Int32(clamping: whole + attoseconds / 1_000_000_000_000_000)
    }
}
