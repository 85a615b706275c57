import CardCrypto
import CardProtocol
import CardSimulator
import HubAPI
import KioskTesting
import Synchronization
import Testing
import Vocabulary

@testable import card_writer

/// What the desk refuses, and what it leaves untouched when it does.
struct IssuingRefusalTests {
    @Test func `No factory key is used unless it was allowed`() async throws {
        let bench = try StationBench()
        let fresh = bench.card.state
        await #expect(throws: IssuingError.factoryKeyNotAllowed) { try await bench.issue { $0.fromFactory = false } }
        #expect(bench.card.state == fresh)
        #expect(bench.register.state.withLock { $0.calls } == [])
    }

    @Test(arguments: [CardProfile.ntag215, .ultralight, .classic1K, .bankCard, .phone])
    func `What is no DESFire is never issued, and a bank card is asked nothing`(_ profile: CardProfile) async throws {
        let bench = try StationBench(profile)
        await #expect(throws: IssuingError.notDESFire) { try await bench.issue() }
        await #expect(throws: IssuingError.notDESFire) { try await bench.erase() }
        #expect(bench.card.state.paymentSelections == 0)
    }

    @Test func `Another system's card is left alone`() async throws {
        let bench = try StationBench(.foreignDesfire)
        let before = bench.card.state
        await #expect { try await bench.issue() } throws: { ($0 as? IssuingError)?.status == 76 || $0 is CardError }
        #expect(bench.card.state == before)
    }

