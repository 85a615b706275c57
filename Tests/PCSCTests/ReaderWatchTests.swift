import CardProtocol
import Synchronization
import Testing

@testable import PCSC

/// What no virtual reader can produce, played by a simulated pcsclite.
@Suite(.timeLimit(.minutes(5)))
struct ReaderWatchTests {
    private static let usual = ReaderWatch.Patience()
    /// Calls count as stuck soon, for tests in which one is.
    private static let hasty: ReaderWatch.Patience = {
        var patience = ReaderWatch.Patience()
        patience.look = .milliseconds(20)
        patience.bounds.connect = .milliseconds(400)
        patience.bounds.exchange = .milliseconds(400)
        return patience
    }()

    private func watch(
        _ library: SimulatedPCSC, reader: String? = nil, patience: ReaderWatch.Patience = Self.usual
    ) throws -> ReaderWatch {
        try ReaderWatch(library, reader: reader, exclusive: true, patience: patience)
    }

    private func tap(_ watch: ReaderWatch) async throws -> [UInt8] {
        try await watch.withCard { try $0.transmit([0x90, 0x60, 0, 0, 0]) }
    }

    @Test func `A reader plugged in later, unplugged, and plugged in under another number is found`() async throws {
        let library = SimulatedPCSC()
        let watch = try watch(library, reader: "acs acr1252")
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .lost(.noReader))
        library.change { $0.readers = ["Other 00 00": SimulatedPCSC.present] }
        await #expect(throws: ReaderFault.noReader) { try await tap(watch) }
        library.change { $0.readers?["ACS ACR1252 Reader 00 00"] = SimulatedPCSC.empty }
        #expect(await events.next() == .ready(reader: "ACS ACR1252 Reader 00 00"))
        library.change { $0.readers?["ACS ACR1252 Reader 00 00"] = nil }
        #expect(await events.next() == .lost(.noReader))
        library.change { $0.readers?["ACS ACR1252 Reader 01 00"] = SimulatedPCSC.present }
        #expect(await events.next() == .ready(reader: "ACS ACR1252 Reader 01 00"))
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        #expect(try await tap(watch) == [0x90, 0x00])
    }

    @Test(arguments: [SimulatedPCSC.Call.connect, .begin, .transmit])
    func `A call that does not come back puts the reader out of service until it does`(call: SimulatedPCSC.Call)
        async throws
    {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        let watch = try watch(library, patience: Self.hasty)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        library.change { _ = $0.blocked.insert(call) }
        await #expect(throws: ReaderFault.stuck) { try await tap(watch) }
        #expect(await events.next() == .lost(.stuck))
        for _ in 0..<20 {
            await #expect(throws: ReaderFault.stuck) { try await tap(watch) }
        }
        // However often it is tried: one thread hangs, and no other is started.
        #expect(library.change { $0.counts[call] } == 1)
        library.change { _ = $0.blocked.remove(call) }
        #expect(await events.next() == .ready(reader: "R"))
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        #expect(try await tap(watch) == [0x90, 0x00])
    }

    /// A minute of looks, the card asked for now and then, as flags flicker; the wall clock would only slow it down.
    @Test func `E25 i A card left on the reader for a minute is one event, lifted and put back it is another`()
        async throws
    {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.empty])
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        library.change { $0.readers?["R"] = SimulatedPCSC.present }
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        let (inUse, mute): (UInt32, UInt32) = (0x100, 0x200)
        for look in 0..<600 {
            library.change { $0.readers?["R"] = SimulatedPCSC.present | [0, inUse, mute][look % 3] }
            if look % 100 == 0 { #expect(try await tap(watch) == [0x90, 0x00]) }
        }
        library.change { $0.readers?["R"] = SimulatedPCSC.empty + 0x0002_0000 }
        #expect(await events.next() == .cardRemoved)
        library.change { $0.readers?["R"] = SimulatedPCSC.present + 0x0002_0000 }
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        // Had anything else been told, it would come before this.
        library.change { $0.readers?["R"] = nil }
        #expect(await events.next() == .lost(.noReader))
    }

    @Test func `pcscd that refuses more programs is tried again until it does not`() async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.empty])
        library.change { $0.failures[.establish] = (.turnedAway, 0, 3) }
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .lost(.failed(code: 0x8010_006A)))
        #expect(await events.next() == .ready(reader: "R"))
    }

    @Test func `An event that pcscd forgets to tell is found by asking again`() async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.empty])
        library.change { $0.tellsChanges = false }
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        library.change { $0.readers?["R"] = SimulatedPCSC.present }
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
    }

    @Test(arguments: [[], [0x90]])
    func `Success with fewer than two bytes is a card that was torn`(answer: [UInt8]) async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        library.change { $0.answer = answer }
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        try await watch.withCard { channel in
            #expect(throws: ChannelError.removed) { try channel.transmit([0x60]) }
            library.change { $0.answer = [0x90, 0x00] }
            // Nothing is sent after an error, for the handle may speak to another card by now.
            #expect(throws: ChannelError.removed) { try channel.transmit([0x60]) }
        }
        #expect(library.change { $0.counts[.transmit] } == 1)
    }

    @Test func `Another program at the card is waited for, and the tap goes through`() async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        library.change { $0.failures[.connect] = (.sharingViolation, 0, 3) }
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        #expect(try await tap(watch) == [0x90, 0x00])
        #expect(library.change { $0.counts[.connect] } == 4)
    }

    @Test(arguments: [SimulatedPCSC.Call.establish, .connect, .begin, .status, .transmit])
    func `Whichever call of a tap fails, the next tap works and nothing is leaked`(call: SimulatedPCSC.Call)
        async throws
    {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        library.change { $0.failures[call] = (PCSCCode(0x8010_002F), $0.counts[call, default: 0], 1) }
        await #expect(throws: (any Error).self) { try await tap(watch) }
        for _ in 0..<300 { #expect(try await tap(watch) == [0x90, 0x00]) }
        watch.stop()
        await library.wait { $0.cards.isEmpty && $0.inTransaction.isEmpty && $0.contexts.isEmpty }
    }

    @Test(arguments: [SimulatedPCSC.Call.establish, .readers, .change])
    func `Whichever call of the watch fails, it recovers and nothing is leaked`(call: SimulatedPCSC.Call) async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        library.change { $0.failures[call] = (PCSCCode(0x8010_002F), 0, 2) }
        let watch = try watch(library)
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .lost(.failed(code: 0x8010_002F)))
        #expect(await events.next() == .ready(reader: "R"))
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        #expect(library.change { $0.contexts.count } == 1)
        watch.stop()
        await library.wait { $0.contexts.isEmpty }
    }

    @Test func `Stopping does not wait for a call that hangs, and nobody waits for an answer for ever`() async throws {
        let library = SimulatedPCSC(readers: ["R": SimulatedPCSC.present])
        let watch = try watch(library, patience: Self.hasty)
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .ready(reader: "R"))
        library.change { _ = $0.blocked.insert(.connect) }
        let hanging = Task { try await tap(watch) }
        await library.wait { $0.connecting == 1 }
        watch.stop()
        #expect(await events.next() == .cardPresented(atr: [0x3B]))
        // On a busy machine the call may count as stuck before the stop.
        let last = await events.next()
        #expect(last == nil || last == .lost(.stuck))
        #expect(await events.next() == nil)
        await #expect(throws: ReaderFault.stuck) { try await hanging.value }
        library.change { $0.blocked = [] }
    }
}
