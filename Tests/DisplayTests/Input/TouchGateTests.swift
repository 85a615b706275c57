import Display
import KioskSession
import Testing
import Vocabulary

/// Which touches count, on screens of two keys and moments in milliseconds.
@Suite struct TouchGateTests {
    static let left = PanelPoint(x: 10, y: 10)
    static let right = PanelPoint(x: 110, y: 10)
    static let nowhere = PanelPoint(x: 300, y: 300)

    static func screen(_ name: String, frame: UInt32, left: Touch = .redeem, right: Touch = .finish) -> DrawnScreen {
        let places = [(0, left), (100, right)]
        var drawn = DrawnScreen(
            damage: .empty,
            regions: places.map { TouchRegion(rect: PixelRect(x: $0.0, y: 0, width: 80, height: 80), touch: $0.1) },
            name: name, language: .zh)
        drawn.frame = frame
        return drawn
    }

    /// A gate before which this screen has stood since moment 0.
    static func gate(_ drawn: DrawnScreen = screen("welcome", frame: 7)) -> TouchGate {
        var gate = TouchGate()
        gate.shows(drawn, atMs: 0)
        return gate
    }

    static func press(
        _ gate: inout TouchGate, _ down: PanelPoint, _ up: PanelPoint? = nil, frame: UInt32? = 7, atMs: Int64
    ) -> Touch? {
        #expect(gate.take(TouchEvent(.down(down), finger: 1, frame: frame), nowMs: atMs) == nil)
        return gate.take(TouchEvent(.up(up ?? down), finger: 1, frame: frame), nowMs: atMs + 90)
    }

    /// What the customer does, and what comes of it.
    @Test(arguments: [
        (left, left, UInt32?(7), Int64(400), Touch.redeem), (right, right, 7, 400, .finish),
        (left, left, 7, 349, .elsewhere), (left, left, 7, 350, .redeem),
        // Let go on another key, or beside all: nothing was meant.
        (left, right, 7, 400, .elsewhere), (left, nowhere, 7, 400, .elsewhere), (nowhere, left, 7, 400, .elsewhere),
        // A frame that was not, or not yet, or not any more on the panel.
        (left, left, 6, 400, .elsewhere), (left, left, 8, 400, .elsewhere), (left, left, nil, 400, .redeem),
    ])
    func `A touch counts on its own frame, after a moment, where it went down`(
        down: PanelPoint, up: PanelPoint, frame: UInt32?, atMs: Int64, expected: Touch
    ) {
        var gate = Self.gate()
        #expect(Self.press(&gate, down, up, frame: frame, atMs: atMs) == expected)
    }

    /// 180 ms apart, at the same place: the second one lies where a key of the next screen is.
    @Test func `The second tap of a double tap means nothing on the screen that the first one brought`() {
        var gate = Self.gate()
        #expect(Self.press(&gate, Self.left, atMs: 1000) == .redeem)
        gate.shows(Self.screen("rewards", frame: 8, left: .reward("mask")), atMs: 1095)
        // Whether the finger saw the old picture or already the new one.
        #expect(Self.press(&gate, Self.left, frame: 7, atMs: 1180) == .elsewhere)
        #expect(Self.press(&gate, Self.left, frame: 8, atMs: 1180) == .elsewhere)
        #expect(Self.press(&gate, Self.left, frame: 7, atMs: 3000) == .elsewhere)
        #expect(Self.press(&gate, Self.left, frame: 8, atMs: 3000) == .reward("mask"))
    }

    @Test func `A finger that was down when the screen changed means nothing when it is let go`() {
        var gate = Self.gate()
        #expect(gate.take(TouchEvent(.down(Self.left), finger: 1, frame: 7), nowMs: 1000) == nil)
        gate.shows(Self.screen("rewards", frame: 8), atMs: 1050)
        #expect(gate.take(TouchEvent(.up(Self.left), finger: 1, frame: 8), nowMs: 5000) == .elsewhere)
    }

