import CardProtocol
import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskTesting
import Loyalty
import Testing
import Vocabulary

/// The card is torn away after the hub gave its hold: one operation, at most one debit, and a screen that says so.
@Stage @Suite struct TearingTests {
    private static let debit: UInt8 = 0xDC
    private static let commit: UInt8 = 0xC7

    /// A redemption of 80 of 200 points, torn once.
    private func torn(_ effect: CardFault.Effect, at instruction: UInt8) async throws -> World {
        let world = try await World.salon(points: 200)
        let kiosk = world.kiosks[0]
        await world.tap(world.pockets[0], at: kiosk)
        await kiosk.touch(.redeem)
        await kiosk.touch(.reward("mask"))
        kiosk.tear = CardFault(effect, at: .next(ins: instruction))
        await kiosk.touch(.confirm)
        #expect(kiosk.card == nil, "the card was torn")
        #expect(try await holds(world).count == 1, "the hub has debited before the card is written")
        return world
    }

    private func held(_ world: World) async throws -> Int64 {
        try await world.hub.database().member(world.pockets[0].member).heldPoints
    }

    /// The card refuses the debit: the order is over.
    @Test func `Three refused tries leave nothing held`() async throws {
        let world = try await World.salon(points: 200)
        let kiosk = world.kiosks[0]
        await world.tap(world.pockets[0], at: kiosk)
        for attempt in 1...3 {
            await kiosk.touch(.redeem)
            kiosk.tear = CardFault(.malformed([0x91, 0xBE]), at: .next(ins: Self.debit))
            await kiosk.touch(.reward("mask"))
            await kiosk.touch(.confirm)
            #expect(kiosk.screen.notice == .spendNotDone)
            #expect(try await holds(world).count == attempt)
            #expect(try await held(world) == 0)
            await kiosk.touch(.back)
        }
        try await expectNothingHappened(world)
    }

    /// The reader says that it lost the card: the order waits for it, and ends with the visit.
    @Test func `A spend that waits for its card holds until the visit ends, and not longer`() async throws {
        let world = try await World.salon(points: 200)
        let kiosk = world.kiosks[0]
        for attempt in 1...3 {
            await world.tap(world.pockets[0], at: kiosk)
            await kiosk.touch(.redeem)
            kiosk.tear = CardFault(.malformed([0x63, 0x00]), at: .next(ins: Self.debit))
            await kiosk.touch(.reward("mask"))
            await kiosk.touch(.confirm)
            #expect(kiosk.screen.notice == .pulledEarly)
            #expect(try await holds(world).count == attempt)
            #expect(try await held(world) == 80)
            await kiosk.touch(.finish)
            #expect(try await held(world) == 0)
            await kiosk.lift()
        }
        try await expectNothingHappened(world)
    }

    private func expectNothingHappened(_ world: World) async throws {
        #expect(world.pockets[0].card.odometers == .zero)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(200))
    }

    private func holds(_ world: World) async throws -> [OperationID] { try await HubLook(world.hub).holds() }

    @Test(arguments: [true, false])
    func `E25 h Torn before the card is written, the same operation goes on when the card returns`(
        sawDebit: Bool
    ) async throws {
        let world = try await torn(sawDebit ? .tornAfter : .tornBefore, at: Self.debit)
        let kiosk = world.kiosks[0]
        #expect(kiosk.screen.notice == .pulledEarly)
        #expect(world.pockets[0].card.odometers.points.count == 0)
        let held = try await holds(world)
        await world.tap(world.pockets[0], at: kiosk)
        #expect(kiosk.screen.isClaim)
        #expect(world.witness.commits.map(\.operation) == held)
        try await world.expectSound()
        #expect(try await HubLook(world.hub).spends().map(\.id) == held)
        #expect(try await holds(world) == held)
        #expect(try await world.balance().points == Points(120))
    }

    @Test func `E25 h Torn before the acknowledgement, the same operation is settled when the card returns`()
        async throws
    {
        let world = try await torn(.tornAfter, at: Self.commit)
        let kiosk = world.kiosks[0]
        #expect(kiosk.screen.stage == .tapAgain)
        let held = try await holds(world)
        await world.tap(world.pockets[0], at: kiosk)
        #expect(kiosk.screen.isClaim)
        #expect(world.pockets[0].card.odometers.points.count == 80)
        try await world.expectSound()
        #expect(world.witness.commits.map(\.operation) == held)
        #expect(try await HubLook(world.hub).spends().map { [$0.id: $0.state] } == [[held[0]: "posted"]])
        #expect(try await world.balance().points == Points(120))
    }

    /// Nobody can know until the card says that it did not commit; then the screen says that nothing was taken.
    @Test func `E25 h Torn just before the commit, the card is asked again and nothing was debited`() async throws {
        let world = try await torn(.tornBefore, at: Self.commit)
        let kiosk = world.kiosks[0]
        #expect(kiosk.screen.stage == .tapAgain)
        let held = try await holds(world)
        await world.tap(world.pockets[0], at: kiosk)
        #expect(kiosk.screen.notice == .spendNotDone)
        try await world.expectSound()
        #expect(try await HubLook(world.hub).spends().map { [$0.id: $0.state] } == [[held[0]: "voided"]])
        #expect(world.pockets[0].card.odometers.points.count == 0)
        #expect(try await world.balance().points == Points(200))
        #expect(await world.redeem("mask", at: 0).isClaim)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(120))
    }
}
