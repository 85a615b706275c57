import CardProtocol
import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskStore
import KioskTesting
import Loyalty
import Testing
import Vocabulary

/// What kiosks without the hub may give away, and what that costs at most.
@Stage @Suite struct OfflineTests {
    @Test func `E25 b Two kiosks off line with one card give its balance away once`() async throws {
        let world = try await World.salon(points: 140)
        #expect(await world.redeem("balm", at: 0).isClaim)
        try await world.refresh()
        #expect(world.pockets[0].card.odometers.points.count == 40)
        #expect(try await world.balance().points == Points(100))

        await world.cutCable(0, 1)
        #expect(await world.redeem("mask", at: 0).isClaim)
        #expect(world.pockets[0].card.odometers.points.count == 120)
        #expect(try await world.welcome(at: 1).points.amount == Points(20))
        #expect(await world.redeem("mask", at: 1).notice == .insufficient)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(20))
    }

    @Test func `The offline limit counts over all kiosks`() async throws {
        let world = try await World.salon(points: 1000)
        await world.cutCable(0, 1)
        #expect(await world.redeem("hand-care", at: 0).isClaim)
        #expect(await world.redeem("hand-care", at: 0).notice == .offlineNoSpend)
        #expect(await world.redeem("hand-care", at: 1).notice == .offlineNoSpend)
        #expect(await world.redeem("mask", at: 1).isClaim)
        #expect(await world.redeem("balm", at: 0).notice == .offlineNoSpend)
        try await world.expectSound()
    }

    @Test func `Off line only one card of an account spends`() async throws {
        let world = try await World.salon(points: 250, cards: 2)
        await world.cutCable(0)
        #expect(await world.redeem("hand-care", with: 0, at: 0).isClaim)
        #expect(try await world.welcome(1, at: 0).points.amount == Points(50))
        #expect(await world.redeem("balm", with: 1, at: 0).notice == .offlineNoSpend)
        try await world.expectSound()
        #expect(await world.redeem("balm", with: 1, at: 0).isClaim)
        try await world.expectSound()
    }

