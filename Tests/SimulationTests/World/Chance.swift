import CardSimulator
import HubStore
import KioskSession
import KioskTesting
import Loyalty
import Vocabulary

/// What chance does in a salon. Each step is one of these, drawn from the seed.
enum Act: String, CaseIterable {
    case visit, tap, touch, lift, upload, feed, cutCable, weather, tear, wait
    case crashKiosk, crashHub, backUpKiosk, restoreKiosk, backUpHub, restoreHub
    case topUp, block, replace

    /// How often, relative to each other.
    var weight: Int {
        switch self {
        case .visit: 40
        case .touch: 12
        case .tear, .upload, .feed: 8
        case .tap, .lift, .cutCable, .weather: 5
        case .wait, .crashKiosk: 4
        case .crashHub, .backUpKiosk, .backUpHub, .topUp: 2
        case .restoreKiosk, .restoreHub: 2
        case .block, .replace: 1
        }
    }
}

extension World {
    func chance(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    func pick<Element>(_ list: [Element]) -> Element { list[chance(list.count)] }

    private func draw(from acts: [Act]) -> Act {
        var left = chance(acts.reduce(0) { $0 + $1.weight })
        for act in acts {
            left -= act.weight
            if left < 0 { return act }
        }
        return .touch
    }

    /// Lets chance have its way.
    func live(steps: Int, acts: [Act] = Act.allCases) async throws {
        for step in 0..<steps {
            let act = draw(from: acts)
            let kiosk = chance(kiosks.count)
            witness.note("step \(step): \(act) \(kiosks[kiosk].name)")
            try await perform(act, kiosk)
            if kiosks[kiosk].cut.happened { try kiosks[kiosk].reboot() }
            try await checkFloors(after: "step \(step): \(act)")
        }
    }

    private func perform(_ act: Act, _ index: Int) async throws {
        let kiosk = kiosks[index]
        switch act {
        case .visit: await visit(kiosk)
        case .tap: await tap(pick(pockets), at: kiosk)
        case .touch: await touchSomething(kiosk)
        case .tear:
            kiosk.tear = CardFault(
                chance(2) == 0 ? .tornBefore : .tornAfter,
                at: chance(3) == 0 ? .next(ins: 0xC7) : .command(1 + chance(30)))
            kiosk.departureFirst = chance(2) == 0
        case .lift: await kiosk.lift()
        case .upload: await kiosk.upload()
        case .feed: try? await kiosk.feed()
        case .cutCable:
            kiosk.link.isUp.toggle()
            await kiosk.hubReachable(kiosk.link.isUp)
        case .weather: kiosk.link.add(pick(FlakyLink.Fault.allCases))
        case .wait: try await wait()
        case .crashKiosk: try await crash(kiosk)
        case .crashHub:
            try await hub.stop()
            if chance(2) == 0 { await kiosk.upload() }
            if chance(2) == 0 { await touchSomething(kiosk) }
            try await hub.start()
        case .backUpKiosk: backUp(kiosk: index)
        case .restoreKiosk: _ = try await restore(kiosk: index)
        case .backUpHub: try await backUpHub()
        case .restoreHub: _ = try await restoreHub()
        case .topUp: try await topUpSomebody()
        case .block: try await blockSomething()
        case .replace: try await replaceSomething()
        }
    }

    /// Somebody puts his card on a reader; another card that lies there is taken away first.
    func tap(_ pocket: Pocket, at kiosk: SimulatedKiosk) async {
        for other in kiosks where other.card === pocket.card { await other.lift() }
        await kiosk.lift()
        await kiosk.put(pocket.card)
    }

    /// Somebody new comes, does what he came for, and mostly takes his card with him.
    private func visit(_ kiosk: SimulatedKiosk) async {
        clock.advance(ms: 70_000)
        await kiosk.idleOut()
        await tap(pick(pockets), at: kiosk)
        for _ in 0..<(3 + chance(5)) where !kiosk.cut.happened {
            if case .idle = kiosk.session.state { return }
            await touchSomething(kiosk)
        }
        if chance(4) > 0 { await kiosk.lift() }
    }

    private func touchSomething(_ kiosk: SimulatedKiosk) async {
        switch kiosk.screen {
        case .welcome(let welcome):
            let choices = welcome.actions.map { action -> Touch in
                switch action {
                case .checkIn, .announce: .checkIn
                case .claims: .claims
                case .redeem: .redeem
                case .finish: .finish
                }
            }
            await kiosk.touch(chance(4) == 0 ? pick(choices) : choices.first { $0 == .redeem } ?? pick(choices))
        case .rewards(let choice):
            let open = choice.offers.filter { $0.blocked == nil }
            let offers = open.isEmpty || chance(8) == 0 ? choice.offers : open
            guard !offers.isEmpty, chance(10) > 0 else { return await kiosk.touch(pick([.back, .nextPage])) }
            await kiosk.touch(.reward(pick(offers).reward.id))
        case .confirm: await kiosk.touch(chance(6) > 0 ? .confirm : .back)
        case .bookings: await kiosk.touch(.back)
        case .presentCard:
            if kiosk.card != nil { await kiosk.lift() } else { await putBack(kiosk) }
        case .why: await kiosk.touch(pick([.back, .nextPage, .previousPage]))
        case .personChanged: await kiosk.touch(pick([.samePerson, .newPerson]))
        case .claim: await kiosk.touch(pick([.finish, .back, .redeem]))
        case .notice: await kiosk.touch(.again)
        case .checkedIn: await kiosk.touch(pick([.back, .finish]))
        case .takeCard: await kiosk.touch(.again)
        case .attract, .holdStill, .outOfService, .goodbye: await tap(pick(pockets), at: kiosk)
        }
    }

    /// The same card again, as the screen asks; sometimes another one, sometimes nobody.
    private func putBack(_ kiosk: SimulatedKiosk) async {
        guard case .visit(let visit) = kiosk.session.state, chance(6) > 0 else { return }
        let same = pockets.first { $0.id == visit.visitor.card }
        await tap(chance(8) > 0 ? same ?? pick(pockets) : pick(pockets), at: kiosk)
    }

    /// Time passes; nobody stays at a kiosk for hours, but touch by touch some stay longer than a hold.
    private func wait() async throws {
        let waitMs: Int64 = pick([60_000, 20 * 60_000, 3 * 3_600_000, 26 * 3_600_000])
        for kiosk in kiosks where waitMs > 20 * 60_000 || chance(2) == 0 {
            await kiosk.idleOut()
            await kiosk.lift()
            await kiosk.idleOut()
        }
        clock.advance(ms: waitMs)
        try await hub.database().tidy()
    }

    private func crash(_ kiosk: SimulatedKiosk) async throws {
        kiosk.cutPower(after: chance(150))
        for _ in 0..<3 where !kiosk.cut.happened {
            switch chance(6) {
            case 0: await kiosk.upload()
            case 1: try? await kiosk.feed()
            default: await visit(kiosk)
            }
        }
        try kiosk.reboot()
    }

    private func topUpSomebody() async throws {
        let isPoints = chance(2) == 0
        let currency: LotCurrency = isPoints ? .points : pockets.count % 2 == 0 ? .gift : .principal
        try await topUp(
            pick(members), currency, Int64(1 + chance(20)) * (isPoints ? 10 : 1000),
            expiresInDays: isPoints ? Int64(1 + chance(5)) : nil)
    }

    private func blockSomething() async throws {
        guard pockets.count > 2 else { return }
        let pocket = pick(pockets)
        try? await block(pocket.id)
    }

    private func replaceSomething() async throws {
        guard pockets.count < 7 else { return }
        let pocket = pick(pockets)
        try await issue(to: pocket.member, replacing: pocket.id)
    }
}
