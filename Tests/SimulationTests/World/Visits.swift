import CardSimulator
import HubAPI
import HubStore
import KioskSession
import KioskTesting
import Loyalty
import Testing
import Vocabulary

@testable import Kiosk

/// What the directed tests let people do.
extension World {
    /// One member with so much, his cards, and kiosks that know of it.
    static func salon(
        points: Int64, fen: Int64 = 0, cards: Int = 1, kiosks: Int = 2, expiresInDays: Int64? = nil
    ) async throws -> World {
        let world = try await World(seed: 1, kiosks: kiosks, skews: [0, 0, 0])
        let member = try await world.enroll(points: points, fen: fen, expiresInDays: expiresInDays)
        for _ in 0..<cards { try await world.issue(to: member) }
        try await world.refresh()
        return world
    }

    /// Every kiosk on line sends and fetches.
    func refresh() async throws {
        for _ in 0..<2 {
            for kiosk in kiosks where kiosk.link.isUp {
                while await kiosk.upload() {}
                try await kiosk.feed()
            }
        }
    }

    func cutCable(_ indices: Int...) async {
        for index in indices {
            kiosks[index].link.isUp = false
            await kiosks[index].hubReachable(false)
        }
    }

    func mendCable(_ indices: Int...) async {
        for index in indices {
            kiosks[index].link.isUp = true
            await kiosks[index].hubReachable(true)
        }
    }

    /// Taps, chooses, waits; the card stays where it is.
    ///
    /// - Returns: what stands on the screen then.
    @discardableResult
    func redeem(_ reward: String, with card: Int = 0, at kiosk: Int) async -> Screen.Body {
        await leave(kiosks[kiosk])
        await tap(pockets[card], at: kiosks[kiosk])
        return await choose(reward, at: kiosk)
    }

    /// The visitor who is welcomed there goes through the pages and takes a reward.
    @discardableResult
    func choose(_ reward: String, at kiosk: Int) async -> Screen.Body {
        let kiosk = kiosks[kiosk]
        if kiosk.screen.isClaim { await kiosk.touch(.back) }
        await kiosk.touch(.redeem)
        for _ in 0..<2 {
            guard case .rewards(let choice) = kiosk.screen,
                !choice.offers.contains(where: { $0.reward.id == reward })
            else { break }
            await kiosk.touch(.nextPage)
        }
        await kiosk.touch(.reward(reward))
        if case .confirm = kiosk.screen { await kiosk.touch(.confirm) }
        return kiosk.screen
    }

    /// The card on this reader, and what the kiosk greets it with.
    func greeting(of card: Int = 0, at kiosk: Int) async -> Screen.Body {
        await leave(kiosks[kiosk])
        await tap(pockets[card], at: kiosks[kiosk])
        return kiosks[kiosk].screen
    }

    func welcome(_ card: Int = 0, at kiosk: Int) async throws -> Welcome {
        let screen = await greeting(of: card, at: kiosk)
        guard case .welcome(let welcome) = screen else {
            Issue.record("\(screen) instead of a welcome")
            throw WorldError.noWelcome
        }
        return welcome
    }

    func leave(_ kiosk: SimulatedKiosk) async {
        // The double-tap window must not show the claim of the visit before.
        clock.advance(ms: 61_000)
        await kiosk.idleOut()
        await kiosk.lift()
        await kiosk.idleOut()
    }

    func balance(of member: Int = 0) async throws -> Amount {
        let summary = try await hub.database().member(members[member])
        return Amount(points: Points(summary.points), money: Money(fen: summary.fen))
    }

    func incidents() async throws -> [String] {
        try await HubLook(hub).incidents().filter { $0.status == "open" }.map(\.kind)
    }

    /// Comes to rest and keeps every promise.
    func expectSound(expecting: [String] = []) async throws {
        try await comeToRest()
        try await checkEverything(expecting: expecting)
        #expect(witness.problems.isEmpty, "\(witness.problems.joined(separator: "\n"))")
    }
}

extension Screen.Body {
    var isClaim: Bool { if case .claim = self { true } else { false } }
    var notice: Notice? { if case .notice(let notice, _) = self { notice } else { nil } }
    var stage: PresentCard.Stage? { if case .presentCard(let present) = self { present.stage } else { nil } }
}