    /// The worst that two cards can do: one on line, one off line, neither knowing of the other.
    @Test func `Two cards of one account lose no more than the offline limit`() async throws {
        let world = try await World.salon(points: 250, cards: 2)
        await world.cutCable(0)
        #expect(await world.redeem("hand-care", with: 1, at: 1).isClaim)
        #expect(await world.redeem("hand-care", with: 0, at: 0).isClaim)
        await world.mendCable(0)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(-150))
        #expect(await world.redeem("balm", with: 0, at: 0).notice == .insufficient)
        // What is gained later pays the debt back first.
        try await world.topUp(world.members[0], .points, 200)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(50))
    }

    /// A hold may be the whole balance, far more than the offline limit: it must outlive a cut cable.
    @Test func `What a silent kiosk may have spent on a hold is not granted again`() async throws {
        let world = try await World.salon(points: 600, cards: 2)
        #expect(await world.redeem("head-spa", with: 1, at: 0).isClaim)
        await world.cutCable(0)
        world.clock.advance(ms: 20 * 60_000)
        try await world.hub.database().tidy()
        #expect(await world.redeem("head-spa", with: 0, at: 1).notice == .insufficient)
        await world.mendCable(0)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(100))
    }

    @Test func `A hold that was not used is given back once its kiosk has told everything`() async throws {
        let world = try await World.salon(points: 600, cards: 2)
        await world.tap(world.pockets[1], at: world.kiosks[0])
        await world.kiosks[0].lift()
        await world.choose("head-spa", at: 0)
        #expect(world.kiosks[0].screen.stage == .waitingForCard)
        #expect(await world.redeem("head-spa", with: 0, at: 1).notice == .insufficient)
        await world.leave(world.kiosks[0])
        world.clock.advance(ms: 20 * 60_000)
        try await world.refresh()
        try await world.hub.database().tidy()
        try await world.refresh()
        #expect(await world.redeem("head-spa", with: 0, at: 1).isClaim)
        try await world.expectSound()
    }

    /// Touch by touch a visit may last longer than a hold.
    @Test func `A grant that ran out during the visit spends nothing that was given back`() async throws {
        let world = try await World.salon(points: 600, cards: 2)
        try await world.waitBeyondHold()
        #expect(await world.redeem("head-spa", with: 0, at: 1).isClaim)
        await world.tap(world.pockets[1], at: world.kiosks[0])
        #expect(world.kiosks[0].screen.notice == .insufficient)
        #expect(world.pockets[1].card.odometers.points.count == 0)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(100))
    }

    @Test func `A grant that ran out is asked for again, and the visit goes on`() async throws {
        let world = try await World.salon(points: 600, cards: 2)
        try await world.waitBeyondHold()
        await world.tap(world.pockets[1], at: world.kiosks[0])
        #expect(world.kiosks[0].screen.isClaim)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(100))
    }

    @Test func `A grant that ran out and cannot be asked for again is no right`() async throws {
        let world = try await World.salon(points: 600, cards: 2)
        try await world.waitBeyondHold()
        await world.cutCable(0)
        await world.tap(world.pockets[1], at: world.kiosks[0])
        #expect(world.kiosks[0].screen.notice == .offlineNoSpend)
        #expect(world.pockets[1].card.odometers.points.count == 0)
        try await world.expectSound()
    }

    @Test func `Past the snapshot's maximum age a kiosk only checks in`() async throws {
        let world = try await World.salon(points: 500)
        await world.cutCable(0)
        world.clock.advance(ms: 25 * 3_600_000)
        #expect(await world.redeem("balm", at: 0).notice == .offlineNoSpend)
        _ = try await world.welcome(at: 0)
        await world.kiosks[0].touch(.checkIn)
        guard case .checkedIn = world.kiosks[0].screen else {
            Issue.record("\(world.kiosks[0].screen) instead of a check-in")
            return
        }
        try await world.expectSound()
    }

    @Test func `A replacement spends only on line until every kiosk has uploaded past the block`() async throws {
        let world = try await World.salon(points: 600)
        await world.cutCable(1)
        try await world.issue(to: world.members[0], replacing: world.pockets[0].id)
        try await world.refresh()
        #expect(await world.greeting(of: 0, at: 0).notice == .blockedCard)
        await world.cutCable(0)
        #expect(await world.redeem("mask", with: 1, at: 0).notice == .offlineNoSpend)
        await world.mendCable(0)
        #expect(await world.redeem("mask", with: 1, at: 0).isClaim)
        // The kiosk that has not heard of the block still takes the old card, within the limit.
        #expect(await world.redeem("hand-care", with: 0, at: 1).isClaim)
        #expect(await world.redeem("hand-care", with: 0, at: 1).notice == .offlineNoSpend)

        await world.mendCable(1)
        for _ in 0..<2 { try await world.refresh() }
        #expect(await world.greeting(of: 0, at: 1).notice == .blockedCard)
        await world.cutCable(0)
        #expect(await world.redeem("balm", with: 1, at: 0).isClaim)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(280))
    }

    /// The kiosk could not know that the points had expired at the hub when it sends its spend up, days late.
    @Test func `A late spend takes back the expiry that was booked meanwhile`() async throws {
        let world = try await World.salon(points: 200, expiresInDays: 1)
        await world.cutCable(0)
        #expect(await world.redeem("mask", at: 0).isClaim)
        world.clock.advance(ms: 30 * 3_600_000)
        try await world.hub.database().tidy()
        try await world.refresh()
        #expect(try await world.balance().points == Points(0))
        await world.mendCable(0)
        try await world.expectSound()
        #expect(try await world.balance().points == Points(0))
        let expired = try await HubLook(world.hub).expired(world.members[0])
        #expect(expired.points == Points(120))
    }

    @Test func `E25 b A card without an odometer checks in and spends nothing`() async throws {
        let world = try await World.salon(points: 500)
        let uid = try #require(CardUID([0x04, 0x99, 0x22, 0x33, 0x44, 0x55, 0x66]))
        _ = try await world.hub.database().link(
            LinkRequest(uid: uid, member: world.members[0], memberNumber: nil))
        try await world.refresh()
        let tag = VirtualCard(profile: .ntag215, uid: uid, random: CardRandom(seed: 1))
        for isOnLine in [true, false] {
            if !isOnLine {
                await world.cutCable(0)
                // One says once a day that one has come.
                world.clock.advance(ms: 86_400_000)
            }
            await world.leave(world.kiosks[0])
            await world.kiosks[0].put(tag)
            guard case .welcome(let welcome) = world.kiosks[0].screen else {
                Issue.record("\(world.kiosks[0].screen) instead of a welcome")
                return
            }
            #expect(welcome.points.amount == Points(500))
            #expect(!welcome.actions.contains(.redeem))
            await world.kiosks[0].touch(.checkIn)
        }
        #expect(world.witness.checkInsShown.count == 2)
        try await world.expectSound()
    }

    /// Everything speaks against it by the time the hub hears of it: the points are gone, the card is blocked, staff
    /// would rather it had not happened, and months go by.
    @Test func `E25 b An entry accepted off line is never dropped, and never becomes one that failed`() async throws {
        let world = try await World.salon(points: 250, cards: 2)
        await world.cutCable(0)
        #expect(await world.redeem("hand-care", with: 0, at: 0).isClaim)
        let accepted = try #require(world.witness.commits.first).operation
        #expect(await world.redeem("hand-care", with: 1, at: 1).isClaim)
        try await world.block(world.pockets[0].id)
        try await world.refresh()
        #expect(try await !HubLook(world.hub).spends().contains { $0.id == accepted })

        await world.mendCable(0)
        for days in [0, 1, 90] as [Int64] {
            world.clock.advance(ms: days * 86_400_000)
            try await world.refresh()
            try await world.hub.database().tidy()
            let look = HubLook(world.hub)
            let spend = try #require(try await look.spends().first { $0.id == accepted })
            #expect(spend.state == "posted" && spend.amount.points == Points(200))
            #expect(try await look.journal().contains { $0.id == accepted })
            #expect(try await look.claims()[accepted] != nil)
            #expect(try await world.balance().points == Points(-150))
            await #expect(throws: HubStoreError.self) {
                try await world.hub.database().settle(
                    accepted, HandSettlement(outcome: .voided, reason: "there were no points"))
            }
        }
        #expect(try world.kiosks[0].store.status().notUploaded == 0)
        #expect(try await world.hub.database().audit() == [])
    }
}

extension World {
    /// The second card's visitor chose a reward at the first kiosk, lifted the card and waits; the hub meanwhile has
    /// given the hold back, as that kiosk has told everything it did.
    fileprivate func waitBeyondHold() async throws {
        await tap(pockets[1], at: kiosks[0])
        await kiosks[0].lift()
        await choose("head-spa", at: 0)
        #expect(kiosks[0].screen.stage == .waitingForCard)
        clock.advance(ms: 20 * 60_000)
        try await refresh()
        try await hub.database().tidy()
        try await refresh()
    }
}
