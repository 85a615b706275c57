import Display
import KioskSession
import Testing
import Vocabulary

@testable import Kiosk

/// What stands on the display already costs nothing to show.
@Suite struct ScreenPanelTests {
    private let display = CountingDisplay()
    private let panel: ScreenPanel
    private let clock = KioskClock.system()

    init() throws {
        panel = ScreenPanel(renderer: try ScreenRenderer(geometry: .wsvga), backends: [display], inputs: [])
    }

    private func screen(_ body: Screen.Body) -> Screen {
        Screen(
            header: Screen.Header(
                salon: Bilingual(both: "悦容"), store: Bilingual(both: "徐汇"), online: true,
                clock: LocalTime(month: 3, day: 8, weekday: 0, hour: 10, minute: 30)),
            language: .zh, body: body)
    }

    @Test func `A screen that stands there already is not drawn again`() throws {
        for body in [Screen.Body.attract, .attract, .holdStill, .holdStill, .attract] {
            try panel.show(screen(body), clock)
        }
        #expect(display.shown == ["attract", "holdStill", "attract"])
    }

    @Test func `A screen that was forgotten is drawn again`() throws {
        try panel.show(screen(.holdStill), clock)
        panel.forget()
        try panel.show(screen(.holdStill), clock)
        #expect(display.shown == ["holdStill", "holdStill"])
    }

    @Test func `A screen that a display did not take is shown again`() throws {
        display.fails = true
        #expect(throws: DisplayError.self) { try panel.show(screen(.attract), clock) }
        display.fails = false
        try panel.show(screen(.attract), clock)
        #expect(display.shown == ["attract", "attract"])
    }
}

/// Remembers which screens it was given.
private final class CountingDisplay: DisplayBackend {
    let name = "counting"
    var fails = false
    var shown: [String] = []

    func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) {
        shown.append(drawn.name)
        if fails { throw .picture(reason: "no display") }
    }

    func clear() throws(DisplayError) {}
}
