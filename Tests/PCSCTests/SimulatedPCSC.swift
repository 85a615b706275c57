import Foundation
import Synchronization

@testable import PCSC

/// pcsclite as a value: readers, cards and faults by hand, for what no virtual reader can produce.
final class SimulatedPCSC: PCSCLibrary {
    enum Call: Hashable, CaseIterable {
        case establish, readers, change, connect, begin, status, transmit
    }

    struct World {
        /// Readers plugged in, with flags as SCardGetStatusChange gives them; `nil`: pcscd does not run.
        var readers: [String: UInt32]? = [:]
        var answer: [UInt8] = [0x90, 0x00]
        /// What a call gives instead of working, from the call with this number on, for so many times.
        var failures: [Call: (code: PCSCCode, from: Int, times: Int)] = [:]
        /// Calls that do not come back until `release`.
        var blocked: Set<Call> = []
        /// Whether waiters are woken by changes, or find out only when they ask again.
        var tellsChanges = true
        var counts: [Call: Int] = [:]
        var contexts: Set<Int> = []
        var cards: Set<Int> = []
        var inTransaction: Set<Int> = []
        /// Threads inside a call to connect.
        var connecting = 0
        var numbers = 0
        var changes = 0
        /// Changes that waiters have been told of.
        var toldChanges = 0
    }

    static let present: UInt32 = 0x0001_0020
    static let empty: UInt32 = 0x0000_0010

    private let lock = NSCondition()
    private nonisolated(unsafe) var world = World()

    init(readers: [String: UInt32]? = [:]) {
        world.readers = readers
    }

    /// Changes the world and tells everybody who waits for it.
    @discardableResult
    func change<T>(_ edit: (inout World) -> T) -> T {
        lock.lock()
        defer { lock.unlock() }
        let result = edit(&world)
        world.changes += 1
        if world.tellsChanges { world.toldChanges = world.changes }
        lock.broadcast()
        return result
    }

    /// Waits until the world is as it should be.
    func wait(until condition: @escaping @Sendable (World) -> Bool) async {
        await withCheckedContinuation { continuation in
            Thread { [self] in
                lock.lock()
                while !condition(world) { lock.wait() }
                lock.unlock()
                continuation.resume()
            }.start()
        }
    }

    private func enter<T>(_ call: Call, _ body: (inout World) throws(PCSCCode) -> T) throws(PCSCCode) -> T {
        lock.lock()
        defer {
            lock.broadcast()
            lock.unlock()
        }
        let number = world.counts[call, default: 0]
        world.counts[call] = number + 1
        if call == .connect { world.connecting += 1 }
        lock.broadcast()
        while world.blocked.contains(call) { lock.wait() }
        if call == .connect { world.connecting -= 1 }
        if let failure = world.failures[call], number >= failure.from, number < failure.from + failure.times {
            throw failure.code
        }
        guard world.readers != nil else { throw .noService }
        return try body(&world)
    }

    func establishContext() throws(PCSCCode) -> Int {
        try enter(.establish) { world in
            world.numbers += 1
            world.contexts.insert(world.numbers)
            return world.numbers
        }
    }

    func releaseContext(_ context: Int) {
        change { $0.contexts.remove(context) }
    }

    func readers(_ context: Int) throws(PCSCCode) -> [String] {
        try enter(.readers) { $0.readers?.keys.sorted() ?? [] }
    }

    func waitForChange(_ context: Int, of states: inout [ReaderState], timeout: Duration) throws(PCSCCode) {
        // Every call looks afresh, so a change that nobody was told of is found by the next.
        let deadline = Date(timeIntervalSinceNow: timeout / .seconds(1))
        let before = states
        while true {
            let (now, told) = try enter(.change) { world throws(PCSCCode) -> ([ReaderState], Int) in
                (try before.map { state throws(PCSCCode) in try world.look(at: state) }, world.toldChanges)
            }
            if now != before {
                states = now
                return
            }
            lock.lock()
            while world.toldChanges == told, lock.wait(until: deadline) {}
            let over = world.toldChanges == told
            lock.unlock()
            if over { throw .timeout }
        }
    }

    func cancel(_ context: Int) {}

    func connect(_ context: Int, reader: String, exclusive: Bool) throws(PCSCCode) -> CardHandle {
        try enter(.connect) { world throws(PCSCCode) in
            guard let flags = world.readers?[reader] else { throw .unknownReader }
            guard flags & 0x20 != 0 else { throw .noSmartcard }
            world.numbers += 1
            world.cards.insert(world.numbers)
            return CardHandle(number: world.numbers, isT1: true)
        }
    }

    func disconnect(_ card: CardHandle, resetting: Bool) {
        change { $0.cards.remove(card.number) }
    }

    func beginTransaction(_ card: CardHandle) throws(PCSCCode) {
        try enter(.begin) { _ = $0.inTransaction.insert(card.number) }
    }

    func endTransaction(_ card: CardHandle) {
        change { $0.inTransaction.remove(card.number) }
    }

    func answerToReset(_ card: CardHandle) throws(PCSCCode) -> [UInt8] {
        try enter(.status) { _ in [0x3B, 0x80, 0x80, 0x01, 0x01] }
    }

    func transmit(_ command: [UInt8], to card: CardHandle, answer: inout [UInt8]) throws(PCSCCode) -> Int {
        let bytes = try enter(.transmit) { $0.answer }
        answer.replaceSubrange(0..<bytes.count, with: bytes)
        return bytes.count
    }
}

extension SimulatedPCSC.World {
    fileprivate func look(at state: ReaderState) throws(PCSCCode) -> ReaderState {
        if state.reader == ReaderState.plugAndPlay {
            return ReaderState(reader: state.reader, flags: UInt32(readers?.count ?? 0) << 16 | 1 << 8)
        }
        guard let flags = readers?[state.reader] else { throw .unknownReader }
        return ReaderState(reader: state.reader, flags: flags, atr: flags & 0x20 != 0 ? [0x3B] : [])
    }
}
