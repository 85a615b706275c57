import CardProtocol
import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskTesting
import Loyalty
import Testing
import Vocabulary

/// Copies of cards, and what a stolen kiosk key is worth: never more than the bound.
@Stage @Suite struct AttackTests {
    private func clone(of card: VirtualCard) -> VirtualCard {
        VirtualCard(state: card.state, random: CardRandom(seed: 99))
    }

    /// Lays a card that is nobody's on a reader.
    private func put(_ card: VirtualCard, on kiosk: SimulatedKiosk, _ world: World) async {
        await world.leave(kiosk)
        await kiosk.put(card)
    }

    @Test func `A copy that is behind is refused off line too, and becomes an incident`() async throws {
        let world = try await World.salon(points: 300)
        let copy = clone(of: world.pockets[0].card)
        #expect(await world.redeem("mask", at: 0).isClaim)
        try await world.refresh()
        await world.cutCable(1)
        await put(copy, on: world.kiosks[1], world)
        #expect(world.kiosks[1].screen.notice == .suspectCard)
        await world.mendCable(1)
        try await world.refresh()
        #expect(try await world.incidents() == ["fork-or-clone"])
        #expect(try await world.balance().points == Points(220))
        #expect(await world.greeting(at: 0).notice == .blockedCard)
    }

    @Test func `Card and copy that both spent off line become an incident, and cost the limit each`() async throws {
        let world = try await World.salon(points: 300)
        let copy = clone(of: world.pockets[0].card)
        await world.cutCable(0, 1)
        #expect(await world.redeem("hand-care", at: 0).isClaim)
        await put(copy, on: world.kiosks[1], world)
        #expect(await world.choose("mask", at: 1).isClaim)
        await world.mendCable(0, 1)
        try await world.refresh()
        #expect(try await world.incidents() == ["fork-or-clone"])
        // Both were given out, so both are booked: the customer's word and the salon's loss are staff's to settle.
        #expect(try await world.balance().points == Points(20))
        for kiosk in [0, 1] { #expect(await world.greeting(at: kiosk).notice == .suspectCard) }
        await put(copy, on: world.kiosks[0], world)
        #expect(world.kiosks[0].screen.notice == .suspectCard)
    }

    /// With the kiosk's key and nothing else: select, authenticate, debit, commit, as often as he likes.
    private func push(_ card: VirtualCard, points: Int32, _ world: World) throws {
        let key = try #require(world.press.stolenKey(card.uid))
        var thief = DESFireCard(channel: SimulatedChannel(card))
        try thief.select(MemberCardV1.application)
        try thief.authenticateEV2(key: key, number: MemberCardV1.Key.kiosk, randomA: Array(1...16))
        _ = try thief.perform(.debit(MemberCardV1.pointsFile, points))
        _ = try thief.perform(.commitTransaction)
    }

    @Test func `An advance that nobody claims is shown, never charged, and staff write it off`() async throws {
        let world = try await World.salon(points: 300)
        #expect(await world.redeem("mask", at: 0).isClaim)
        try await world.refresh()
        try push(world.pockets[0].card, points: 50, world)
        #expect(try await world.welcome(at: 1).remark == .incident)
        try await world.refresh()
        #expect(try await world.incidents() == ["unexplained-advance"])
        #expect(try await world.balance().points == Points(220))

        let incident = try #require(try await world.hub.database().incidents(.open, after: nil).incidents.first)
        #expect(incident.amount.points.count == 50)
        _ = try await world.hub.database().resolve(
            incident: incident.id, IncidentResolution(action: .writeOff, reason: "kiosk stolen"))
        try await world.refresh()
        let welcome = try await world.welcome(at: 1)
        #expect(welcome.remark == nil)
        #expect(welcome.points.amount == Points(220))
        try await world.expectSound()
    }

    /// The newest record then leads up to the odometer; only the hub still knows of the gap before it.
    @Test func `The desk is checking one entry, also after the card was used again`() async throws {
        let world = try await World.salon(points: 300)
        try push(world.pockets[0].card, points: 50, world)
        #expect(try await world.welcome(at: 1).remark == .incident)
        try await world.refresh()
        #expect(await world.redeem("balm", at: 0).isClaim)
        try await world.refresh()
        #expect(try await world.incidents() == ["unexplained-advance"])
        for kiosk in [0, 1] { #expect(try await world.welcome(at: kiosk).remark == .incident) }
        #expect(try await world.balance().points == Points(260))
    }

    @Test func `A thief with a kiosk's key can never spend more than the ledger holds`() async throws {
        let world = try await World.salon(points: 300)
        // Pushed forward, the card gives less off line, not more.
        try push(world.pockets[0].card, points: 250, world)
        await world.cutCable(0, 1)
        #expect(await world.redeem("mask", at: 0).notice == .insufficient)
        #expect(await world.redeem("balm", at: 0).isClaim)
        #expect(await world.redeem("balm", at: 1).notice == .insufficient)
        // A card of his own making is in no snapshot.
        let uid = try #require(CardUID([0x04, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66]))
        let forged = try world.press.card(CardID(uid: uid, issueNumber: 1), of: world.members[0], seed: 5)
        await put(forged, on: world.kiosks[0], world)
        #expect(world.kiosks[0].screen.notice == .unknownCard)
        // Nor is an issued card's name with another member's on it.
        let stranger = try world.press.card(world.pockets[0].id, of: world.ids.member(), seed: 6)
        await put(stranger, on: world.kiosks[0], world)
        #expect(world.kiosks[0].screen.notice == .suspectCard)
        await world.mendCable(0, 1)
        try await world.refresh()
        #expect(try await world.balance().points == Points(260))
    }

    /// An imitation of an issued card starts where he likes; each is worth the offline limit at each kiosk at most.
    @Test func `An imitated card costs no more than the offline limit before it is found out`() async throws {
        let world = try await World.salon(points: 1000)
        let imitation = try world.press.card(world.pockets[0].id, of: world.members[0], seed: 7)
        await world.cutCable(0)
        for _ in 0..<4 {
            await put(imitation, on: world.kiosks[0], world)
            for reward in ["hand-care", "mask"] { await world.choose(reward, at: 0) }
        }
        let loss = world.witness.commits.reduce(Amount.zero) { $0 + $1.amount }
        #expect(loss.points == Points(280))
        #expect(loss.fits(in: SmallSalon.limit))
        await world.mendCable(0)
        #expect(await world.redeem("balm", at: 1).isClaim)
        try await world.refresh()
        #expect(try await world.incidents() == ["fork-or-clone"])
    }
}
