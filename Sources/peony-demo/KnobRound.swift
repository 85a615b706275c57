import Foundation
import HubAPI
import HubClient
import VirtualSalon

/// Uses each control of the page once, as a person would, and checks how the kiosk reacts.
struct KnobRound {
    var salon: VirtualSalon
    var page: KioskPage

    func run(_ report: inout VisitReport) async throws {
        try await tried("hub", &report) { try await goOffLine() }
        try await tried("reader", &report) { try await unplug() }
        try await tried("second card", &report) { try await laySecondCard() }
        try await tried("theme", &report) { try await changeTheme() }
        for move in SalonClock.Move.allCases {
            try await tried("clock: \(move.rawValue)", &report) { try await go(move) }
        }
    }

    private func tried(
        _ knob: String, _ report: inout VisitReport, _ turn: () async throws -> String
    ) async throws {
        Progress.say("trying \(knob)")
        let began = ContinuousClock.now
        let (ok, seen): (Bool, String)
        do { (ok, seen) = (true, try await turn()) } catch let failure as ChildProcess.Failure {
            (ok, seen) = (false, failure.description)
        }
        let ms = Int64((ContinuousClock.now - began) / .milliseconds(1))
        report.knobs[knob] = VisitReport.Knob(ok: ok, seen: seen, ms: ms)
    }

    /// Somebody checks in while the hub is away, and the hub hears of it afterwards.
    private func goOffLine() async throws -> String {
        let before = try await entriesOnHub()
        try await turn("hub", to: "off")
        try await until("the word offline") { $0.texts?.contains { $0.contains("离线") } ?? false }
        try await page.insert("nearly")
        try await until("welcome") { $0.screen == "welcome" }
        try await page.touch("checkIn")
        try await until("the check-in") { $0.screen == "checkedIn" }
        try await page.remove("nearly")
        try await page.touch("finish")
        try await until("the attract screen") { $0.screen == "attract" }
        try await turn("hub", to: "on")
        try await salon.waitForUpload()
        let uploaded = try await entriesOnHub() - before
        guard uploaded > 0 else { throw ChildProcess.Failure("the hub has heard of no check-in") }
        return "checked in off line, \(uploaded) entries uploaded afterwards"
    }

    private func entriesOnHub() async throws -> Int64 {
        try await salon.operator().kiosk(salon.kiosk).position.lastSequence
    }

    private func unplug() async throws -> String {
        try await turn("reader", to: "out")
        try await until("out of service") { $0.screen == "outOfService" }
        try await turn("reader", to: "in")
        try await until("the attract screen") { $0.screen == "attract" }
        return "outOfService, then attract"
    }

    private func laySecondCard() async throws -> String {
        try await page.insert("early")
        try await until("welcome") { $0.screen == "welcome" }
        try await page.layBeside("late")
        try await until("the word that two cards lie there") { $0.screen == "notice:severalCards" }
        for card in ["early", "late"] { try await page.remove(card) }
        try await page.touch("finish")
        try await until("the attract screen") { $0.screen == "attract" }
        return "notice:severalCards"
    }

    private func changeTheme() async throws -> String {
        let light = try await page.state().ground
        try await turn("theme", to: "dark")
        let dark = try await page.state().ground
        guard let light, let dark, dark != light else {
            throw ChildProcess.Failure("the screen looks the same in the dark")
        }
        try await turn("theme", to: "light")
        return "\(light), then \(dark)"
    }

    /// The kiosk's screen and the page show the same time.
    private func go(_ move: SalonClock.Move) async throws -> String {
        let before = await salon.clock
        try await turn("clock", to: move.rawValue)
        var (shown, clock) = ("", before)
        try await until("the time on the screen") { state in
            // While the page restarts, no control seems to be in use, so the clock itself tells when it has moved.
            clock = await salon.clock
            guard clock.aheadSeconds != before.aheadSeconds else { return false }
            // A minute may begin between one look and the other.
            let times = [clock.text(), clock.text(at: Date(timeIntervalSinceNow: -60))]
            shown = times.first { time in state.texts?.contains { $0.contains(time) } ?? false } ?? ""
            return !shown.isEmpty
        }
        return "\(shown), \(clock.aheadSeconds) s ahead"
    }

    private func turn(_ knob: String, to: String) async throws {
        try await page.turn(knob, to: to)
        try await until("\(knob) \(to)", within: .seconds(60)) { $0.surroundings?.turning == nil }
        if let problem = try await page.state().surroundings?.problem { throw ChildProcess.Failure(problem) }
    }

    private func until(
        _ what: String, within limit: Duration = .seconds(30), _ isSo: (KioskPage.State) async -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            // While the clock goes back the page is away for a moment.
            if let state = try? await page.state(), await isSo(state) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ChildProcess.Failure("no \(what) within \(limit)\n\(await salon.child("kioskd")?.tail ?? "")")
    }
}
