import CardProtocol
import CardSimulator
import Foundation
import KioskTesting
@testable import PCSC
import Synchronization
import Testing

/// Everything here goes through Debian's pcscd and its virtual driver.
///
/// One after the other, because pcsclite keeps the first socket that a process uses. Nothing waits by the clock:
/// the time limit stands for the patience of whoever runs the tests.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct VirtualReaderTests {
    private static let folder: String = {
        let folder = "/tmp/peony-pcsc-\(ProcessInfo.processInfo.processIdentifier)"
        setenv("PCSCLITE_CSOCK_NAME", folder + "/pcscd.comm", 1)
        return folder
    }()

    private static let reader = VirtualPCSCD.readers[0]
    private static let getVersion: [UInt8] = [0x90, 0x60, 0x00, 0x00, 0x00]

    /// A watch on a reader of a pcscd made for the test, and the place where its cards are laid.
    private struct Bench {
        let pcscd: VirtualPCSCD
        let place: VirtualReader
        let watch: ReaderWatch
        var events: AsyncStream<ReaderEvent>.Iterator
    }

    private func atBench(
        pollUs: Int? = 2000, exclusive: Bool = true, quirks: ReaderQuirks = .perfect, laid card: ScriptedCard? = nil,
        _ test: (inout Bench) async throws -> Void
    ) async throws {
        let pcscd = try await VirtualPCSCD.start(in: Self.folder, pollUs: pollUs)
        let place = try VirtualReader(slot: pcscd.slot(0), quirks: quirks)
        if let card { try layDown(card, on: place) }
        let watch = try ReaderWatch(reader: Self.reader, exclusive: exclusive)
        defer {
            watch.stop()
            place.stop()
            pcscd.stop()
            try? FileManager.default.removeItem(atPath: Self.folder)
        }
        var bench = Bench(pcscd: pcscd, place: place, watch: watch, events: watch.events.makeAsyncIterator())
        #expect(await bench.events.next() == .ready(reader: Self.reader))
        try await test(&bench)
    }

    /// Lays a card down and returns when pcscd has seen it.
    private func layDown(_ card: ScriptedCard, on place: VirtualReader) throws {
        place.insert(card)
        try withCard(reader: Self.reader, wait: .seconds(30)) { _ in }
    }

    /// The next event but for what is seen only in passing: a dying pcscd hangs up during the greeting, and one on its
    /// way up answers before it has readers.
    private func settled(_ events: inout AsyncStream<ReaderEvent>.Iterator) async -> ReaderEvent? {
        while true {
            let event = await events.next()
            guard event == .lost(.failed(code: 0x8010_006A)) || event == .lost(.noReader) else { return event }
        }
    }

    private func answer(_ watch: ReaderWatch) async throws -> [UInt8] {
        try await watch.withCard { try $0.transmit(Self.getVersion) }
    }

    @Test func `A card is presented, answers and leaves`() async throws {
        try await atBench { bench in
            let card = ScriptedCard()
            bench.place.insert(card)
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            let longest = [UInt8](repeating: 0x5A, count: 261)
            let answers = try await bench.watch.withCard { channel in
                [channel.atr, try channel.transmit(Self.getVersion), try channel.transmit(longest)]
            }
            #expect(answers == [card.atr, Self.getVersion + [0x90, 0x00], longest + [0x90, 0x00]])
            #expect(card.seen.commands == [Self.getVersion, longest])
            bench.place.remove()
            #expect(await bench.events.next() == .cardRemoved)
            await #expect(throws: ChannelError.removed) { try await answer(bench.watch) }
        }
    }

    @Test func `A card left from before is presented, and a tap makes no events of its own`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            for _ in 0..<20 {
                let answer = try await answer(bench.watch)
                #expect(answer == [1, 0x90, 0x00])
            }
            bench.place.remove()
            #expect(await bench.events.next() == .cardRemoved)
        }
    }

    /// Every tap ends with a reset, and this reader loses its card at each; without an end to it, one card would be a
    /// new card for ever.
    @Test func `A reader whose card goes and comes at each reset is soon left in peace`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(quirks: ReaderQuirks(repollsAfterReset: true)) { bench in
            bench.place.insert(card)
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            for _ in 0..<ResetQuirk.seenOften {
                let answer = try await answer(bench.watch)
                #expect(answer == [1, 0x90, 0x00])
                #expect(await bench.events.next() == .cardRemoved)
                #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            }
            for _ in 0..<20 {
                let answer = try await answer(bench.watch)
                #expect(answer == [1, 0x90, 0x00])
            }
            bench.place.remove()
            // Had anything else been told, it would come before this.
            #expect(await bench.events.next() == .cardRemoved)
        }
    }

    @Test func `A card that is gone for a moment after each reset is waited for`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(quirks: ReaderQuirks(repollsAfterReset: true)) { bench in
            bench.place.insert(card)
            for _ in 0..<5 {
                let answer = try withCard(reader: Self.reader, wait: .seconds(30)) { try $0.transmit(Self.getVersion) }
                #expect(answer == [1, 0x90, 0x00])
            }
        }
    }

    @Test func `A reader that says 63 00 for a lost field keeps its card, and the next command is answered`()
        async throws
    {
        let lost = Mutex(true)
        let card = ScriptedCard { _ in
            let isLost = lost.withLock { lost in
                defer { lost = false }
                return lost
            }
            return VirtualAnswer(bytes: isLost ? nil : [0x91, 0x00])
        }
        try await atBench(quirks: ReaderQuirks(statusWhenLost: [0x63, 0x00]), laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            let (said, heard) = (try await answer(bench.watch), try await answer(bench.watch))
            #expect(said == [0x63, 0x00])
            #expect(heard == [0x91, 0x00])
            bench.place.remove()
            #expect(await bench.events.next() == .cardRemoved)
        }
    }

    @Test func `A reset that does not reach the card is none`() async throws {
        let card = ScriptedCard()
        try await atBench(quirks: ReaderQuirks(resets: false), laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            for _ in 0..<3 { _ = try await answer(bench.watch) }
            #expect(card.seen.powerChanges == 0)
        }
    }

    @Test func `Nobody inherits a session, and a channel does not outlive its tap`() async throws {
        let card = ScriptedCard()
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            let kept = Mutex<Kept?>(nil)
            let before = card.seen.powerChanges
            try await bench.watch.withCard { channel in kept.withLock { $0 = Kept(channel: channel) } }
            #expect(card.seen.powerChanges > before)
            #expect(throws: ChannelError.readerFailed(code: 0x8010_0003)) {
                try kept.withLock { _ = try $0?.channel.transmit(Self.getVersion) }
            }
            #expect(card.seen.commands.isEmpty)
        }
    }

    @Test func `A reader is found once pcscd has started`() async throws {
        _ = Self.folder
        let watch = try ReaderWatch(reader: "virtual pcd 00 01")
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .lost(.noService))
        await #expect(throws: ReaderFault.noService) { try await answer(watch) }
        #expect(throws: PCSCError.noService) { try PCSCReaders.list() }
        let pcscd = try await VirtualPCSCD.start(in: Self.folder)
        defer { pcscd.stop() }
        #expect(await settled(&events) == .ready(reader: VirtualPCSCD.readers[1]))
        #expect(try PCSCReaders.list() == VirtualPCSCD.readers)
    }

    @Test func `A killed pcscd is out of service until it is back, and the card lies there still`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            bench.pcscd.kill()
            #expect(await settled(&bench.events) == .lost(.noService))
            await #expect(throws: ReaderFault.noService) { try await answer(bench.watch) }
            let next = try await VirtualPCSCD.start(in: Self.folder)
            defer { next.stop() }
            #expect(await settled(&bench.events) == .ready(reader: Self.reader))
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            #expect(try await answer(bench.watch) == [1, 0x90, 0x00])
        }
    }

    @Test func `pcscd killed in the middle of a tap fails the reader, not the program`() async throws {
        let pcscd = Mutex<VirtualPCSCD?>(nil)
        let card = ScriptedCard { _ in
            pcscd.withLock { $0?.kill() }
            return VirtualAnswer(bytes: [0x90, 0x00])
        }
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            pcscd.withLock { [pcscd = bench.pcscd] in $0 = pcscd }
            let failure = await #expect(throws: ChannelError.self) { try await answer(bench.watch) }
            #expect(failure == .readerFailed(code: 0x8010_0013) || failure == .readerFailed(code: 0x8010_001D))
            #expect(await settled(&bench.events) == .lost(.noService))
        }
    }

    @Test func `A card torn while it works is gone, although PC/SC calls it a success`() async throws {
        let card = ScriptedCard { _ in VirtualAnswer(bytes: nil) }
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            await #expect(throws: ChannelError.removed) { try await answer(bench.watch) }
            #expect(await bench.events.next() == .cardRemoved)
            #expect(!bench.place.isOccupied)
        }
    }

    @Test func `After a fast swap the channel speaks to nobody, though its handle would reach the other card`()
        async throws
    {
        let (first, second) = (ScriptedCard(named: 1), ScriptedCard(named: 2))
        try await atBench(pollUs: nil, laid: first) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: first.atr))
            let place = bench.place
            try await bench.watch.withCard { channel in
                let answer = try channel.transmit(Self.getVersion)
                #expect(answer == [1, 0x90, 0x00])
                place.insert(second)
                for _ in 0..<50 {
                    #expect(throws: ChannelError.removed) { try channel.transmit(Self.getVersion) }
                }
            }
            #expect(second.seen.commands.isEmpty)
            // The next tap is the other card's, however much pcscd has noticed by now.
            #expect(try await answerOnceThere(bench.watch) == [2, 0x90, 0x00])
        }
    }

    /// The other card is there for certain, but pcscd may be just between taking one away and seeing the other.
    private func answerOnceThere(_ watch: ReaderWatch) async throws -> [UInt8] {
        while true {
            do {
                return try await answer(watch)
            } catch ChannelError.removed {
                try Task.checkCancellation()
            }
        }
    }

    @Test func `A reader held by another program is out of service until it lets go`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            let library = Libpcsclite()
            let other = try library.establishContext()
            let held = try library.connect(other, reader: Self.reader, exclusive: true)
            await #expect(throws: ReaderFault.inUse) { try await answer(bench.watch) }
            #expect(await bench.events.next() == .lost(.inUse))
            #expect(throws: PCSCError.inUse) { try withCard(reader: Self.reader) { _ in } }
            library.disconnect(held, resetting: true)
            library.releaseContext(other)
            #expect(await bench.events.next() == .ready(reader: Self.reader))
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            #expect(try await answer(bench.watch) == [1, 0x90, 0x00])
        }
    }

    @Test func `Another program's reset ends the session with the card`() async throws {
        let card = ScriptedCard(named: 1)
        try await atBench(laid: card) { _ in
            let library = Libpcsclite()
            let (ours, theirs) = (try library.establishContext(), try library.establishContext())
            let shared = try library.connect(ours, reader: Self.reader, exclusive: false)
            let other = try library.connect(theirs, reader: Self.reader, exclusive: false)
            library.disconnect(other, resetting: true)
            var answer = [UInt8](repeating: 0, count: 16)
            let code = #expect(throws: PCSCCode.self) {
                try library.transmit(Self.getVersion, to: shared, answer: &answer)
            }
            #expect(code?.channelError == .reset)
            library.disconnect(shared, resetting: true)
            library.releaseContext(ours)
            library.releaseContext(theirs)
        }
    }

    @Test func `Taking the card away while it is slow does not wait for it`() async throws {
        let (began, begin) = AsyncStream.makeStream(of: Void.self)
        let card = ScriptedCard { _ in
            begin.finish()
            return VirtualAnswer(bytes: [0x90, 0x00], delay: .seconds(3600))
        }
        try await atBench(laid: card) { bench in
            #expect(await bench.events.next() == .cardPresented(atr: card.atr))
            let place = bench.place
            let lifting = Task {
                for await _ in began {}
                place.remove()
            }
            await #expect(throws: ChannelError.removed) { try await answer(bench.watch) }
            await lifting.value
        }
    }

    @Test func `A writer waits for a card only as long as it was told`() async throws {
        try await atBench { bench in
            #expect(throws: PCSCError.noCard) { try withCard(reader: Self.reader) { _ in } }
            #expect(throws: PCSCError.noCard) { try withCard(reader: Self.reader, wait: .zero) { _ in } }
            #expect(throws: PCSCError.noReader) { try withCard(reader: "No such reader", wait: .zero) { _ in } }
            bench.place.insert(ScriptedCard(named: 3))
            let answer = try withCard(reader: Self.reader, wait: .seconds(30)) { try $0.transmit(Self.getVersion) }
            #expect(answer == [3, 0x90, 0x00])
        }
    }
}

/// Carries a channel out of the tap that it belongs to, as a careless program would.
private struct Kept: @unchecked Sendable {
    let channel: any CardChannel
}
