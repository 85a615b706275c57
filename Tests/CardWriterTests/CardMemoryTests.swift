import CardCrypto
import CardProtocol
import CardSimulator
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// A deleted application keeps its memory until the card is formatted: cards are issued again and again all the same.
struct CardMemoryTests {
    static let generations: [CardProfile] = [.desfireEV1, .desfireEV2, .desfireEV3]
    private static let zeroKey = [UInt8](repeating: 0, count: 16)

    /// What an erasing that only deletes leaves behind, as often as it is said.
    private func deleteOurs(_ bench: StationBench, times: Int) throws {
        var card = DESFireCard(channel: SimulatedChannel(bench.card))
        for _ in 0..<times {
            try card.select(.picc)
            try card.authenticateLegacy(key: Self.zeroKey, number: 0, randomA: Array(1...8))
            _ = try card.perform(.createApplication(.peony, MemberCardV1.issuingSettings))
            try card.select(.peony)
            try card.authenticateEV1(key: try #require(AESKey(Self.zeroKey)), number: 0, randomA: Array(1...16))
            for (number, settings) in MemberCardV1.files {
                _ = try card.perform(try #require(.createFile(number, settings)))
            }
            try card.select(.picc)
            try card.authenticateLegacy(key: Self.zeroKey, number: 0, randomA: Array(1...8))
            _ = try card.perform(.deleteApplication(.peony))
        }
    }

    private func createOther(_ bench: StationBench, file bytes: Int = 0) throws {
        var card = DESFireCard(channel: SimulatedChannel(bench.card))
        try card.select(.picc)
        let other = try #require(ApplicationID([0xF5, 0x32, 0xF0]))
        _ = try card.perform(.createApplication(other, KeySettings(rights: 0x0F, keys: 0x81)))
        guard bytes > 0 else { return }
        try card.select(other)
        let size = [UInt8(bytes & 0xFF), UInt8(bytes >> 8), 0]
        _ = try card.perform(.init(.createStdDataFile, data: [1, 0, 0xEE, 0xEE] + size))
    }

    @Test(arguments: generations, CardCapacity.allCases)
    func `A card is issued and erased twenty times over`(_ profile: CardProfile, _ capacity: CardCapacity)
        async throws
    {
        let bench = try StationBench(profile, capacity: capacity)
        let free = try await bench.station.survey().freeMemory
        #expect(free == capacity.rawValue)
        for _ in 0..<20 {
            try await bench.issue()
            try await bench.erase()
            #expect(try await bench.station.survey().freeMemory == free)
        }
    }

    @Test func `The simulated card loses memory as silicon does`() async throws {
        let bench = try StationBench(capacity: .two)
        try deleteOurs(bench, times: 2)
        #expect(try await bench.station.survey().freeMemory == 2048 - 2 * 896)
        #expect(throws: CardError.refused(.createValueFile, .outOfMemory)) { try deleteOurs(bench, times: 1) }
    }

    @Test(arguments: generations)
    func `Memory that deleted applications have kept is given back before a card is issued`(_ profile: CardProfile)
        async throws
    {
        let bench = try StationBench(profile, capacity: .two)
        try deleteOurs(bench, times: 2)
        #expect(IssuePlan(try await bench.station.survey()).steps.contains(.format))
        try await bench.issue()
        guard case .member = try bench.read() else {
            Issue.record("not read")
            return
        }
        #expect(IssuePlan(try await bench.station.survey()).steps.contains(.format) == false)
    }

    @Test func `A card that would be full before the end is refused before anything is changed`() async throws {
        let bench = try StationBench(capacity: .two)
        // Of our kind, with somebody else's application on it, so that it must not be formatted.
        bench.card.faults.add(CardFault(.tornBefore, at: .next(ins: 0xCA)))
        await #expect(throws: CardError.removed) { try await bench.issue() }
        var owner = DESFireCard(channel: SimulatedChannel(bench.card))
        let survey = try await bench.station.survey()
        let key = try CardKeys(survey, ring: bench.ring).key(.picc)
        try owner.select(.picc)
        try owner.authenticateEV2(key: key, number: 0, randomA: Array(1...16))
        let other = try #require(ApplicationID([0xF5, 0x32, 0xF0]))
        _ = try owner.perform(.createApplication(other, KeySettings(rights: 0x0F, keys: 0x81)))
        try owner.select(other)
        _ = try owner.perform(.init(.createStdDataFile, data: [1, 0, 0xEE, 0xEE, 0x40, 0x06, 0]))
        let before = bench.card.state
        let calls = bench.register.state.withLock { $0.calls.count }
        await #expect {
            try await bench.issue()
        } throws: { error in
            guard case IssuingError.unfit(let words) = error else { return false }
            return words.contains("bytes free") && words.contains("take another one")
        }
        #expect(bench.card.state == before)
        #expect(bench.register.state.withLock { $0.calls.count } == calls)
    }

    @Test func `Where another application lies beside ours, only ours is deleted`() async throws {
        let bench = try StationBench()
        try await bench.issue()
        var owner = DESFireCard(channel: SimulatedChannel(bench.card))
        let key = try CardKeys(try await bench.station.survey(), ring: bench.ring).key(.picc)
        try owner.select(.picc)
        try owner.authenticateEV2(key: key, number: 0, randomA: Array(1...16))
        let other = try #require(ApplicationID([0xF5, 0x32, 0xF0]))
        _ = try owner.perform(.createApplication(other, KeySettings(rights: 0x0F, keys: 0x81)))
        try await bench.erase()
        #expect(try await bench.station.survey().applications == [other])
    }

    @Test func `A card whose formatting is forbidden for ever is erased by deleting`() async throws {
        let bench = try StationBench()
        try await bench.issue()
        var owner = DESFireCard(channel: SimulatedChannel(bench.card))
        let key = try CardKeys(try await bench.station.survey(), ring: bench.ring).key(.picc)
        try owner.select(.picc)
        try owner.authenticateEV2(key: key, number: 0, randomA: Array(1...16))
        _ = try owner.perform(.init(.setConfiguration, header: [0x00], data: [0x01], protection: .full))
        try await bench.erase()
        #expect(try await bench.station.survey().stage == .factory)
    }

    @Test func `A card that came with an application is called not blank, not another system's`() async throws {
        let bench = try StationBench()
        try createOther(bench)
        await #expect {
            try await bench.issue()
        } throws: { error in
            guard let error = error as? IssuingError else { return false }
            return error.status == 76 && error.words.contains("not blank") && error.words.contains("F032F5")
        }
    }

    @Test func `What is free is told`() async throws {
        let bench = try StationBench(capacity: .four)
        try await bench.issue()
        let report = InspectReport(try await bench.station.inspect(try await bench.station.survey()))
        #expect(report.freeBytes == 4096 - 896)
        #expect(report.description.contains("free memory   3200 bytes"))
    }
}
