import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskTesting
import Loyalty
import Testing
import Vocabulary

/// The card left between the commit and its answer: nobody knows, and the next tap anywhere does.
@Stage @Suite struct UncertaintyTests {
    private static let commit: UInt8 = 0xC7

    /// A spend whose commit gets no answer, at the first kiosk.
    private func uncertain(_ effect: CardFault.Effect, _ world: World) async {
        let kiosk = world.kiosks[0]
        await world.tap(world.pockets[0], at: kiosk)
        await kiosk.touch(.redeem)
        await kiosk.touch(.reward("mask"))
        kiosk.tear = CardFault(effect, at: .next(ins: Self.commit))
        await kiosk.touch(.confirm)
        #expect(kiosk.screen.stage == .tapAgain)
    }

    @Test(arguments: [true, false])
    func `A lost commit is settled by the next tap at another kiosk`(happened: Bool) async throws {
        let world = try await World.salon(points: 200)
        await uncertain(happened ? .tornAfter : .tornBefore, world)
        try await world.refresh()
        #expect(try await world.hub.database().member(world.members[0]).heldPoints == 80)
        #expect(try await world.welcome(at: 1).remark == .settled(done: happened))
        try await world.expectSound()
        #expect(try await world.balance().points == Points(happened ? 120 : 200))
    }

    @Test(arguments: [true, false])
    func `A lost commit is settled though its kiosk has not told anybody`(happened: Bool) async throws {
        let world = try await World.salon(points: 200)
        await uncertain(happened ? .tornAfter : .tornBefore, world)
        await world.cutCable(0)
        #expect(try await world.welcome(at: 1).points.amount == Points(happened ? 120 : 200))
        try await world.refresh()
        #expect(try await world.balance().points == Points(happened ? 120 : 200))
        await world.mendCable(0)
        try await world.expectSound()
    }

    @Test(arguments: [true, false])
    func `The same card again settles at once`(happened: Bool) async throws {
        let world = try await World.salon(points: 200)
        await uncertain(happened ? .tornAfter : .tornBefore, world)
        await world.tap(world.pockets[0], at: world.kiosks[0])
        #expect(world.kiosks[0].screen.isClaim == happened)
        if !happened { #expect(world.kiosks[0].screen.notice == .spendNotDone) }
        try await world.expectSound()
    }

    @Test(arguments: [SpendOutcome.Outcome.posted, .voided])
    func `What staff decided without the card, the card corrects`(decision: SpendOutcome.Outcome) async throws {
        let world = try await World.salon(points: 200)
        await uncertain(decision == .posted ? .tornBefore : .tornAfter, world)
        try await world.refresh()
        let pending = try #require(try await HubLook(world.hub).spends().first { $0.state == "pending" })
        _ = try await world.hub.database().settle(pending.id, HandSettlement(outcome: decision, reason: "gone abroad"))
        #expect(try await world.balance().points == Points(decision == .posted ? 120 : 200))
        try await world.expectSound()
        #expect(try await world.balance().points == Points(decision == .posted ? 200 : 120))
    }

    @Test func `The pending spend of a card blocked meanwhile settles when it returns`() async throws {
        let world = try await World.salon(points: 200)
        await uncertain(.tornAfter, world)
        try await world.refresh()
        try await world.block(world.pockets[0].id)
        try await world.refresh()
        #expect(await world.greeting(at: 1).notice == .blockedCard)
        try await world.refresh()
        #expect(try await world.balance().points == Points(120))
        try await world.expectSound()
    }

    @Test func `The same lines uploaded again and again are counted once`() async throws {
        let world = try await World.salon(points: 200)
        #expect(await world.redeem("mask", at: 0).isClaim)
        for fault in [FlakyLink.Fault.answerLost, .late, .answerLost, .stale, .twice, .answerLost, .twice] {
            world.kiosks[0].link.add(fault)
            await world.kiosks[0].upload()
        }
        try await world.expectSound()
        #expect(try await world.balance().points == Points(120))
    }

    /// What its journal had said and nobody had heard comes back from the card.
    @Test func `A kiosk restored from a backup gets its spends back from the cards`() async throws {
        let world = try await World.salon(points: 300)
        world.backUp(kiosk: 0)
        await world.cutCable(0)
        #expect(await world.redeem("mask", at: 0).isClaim)
        #expect(await world.redeem("balm", at: 0).isClaim)
        #expect(try await world.restore(kiosk: 0))
        #expect(try await world.welcome(at: 0).points.amount == Points(180))
        try await world.expectSound()
        #expect(try await world.balance().points == Points(180))
    }

    @Test func `A hub restored from a backup hears everything again`() async throws {
        let world = try await World.salon(points: 300)
        try await world.backUpHub()
        #expect(await world.redeem("mask", at: 0).isClaim)
        #expect(await world.redeem("balm", at: 1).isClaim)
        try await world.refresh()
        #expect(try await world.balance().points == Points(180))
        #expect(try await world.restoreHub())
        #expect(try await world.balance().points == Points(300))
        try await world.refresh()
        #expect(try await world.balance().points == Points(180))
        try await world.expectSound()
    }

    /// The intent reaches the hub after another kiosk has seen the card further on, and that kiosk settles it.
    @Test func `A spend settled by its record after newer readings is no sign of a copy`() async throws {
        let world = try await World.salon(points: 300)
        await uncertain(.tornAfter, world)
        #expect(await world.redeem("balm", at: 1).isClaim)
        await world.kiosks[0].upload()
        try await world.kiosks[1].feed()
        _ = await world.greeting(at: 1)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(180))
    }

    /// The kiosk's first epoch is sent once more behind lines of the second: old readings after new ones.
    @Test func `Both sides restored from backups lose nothing and accuse nobody`() async throws {
        let world = try await World.salon(points: 300)
        try await world.backUpHub()
        #expect(await world.redeem("mask", at: 0).isClaim)
        try await world.refresh()
        world.backUp(kiosk: 0)
        #expect(await world.redeem("balm", at: 0).isClaim)
        try await world.refresh()
        #expect(try await world.restore(kiosk: 0))
        try await world.refresh()
        #expect(await world.redeem("balm", at: 0).isClaim)
        try await world.refresh()
        #expect(try await world.restoreHub())
        try await world.expectSound(expecting: ["journal-behind-hub", "journal-fork", "Line "])
        #expect(try await world.balance().points == Points(140))
    }
}