    @Test func `One wrong key stops, and the next attempt needs a word`() async throws {
        let bench = try StationBench()
        try await bench.issue()
        let other = try KeyRing(text: testKeys.replacing("0", with: "9").replacing(" 1 ", with: " 1 "))
        var station = bench.station
        station = IssuingStation(
            pad: bench.pad, register: bench.register, ring: other, refusals: bench.refusals,
            random: { [UInt8](repeating: 5, count: $0) }, report: { _ in })
        let exchanged = bench.card.exchanged
        await #expect(throws: CardError.wrongKey) {
            try await station.erase(reason: "", retryAfterRefusal: false) { _ in }
        }
        let cost = bench.card.exchanged - exchanged
        await #expect(throws: IssuingError.refusedBefore(bench.card.uid)) {
            try await station.erase(reason: "", retryAfterRefusal: false) { _ in }
        }
        #expect(bench.card.exchanged - exchanged < 2 * cost, "the second attempt authenticated")
        // With the right keys, and a person's word.
        #expect(try await bench.station.erase(reason: "", retryAfterRefusal: true) { _ in } != nil)
        #expect(!bench.refusals.contains(bench.card.uid))
    }

    @Test func `Nothing is erased that the hub has not heard of`() async throws {
        let bench = try StationBench()
        try await bench.issue()
        let issued = bench.card.state
        bench.register.state.withLock { $0.isDown = true }
        await #expect(throws: IssuingError.hubUnreachable("down")) { try await bench.erase() }
        #expect(bench.card.state == issued)
    }

    @Test func `Nobody to ask means nothing is done`() async throws {
        let bench = try StationBench()
        let fresh = bench.card.state
        let confirmation = Confirmation(yes: false, isTerminal: false, ask: { _ in "y" })
        await #expect(throws: IssuingError.notConfirmed) {
            try await bench.station.issue(IssueOrder(member: bench.member, fromFactory: true)) { _, _ in
                try confirmation.require("?")
            }
        }
        #expect(bench.card.state == fresh)
        #expect(bench.register.state.withLock { $0.calls } == [])
        #expect(IssuingError.notConfirmed.status == 64)
    }

    @Test func `Erasing wants the end of the number typed`() throws {
        for (answer, passes) in [("5566", true), ("y", false), ("", false), ("1122", false)] {
            let confirmation = Confirmation(yes: false, isTerminal: true, ask: { _ in answer })
            let passed = (try? confirmation.requireNumber("?", "04112233445566")) != nil
            #expect(passed == passes, "\(answer)")
        }
    }

    @Test func `A card that is issued is not issued again`() async throws {
        let bench = try StationBench()
        let view = try await bench.issue()
        await #expect(throws: IssuingError.alreadyIssued(view.id)) { try await bench.issue() }
        await #expect(throws: IssuingError.notBlank(.issued)) { try await bench.issue { $0.assertBlank = true } }
    }

    @Test func `A card whose news never reached the hub is finished by asking again`() async throws {
        let bench = try StationBench()
        let view = try await bench.issue()
        bench.register.state.withLock { $0.cards[view.id]?.status = .issuing }
        #expect(try await bench.issue().id == view.id)
        #expect(bench.register.state.withLock { $0.cards[view.id]?.status } == .active)
    }

    @Test func `A card begun for one member is not finished for another`() async throws {
        let bench = try StationBench()
        bench.card.faults.add(CardFault(.tornAfter, at: .next(ins: 0xC7)))
        _ = try? await bench.issue()
        let other = try #require(MemberID("00000000-1111-4222-8333-444444444444"))
        await #expect(throws: IssuingError.begunForAnother) { try await bench.issue { $0.member = other } }
        #expect(try await bench.issue().member == bench.member)
    }

    @Test func `A replacement blocks the old card and leaves everything else to the hub`() async throws {
        let bench = try StationBench()
        let old = try await bench.issue()
        let plastic = try #require(CardUID(hex: "04AABBCCDDEEFF"))
        let new = VirtualCard(profile: .desfireEV3, uid: plastic, random: CardRandom(seed: 9))
        bench.pad.lay(new)
        let view = try await bench.station.replace(old.id, fromFactory: true, retryAfterRefusal: false) { view, _, _ in
            #expect(view.id == old.id)
        }
        #expect(view.id.uid == plastic && view.member == old.member && view.status == .active)
        #expect(bench.register.state.withLock { $0.cards[old.id]?.status } == .blocked)
        bench.pad.lay(bench.card)
        await #expect(throws: IssuingError.self) {
            try await bench.station.replace(old.id, fromFactory: true, retryAfterRefusal: false) { _, _, _ in }
        }
    }

    @Test func `A card swapped between two stretches of work is noticed`() async throws {
        let bench = try StationBench()
        let survey = try await bench.station.survey()
        let other = try #require(CardUID(hex: "04AABBCCDDEEFF"))
        bench.pad.lay(VirtualCard(profile: .desfireEV2, uid: other, random: CardRandom(seed: 9)))
        await #expect(throws: IssuingError.otherCard(other)) {
            try await bench.station.withCard(survey, retry: false) { _, _ in Issue.record("worked on it") }
        }
    }

    @Test func `A torn issuing that somebody spoiled is not accepted`() async throws {
        let bench = try StationBench()
        bench.card.faults.add(CardFault(.tornBefore, at: .next(ins: 0xC0)))
        _ = try? await bench.issue()
        // Until key 0 is ours anybody may create files: here one with rights that nobody should have.
        bench.card.powerChanged()
        var rogue = DESFireCard(channel: SimulatedChannel(bench.card))
        try rogue.select(.peony)
        try rogue.authenticateEV2(
            key: try #require(.init(CardKeys.factoryAES)), number: 0, randomA: [UInt8](repeating: 1, count: 16))
        _ = try rogue.perform(
            DESFireCommand(.createCyclicRecordFile, data: [4, 3, 0xEE, 0xEE, 48, 0, 0, 11, 0, 0]))
        await #expect { try await bench.issue() } throws: { ($0 as? IssuingError)?.status == 65 }
        try await bench.erase()
        try await bench.issue()
    }

    @Test func `Every refusal has words and a status of sysexits`() {
        let errors: [IssuingError] = [
            .notDESFire, .foreign(""), .factoryKeyNotAllowed, .notBlank(.issued), .unfit(""), .begunForAnother,
            .notIssued, .auditFailed([]), .missingKeys(.picc), .unknownGeneration(.kiosk, 2), .notConfirmed,
        ]
        let known: Set<Int32> = [64, 65, 66, 69, 73, 74, 75, 76, 77, 78]
        for error in errors { #expect(known.contains(error.status) && !error.words.isEmpty) }
        for error in [CardError.removed, .wrongKey, .tampered, .refused(.debit, .boundaryError)] {
            #expect(known.contains(error.status) && !error.words.isEmpty)
        }
    }
}
