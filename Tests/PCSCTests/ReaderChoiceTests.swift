import CardProtocol
import Testing

@testable import PCSC

/// Which reader is taken, and when its cards are left alone.
struct ReaderChoiceTests {
    private static let readers = [
        "ACS ACR1252 Dual Reader [ACR1252 Dual Reader SAM] 00 00",
        "ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 01 00",
        "Identiv uTrust 3700 F CL Reader [uTrust 3700 F CL Reader] (5527) 02 00", "SAMSUNG Reader 03 00",
    ]

    @Test(
        arguments: [
            (nil, 1, 3), ("acr1252", 1, 1), ("ACR1252 Dual Reader PICC", 1, 1), ("Dual Reader SAM", 0, 1),
            ("[uTrust 3700 F CL Reader]", 2, 1), ("samsung", 3, 1),
        ] as [(String?, Int, Int)])
    func `A part of the name is taken letter by letter, and a slot for a SAM only when it is named`(
        part: String?, index: Int, count: Int
    ) {
        let choice = ReaderName(part: part).choice(of: Self.readers)
        #expect(choice.reader == Self.readers[index])
        #expect(choice.count == count)
    }

    @Test(arguments: ["ACR1252*PICC*", "[ACR]", "ACR1252?", "no such reader"])
    func `What a shell would match is not matched`(part: String) {
        let choice = ReaderName(part: part).choice(of: Self.readers)
        #expect(choice.reader == nil)
        #expect(choice.count == 0)
    }

    @Test func `Of several readers the first is taken, and that is told once`() async throws {
        let library = SimulatedPCSC(readers: ["A": SimulatedPCSC.empty, "B": SimulatedPCSC.empty])
        let watch = try ReaderWatch(library, reader: nil, exclusive: true, patience: .init())
        defer { watch.stop() }
        var events = watch.events.makeAsyncIterator()
        #expect(await events.next() == .several(first: "A", of: 2))
        #expect(await events.next() == .ready(reader: "A"))
        library.change { $0.readers = nil }
        #expect(await events.next() == .lost(.noService))
        library.change { $0.readers = ["A": SimulatedPCSC.empty, "B": SimulatedPCSC.empty] }
        #expect(await events.next() == .ready(reader: "A"))
    }

    /// One look at the reader: milliseconds, whether a card is there, the count of events.
    private func quirk(_ looks: [(ms: Int, card: Bool, events: UInt32)], resets: [Int]) -> ResetQuirk {
        let start = ContinuousClock.now
        var quirk = ResetQuirk()
        let moments = looks.map { ($0.ms, Optional($0)) } + resets.map { ($0, nil) }
        for (ms, look) in moments.sorted(by: { $0.0 < $1.0 }) {
            let now = start + .milliseconds(ms)
            if let look {
                quirk.saw(hasCard: look.card, events: look.events, at: now)
            } else {
                quirk.wasReset(at: now)
            }
        }
        return quirk
    }

    @Test func `A card that twice goes at a reset and comes back is the reader's doing`() {
        let once = [(0, true, UInt32(1)), (110, false, 2), (300, true, 3)]
        let twice = once + [(510, false, 4), (700, true, 5)]
        #expect(!quirk(once, resets: [100]).sparesResets)
        #expect(quirk(twice, resets: [100, 500]).sparesResets)
        // The same between two looks, so that only the count tells.
        #expect(quirk([(0, true, 1), (200, true, 3), (600, true, 5)], resets: [100, 500]).sparesResets)
    }

    @Test func `People who lift cards are not a reader's doing`() {
        let taps = [(0, true, UInt32(1)), (900, false, 2), (3000, true, 3), (3900, false, 4), (6000, true, 5)]
        #expect(!quirk(taps, resets: [100, 3100]).sparesResets, "gone for long")
        let later = [(0, true, UInt32(1)), (1200, false, 2), (1300, true, 3), (2500, false, 4), (2600, true, 5)]
        #expect(!quirk(later, resets: [100, 1400]).sparesResets, "long after the reset")
        let never = [(0, true, UInt32(1)), (10, false, 2), (20, true, 3), (30, false, 4), (40, true, 5)]
        #expect(!quirk(never, resets: []).sparesResets, "no reset")
    }
}