    @Test func `A key that spends waits longer, the way back beside it does not`() {
        let question = Self.screen("confirm", frame: 7, left: .back, right: .confirm)
        for (atMs, back, confirm) in [
            (Int64(349), Touch.elsewhere, Touch.elsewhere), (350, .back, .elsewhere), (699, .back, .elsewhere),
            (700, .back, .confirm),
        ] {
            var gate = Self.gate(question)
            #expect(Self.press(&gate, Self.left, atMs: atMs) == back, "\(atMs) ms")
            #expect(Self.press(&gate, Self.right, atMs: atMs) == confirm, "\(atMs) ms")
        }
    }

    @Test func `A clock that ticks on the same screen takes no touch away`() {
        var gate = Self.gate()
        #expect(gate.take(TouchEvent(.down(Self.left), finger: 1, frame: 7), nowMs: 1000) == nil)
        gate.shows(Self.screen("welcome", frame: 8), atMs: 1010)
        gate.shows(Self.screen("welcome", frame: 9), atMs: 1020)
        #expect(gate.take(TouchEvent(.up(Self.left), finger: 1, frame: 8), nowMs: 1090) == .redeem)
        #expect(Self.press(&gate, Self.left, frame: 7, atMs: 1200) == .redeem)
        #expect(Self.press(&gate, Self.left, frame: 10, atMs: 1200) == .elsewhere)
    }

    @Test func `Another language is another screen`() {
        var gate = Self.gate()
        var english = Self.screen("welcome", frame: 8)
        english.language = .en
        gate.shows(english, atMs: 1000)
        #expect(Self.press(&gate, Self.left, frame: 8, atMs: 1100) == .elsewhere)
    }

    /// A touch panel says when, and shows every frame at once.
    @Test func `Without a frame the moment of the touch decides, however late it is heard`() {
        var gate = Self.gate()
        gate.shows(Self.screen("rewards", frame: 8, left: .reward("mask")), atMs: 1000)
        for (madeAtMs, expected) in [(Int64(900), Touch.elsewhere), (1349, .elsewhere), (1350, .reward("mask"))] {
            let down = TouchEvent(.down(Self.left), finger: 1, frame: nil, atMs: madeAtMs)
            #expect(gate.take(down, nowMs: 9000) == nil)
            #expect(gate.take(TouchEvent(.up(Self.left), finger: 1, frame: nil), nowMs: 9000) == expected)
        }
    }

    @Test func `Fingers are told apart, one that leaves means nothing, and a hundred do no harm`() {
        var gate = Self.gate()
        #expect(gate.take(TouchEvent(.down(Self.left), finger: 1, frame: 7), nowMs: 1000) == nil)
        #expect(gate.take(TouchEvent(.down(Self.right), finger: 2, frame: 7), nowMs: 1000) == nil)
        #expect(gate.take(TouchEvent(.gone, finger: 2, frame: 7), nowMs: 1000) == nil)
        #expect(gate.take(TouchEvent(.up(Self.left), finger: 1, frame: 7), nowMs: 1000) == .redeem)
        #expect(gate.take(TouchEvent(.up(Self.right), finger: 2, frame: 7), nowMs: 1000) == .elsewhere)
        for finger in 0..<100 {
            #expect(gate.take(TouchEvent(.down(Self.left), finger: finger, frame: 7), nowMs: 1000) == nil)
        }
        #expect(gate.take(TouchEvent(.up(Self.left), finger: 99, frame: 7), nowMs: 1000) == .elsewhere)
        #expect(gate.take(TouchEvent(.up(Self.left), finger: 0, frame: 7), nowMs: 1000) == .redeem)
    }

    @Test func `Before the first screen nothing is meant`() {
        var gate = TouchGate()
        #expect(Self.press(&gate, Self.left, atMs: 9000) == .elsewhere)
    }
}
