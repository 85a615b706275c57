import Foundation
import HubAPI
import HubClient
import KioskTesting
import Testing
import VirtualSalon
import Vocabulary

/// What a person can turn around the kiosk of a demonstration: the real programs go on by their own rules.
@Suite(.serialized) struct KnobTests {
    @Test func `All programs go to another day together, none doubts its clock, and back it is as if none had gone`()
        async throws
    {
        try await withSalon("clock") { salon, card, page in
            try await salon.move(clock: .day)
            let tomorrow = await salon.clock
            try await salon.waitForTime(tomorrow)
            let hub = try await salon.operator().kiosks().hubClock
            #expect(try #require(hub).isTrusted)
            #expect(abs(try #require(hub).wallMs - tomorrow.moment().milliseconds) < 60_000)
            try await page.insert(card.name)
            try await salon.waitForScreen("welcome")
            try await salon.waitForUpload()
            #expect(try await salon.operator().kiosk(salon.kiosk).clockAheadMs.map { abs($0) < 60_000 } ?? true)
            try await page.remove(card.name)

            // The second end of a month lies further ahead than the hub believes by itself.
            for _ in 0..<2 {
                try await salon.move(clock: .monthEnd)
                try await salon.waitForTime(await salon.clock)
                #expect(try #require(try await salon.operator().kiosks().hubClock).isTrusted)
            }
            #expect(await salon.clock.aheadSeconds * 1000 > ClockTrust.offMs)

            try await salon.move(clock: .now)
            try await salon.waitForTime(await salon.clock)
            #expect(await salon.clock.aheadSeconds == 0)
            let today = try #require(try await salon.operator().kiosks().hubClock)
            #expect(today.isTrusted)
            #expect(abs(today.momentMs - Date().milliseconds) < 60_000, "the hub's books know of no later day")
            try await page.insert(card.name)
            try await salon.waitForScreen("welcome")
        }
    }

    @Test func `A reader that is unplugged puts the kiosk out of service until it is back`() async throws {
        try await withSalon("unplug") { salon, card, page in
            try await salon.plugReader(in: false)
            let kiosk = try #require(await salon.child("kioskd"))
            try await kiosk.waits(for: "the code for a missing reader") {
                try await page.state().texts?.contains { $0.contains("R-02") } ?? false
            }
            try await salon.plugReader(in: true)
            try await salon.waitForScreen("attract")
            try await page.insert(card.name)
            try await salon.waitForScreen("welcome")
        }
    }

    @Test func `Two cards on the reader: the kiosk asks for one, and reads the one that stays`() async throws {
        try await withSalon("pair") { salon, card, page in
            try await page.makeCard("blank", profile: "ev2")
            try await page.insert("blank")
            try await page.layBeside(card.name)
            try await salon.waitForScreen("notice:severalCards")
            try await page.remove("blank")
            try await salon.waitForScreen("welcome")
        }
    }

    @Test func `The theme is a line of the kiosk's settings`() async throws {
        try await withSalon("theme") { salon, _, page in
            let light = try await page.state().ground
            try await salon.change(theme: .dark)
            let dark = try await page.state().ground
            #expect(light != nil && dark != nil && light != dark)
        }
    }

    @Test func `A program that is missing is said by its name, with what to do`() throws {
        let folder = try TemporaryFolder("none")
        let failure = #expect(throws: ChildProcess.Failure.self) {
            try ChildProcess("hubd", folder.appending(path: "hubd"), [], log: folder.appending(path: "log"))
        }
        #expect(failure?.description.contains("hubd is not there") == true)
        #expect(failure?.description.contains("make demo") == true)
    }
}

extension VirtualSalon {
    /// Until the kiosk's screen shows the time of this clock.
    fileprivate func waitForTime(_ clock: SalonClock) async throws {
        let page = try requirePage()
        let kiosk = try #require(child("kioskd"))
        try await kiosk.waits(for: "the time \(clock.text())") {
            let texts = try await page.state().texts ?? []
            // A minute may begin between one look and the other.
            return [0, -60].contains { ago in
                texts.contains { $0.contains(clock.text(at: Date(timeIntervalSinceNow: ago))) }
            }
        }
    }
}

extension Date {
    fileprivate var milliseconds: Int64 { Int64(timeIntervalSince1970 * 1000) }
}
