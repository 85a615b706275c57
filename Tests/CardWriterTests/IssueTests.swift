import CardProtocol
import CardSimulator
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// Issuing and erasing against the virtual card.
struct IssueTests {
    static let generations: [CardProfile] = [.desfireEV1, .desfireEV2, .desfireEV3]

    @Test(arguments: generations)
    func `A fresh card becomes a member's card that a kiosk accepts`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile)
        let view = try await bench.issue()
        #expect(view.status == .active)
        guard case .member(let reading) = try bench.read(records: true) else {
            Issue.record("the kiosk does not accept it: \(try bench.read())")
            return
        }
        #expect(reading.id == view.id)
        #expect(reading.member == bench.member)
        #expect(reading.odometers == .zero)
        #expect(reading.records == [])
        #expect(reading.expiryDay == view.expiryDay)
        #expect(reading.testedSettings)
        #expect(bench.card.state.value(application: peonyAID, file: 2) == Int32.max)
    }

    @Test(arguments: generations)
    func `Erasing reports the last odometers first and leaves a factory card`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile)
        let fresh = bench.card.state
        let view = try await bench.issue()
        #expect(try await bench.erase() == view.id)
        #expect(bench.register.state.withLock { $0.closings[view.id] } == .some(.init(points: 0, fen: 0)))
        #expect(try await bench.station.survey().stage == .factory)
        #expect(bench.card.state.desfire == fresh.desfire)
        #expect(try await bench.erase() == nil)
        let again = try await bench.issue()
        #expect(again.id.issueNumber == view.id.issueNumber + 1)
    }

    @Test(arguments: generations)
    func `Torn before or after any command, the same command finishes the card`(_ profile: CardProfile) async throws {
        let total = try await Self.exchanges(profile)
        for k in 1...total {
            for effect in [CardFault.Effect.tornBefore, .tornAfter] {
                let bench = try StationBench(profile)
                bench.card.faults.add(CardFault(effect, at: .command(k)))
                await #expect(throws: (any Error).self, "\(k) \(effect)") { try await bench.issue() }
                let view = try await bench.issue()
                guard case .member(let reading) = try bench.read() else {
                    Issue.record("\(k) \(effect): not accepted")
                    continue
                }
                #expect(reading.id == view.id, "\(k) \(effect)")
                #expect(reading.odometers == .zero)
            }
        }
    }

    @Test(arguments: generations)
    func `Torn at any command, the card can be erased instead`(_ profile: CardProfile) async throws {
        let total = try await Self.exchanges(profile)
        for k in 1...total {
            for effect in [CardFault.Effect.tornBefore, .tornAfter] {
                let bench = try StationBench(profile)
                bench.card.faults.add(CardFault(effect, at: .command(k)))
                _ = try? await bench.issue()
                try await bench.erase()
                #expect(try await bench.station.survey().stage == .factory, "\(k) \(effect)")
            }
        }
    }

    @Test(arguments: generations)
    func `Erasing torn before or after any command is finished by erasing again`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile)
        try await bench.issue()
        let issued = bench.card.state
        let before = bench.card.exchanged
        try await bench.erase()
        for k in 1...(bench.card.exchanged - before) {
            for effect in [CardFault.Effect.tornBefore, .tornAfter] {
                let bench = try StationBench(profile)
                try await bench.issue()
                bench.card.state = issued
                bench.card.faults.add(CardFault(effect, at: .command(k)))
                // Of formatting, which takes long, no reader need hear the end; the desk looks by itself.
                do { try await bench.erase() } catch {}
                try await bench.erase()
                #expect(try await bench.station.survey().stage == .factory, "\(k) \(effect)")
                let closed = bench.register.state.withLock { $0.cards.values.map(\.status) }
                #expect(closed == [.closed], "\(k) \(effect)")
            }
        }
    }

    @Test func `Finishing never makes files again once key 0 is ours`() async throws {
        let bench = try StationBench()
        // Torn at the very last command of the writing: the freeze.
        bench.card.faults.add(CardFault(.tornBefore, at: .next(ins: 0x54)))
        await #expect(throws: CardError.self) { try await bench.issue() }
        bench.card.faults.add(CardFault(.tornAfter, at: .next(ins: 0xC7)))
        await #expect(throws: CardError.self) { try await bench.issue() }
        let plan = IssuePlan(try await bench.station.survey())
        #expect(plan.steps.contains { if case .createFile = $0 { true } else { false } } == false)
    }

    @Test(arguments: generations)
    func `What a dry run prints is what is sent`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile)
        let survey = try await bench.station.survey()
        let planned = IssuePlan(survey).instructions(survey.generation).flatMap(\.instructions)
        try await bench.issue()
        // Survey, then the survey and the writing, then the survey and the audit.
        let sent = bench.pad.transcripts[2].map { Instruction.named($0[1]) }
        let writing = sent.drop { $0 != .authenticateLegacy }
        let names = [Instruction.selectApplication] + writing.filter { $0 != .additionalFrame }
        #expect(names == planned)
    }

    private static func exchanges(_ profile: CardProfile) async throws -> Int {
        let bench = try StationBench(profile)
        try await bench.issue()
        return bench.card.exchanged
    }
}

extension Instruction {
    /// EV2 has codes of its own for long frames.
    static func named(_ code: UInt8) -> Instruction? {
        Instruction(rawValue: code) ?? [0xAD: .readData, 0x8D: .writeData][code]
    }
}
