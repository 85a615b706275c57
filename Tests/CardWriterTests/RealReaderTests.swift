import CardProtocol
import CardSimulator
import HubAPI
import KioskTesting
import Testing
import Vocabulary

@testable import card_writer

/// The desk at readers as they are: resets that do not reset, words in a card's place, fields lost while it works.
struct RealReaderTests {
    static let generations: [CardProfile] = [.desfireEV1, .desfireEV2, .desfireEV3]

    @Test(arguments: generations)
    func `A whole life of a card needs no reset that reaches it`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile, quirks: ReaderQuirks(resets: false))
        let view = try await bench.issue()
        let inspection = try await bench.station.inspect(try await bench.station.survey())
        #expect(inspection.findings == [])
        #expect(inspection.member?.member == bench.member)
        // A kiosk leaves its session behind, and so does whoever stopped in the middle of a command.
        _ = try bench.kiosk(SimulatedChannel(bench.card, quirks: ReaderQuirks(resets: false))).read { _, _ in true }
        _ = bench.card.transmit([0x90, 0x60, 0, 0, 0])
        if profile != .desfireEV1 {
            #expect(bench.card.transmit([0x90, 0x60, 0, 0, 0]).bytes?.suffix(2) == [0x91, 0xAF])
        }
        #expect(try await bench.station.survey().stage == .issued)
        #expect(try await bench.erase() == view.id)
        #expect(try await bench.station.survey().stage == .factory)
    }

    @Test(arguments: [[0x63, 0x00], [0x64, 0x00], [0x6F, 0x00]] as [[UInt8]])
    func `A field lost while issuing is never another kind of card, and the same command goes on`(
        word: [UInt8]
    ) async throws {
        let total = try await Self.exchanges()
        for number in 1...total {
            let bench = try StationBench(quirks: ReaderQuirks(statusWhenLost: word))
            bench.card.faults.add(CardFault(.tornAfter, at: .command(number)))
            await #expect(throws: CardError.removed, "\(number)") { try await bench.issue() }
            #expect(try await bench.issue().status == .active)
        }
    }

    private static func exchanges() async throws -> Int {
        let bench = try StationBench()
        try await bench.issue()
        return bench.card.exchanged
    }

    @Test func `A reader that gives up on a card while it formats leaves a blank card all the same`() async throws {
        for effect in [CardFault.Effect.tornBefore, .tornAfter, .malformed([0x64, 0x00]), .wrongMAC] {
            let bench = try StationBench(quirks: ReaderQuirks(statusWhenLost: [0x63, 0x00]))
            let view = try await bench.issue()
            bench.card.faults.add(CardFault(effect, at: .next(ins: 0xFC)))
            #expect(try await bench.erase() == view.id, "\(effect)")
            #expect(try await bench.station.survey().stage == .factory)
        }
    }

    @Test func `A card that never says whether it was formatted is an error, not a blank card`() async throws {
        let bench = try StationBench(quirks: ReaderQuirks(statusWhenLost: [0x63, 0x00]))
        try await bench.issue()
        for _ in 0..<2 { bench.card.faults.add(CardFault(.tornBefore, at: .next(ins: 0xFC))) }
        await #expect(throws: CardError.removed) { try await bench.erase() }
        #expect(try await bench.station.survey().ours != nil)
        try await bench.erase()
    }

    @Test(arguments: generations, [16, 17, 31, 48, 59])
    func `Answers come in frames of any size`(_ profile: CardProfile, _ size: Int) async throws {
        let bench = try StationBench(profile)
        bench.card.frameData = size
        try await bench.issue()
        guard case .member(let reading) = try bench.read(records: true) else {
            Issue.record("not read")
            return
        }
        #expect(reading.records == [])
        #expect(try await bench.station.inspect(try await bench.station.survey()).findings == [])
    }
}
