import Foundation
import HubAPI
import HubClient
import Testing
import VirtualSalon
import Vocabulary

/// kioskd as a process, with a real file, a real pcscd and a real hub, killed without warning.
@Suite(.serialized) struct KillTests {
    private static let rounds = 6

    @Test func `Killed at random moments, kioskd loses nothing it showed as done and counts nothing twice`()
        async throws
    {
        var random = SeededGenerator(seed: 20_261_121)
        try await withSalon("kill") { salon, card, page in
            var shownAsDone = 0
            for round in 0..<Self.rounds {
                if round > 0 { try await salon.startKiosk() }
                try await page.insert(card.name)
                try await enter(salon, page)
                try await page.touch("redeem")
                try await salon.waitForScreen("rewards")
                let regions = try await page.state().regions ?? []
                let reward = try #require(regions.first { $0.name.hasPrefix("reward:") })
                try await page.touch(reward.name)
                try await salon.waitForScreen("confirm")
                try await page.touch("confirm")
                try await Task.sleep(for: .milliseconds(Int64.random(in: 0...350, using: &random)))
                await salon.child("kioskd")?.kill()
                if try await page.state().screen == "claim" { shownAsDone += 1 }
                try await page.remove(card.name)
            }
            try await salon.startKiosk()
            try await page.insert(card.name)
            try await enter(salon, page)
            try await salon.waitForUpload()
            try await compare(salon, card, page, shownAsDone: shownAsDone)
        }
    }

    /// To the welcome screen, past a claim that is shown again.
    private func enter(_ salon: VirtualSalon, _ page: KioskPage) async throws {
        let kiosk = try #require(await salon.child("kioskd"))
        try await kiosk.waits(for: "welcome or claim", within: .seconds(40)) {
            ["welcome", "claim"].contains(try await page.state().screen ?? "")
        }
        guard try await page.state().screen == "claim" else { return }
        try await page.touch("back")
        try await salon.waitForScreen("welcome")
    }

    private func compare(
        _ salon: VirtualSalon, _ card: VirtualSalon.IssuedCard, _ page: KioskPage, shownAsDone: Int
    ) async throws {
        let spent = try #require(try await page.card(card.name).odometers)
        let desk = try await salon.desk()
        let view = try await desk.card(try #require(CardID(card.id)))
        #expect(view.settled == spent)
        let claims = try await desk.claims().claims
        #expect(claims.count >= shownAsDone)
        #expect(Set(claims.map(\.redemption)).count == claims.count)
        #expect(try await desk.incidents().incidents == [])
        // Not what is held: a kiosk killed between the hub's grant and its own intent leaves a hold, for its lifetime.
        let feed = try await salon.kioskLink().feed(kiosk: salon.kiosk, cursor: nil, hubEpoch: nil)
        let facts = feed.members.first { $0.id == view.member }?.cards.first { $0.id == view.id }
        #expect(try #require(facts).open == [], "every pending entry was settled by the last tap")
    }
}
