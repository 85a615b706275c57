import Foundation
import StandardStreams
import VirtualSalon

/// One whole visit by itself: tap, welcome, check-in, redeem, finish, upload, log retrieval; then each knob of the page
/// is turned, and everything that must agree is compared.
struct Visit {
    var salon: VirtualSalon
    var card: VirtualSalon.IssuedCard
    var screens: URL

    func run() async throws -> Int32 {
        var report = VisitReport()
        var album = try Album(folder: screens)
        let page = try await salon.requirePage()
        let kiosk = try await requireKiosk()

        func until(
            _ step: String, _ screen: String, showing text: String = "", _ act: () async throws -> Void
        ) async throws {
            Progress.say(step)
            let began = ContinuousClock.now
            try await act()
            try await kiosk.waits(for: screen) {
                let state = try await page.state()
                return state.screen == screen && (text.isEmpty || state.texts?.contains { $0.contains(text) } ?? false)
            }
            report.latencyMs[step] = Int64((ContinuousClock.now - began) / .milliseconds(1))
            try album.add(screen, try await page.picture())
        }

        try album.add("attract", try await page.picture())
        try await until("tap", "welcome") { try await page.insert(card.name) }
        try await until("reveal", "welcome", showing: "¥") { try await page.touch("revealStoredValue") }
        try await until("why", "why") { try await page.touch("why") }
        try await until("back from why", "welcome") { try await page.touch("back") }
        try await until("check in", "checkedIn") { try await page.touch("checkIn") }
        try await until("leave", "attract") {
            try await page.remove(card.name)
            try await page.touch("finish")
        }
        try await until("tap again", "welcome") { try await page.insert(card.name) }
        try await until("rewards", "rewards") { try await page.touch("redeem") }
        let reward = try await affordable(page)
        try await until("choose", "confirm") { try await page.touch(reward) }
        try await until("confirm", "claim") { try await page.touch("confirm") }
        try await until("finish", "takeCard") { try await page.touch("finish") }
        try await until("take the card", "attract") { try await page.remove(card.name) }
        try await salon.waitForUpload()
        try await VisitFromAfar(salon: salon, screens: screens).look(&report)
        try await KnobRound(salon: salon, page: page).run(&report)
        try await salon.waitForUpload()
        let odometers = try await page.card(card.name).odometers
        await salon.child("kioskd")?.stop()
        try await Comparison(salon: salon, card: card).fill(&report, odometers: odometers)
        report.screens = album.count
        try StandardStream.output.line(try report.json())
        return report.ok ? 0 : 1
    }

    private func requireKiosk() async throws -> ChildProcess {
        guard let kiosk = await salon.child("kioskd") else { throw ChildProcess.Failure("kioskd does not run") }
        return kiosk
    }

    private func affordable(_ page: KioskPage) async throws -> String {
        let regions = try await page.state().regions ?? []
        guard let reward = regions.first(where: { $0.name.hasPrefix("reward:") }) else {
            throw ChildProcess.Failure("no reward can be touched")
        }
        return reward.name
    }
}
