import Foundation
import VirtualSalon

/// Carries out the page's requests, one after another, and reports the state to the page.
struct Knobs {
    var salon: VirtualSalon

    private static let pause = Duration.milliseconds(100)

    /// Until it is cancelled, or the page is gone for good.
    func run() async throws -> Never {
        try await tell(problem: nil)
        while true {
            if let wish = try await salon.requirePage().wish() { try await grant(wish) }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Carries out a request. A failure is reported in words, and the salon stays as it is.
    private func grant(_ wish: KioskPage.Wish) async throws {
        var problem: String?
        do { try await turn(wish) } catch let failure as ChildProcess.Failure {
            problem = Self.reason(failure)
            Progress.say("\(wish.knob) to \(wish.to) failed: \(failure)")
        }
        try await tell(problem: problem)
    }

    /// The program's last message to people; its whole log is on the terminal.
    private static func reason(_ failure: ChildProcess.Failure) -> String {
        let lines = failure.description.split(separator: "\n").map(String.init)
        return lines.last { !$0.hasPrefix("{") } ?? failure.description
    }

    private func turn(_ wish: KioskPage.Wish) async throws {
        switch (wish.knob, wish.to) {
        case ("hub", "on") where await !salon.hubIsOn: try await salon.startHub()
        case ("hub", "on"): break
        case ("hub", "off"): await salon.stopHub()
        case ("reader", "in"), ("reader", "out"): try await salon.plugReader(in: wish.to == "in")
        case ("theme", let name):
            if let theme = VirtualSalon.Theme(rawValue: name) { try await salon.change(theme: theme) }
        case ("clock", let name):
            if let move = SalonClock.Move(rawValue: name) { try await salon.move(clock: move) }
        default: throw ChildProcess.Failure("there is no \(wish.knob) that can be \(wish.to)")
        }
    }

    private func tell(problem: String?) async throws {
        let clock = await salon.clock
        try await salon.requirePage().tell(
            KioskPage.Surroundings(
                hub: await salon.hubIsOn ? "on" : "off", reader: await salon.readerIsIn ? "in" : "out",
                theme: await salon.theme.rawValue, clockAheadSeconds: clock.aheadSeconds,
                timeZone: clock.timeZone.identifier, problem: problem))
    }
}
