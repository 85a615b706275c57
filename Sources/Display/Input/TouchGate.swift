package import KioskSession

/// Decides which touches count: those that begin on the screen that is shown, after it has been shown for a while, and
/// that end on the key where they began.
///
/// The second tap of a double tap belongs to the screen of the first (strichliste-web #46 debited twice). A touch that
/// counts for no key still shows that somebody is there.
package struct TouchGate: Sendable {
    /// How long a new screen takes no touches, in milliseconds: people need 300 ms or more to react to a picture.
    package static let newScreenMs: Int64 = 350
    /// The same for a key that spends, so that there is time to read it.
    package static let beforeSpendMs: Int64 = 700
    /// The most fingers followed at once; more are not a hand.
    static let fingers = 16

    /// The screen that is shown. Frames that only change its clock or its figures belong to it too.
    private struct Standing: Sendable {
        var screen: DrawnScreen
        var firstFrame: UInt32
        var sinceMs: Int64

        func isShown(by other: DrawnScreen) -> Bool {
            screen.name == other.name && screen.language == other.language && screen.regions == other.regions
        }
    }

    private var standing: Standing?
    private var pressed: [Int: TouchRegion] = [:]

    package init() {}

    /// How long a screen must have been shown before this touch on it counts, in milliseconds.
    package static func rest(before touch: Touch) -> Int64 { touch.spends ? beforeSpendMs : newScreenMs }

    /// - Parameter atMs: the kiosk's monotonic clock when the frame had been presented.
    package mutating func shows(_ drawn: DrawnScreen, atMs: Int64) {
        if let standing, standing.isShown(by: drawn) {
            self.standing?.screen = drawn
            return
        }
        standing = Standing(screen: drawn, firstFrame: drawn.frame, sinceMs: atMs)
        pressed = [:]
    }

    /// - Parameter nowMs: the kiosk's monotonic clock, for a device that tells no time.
    /// - Returns: what a finger means when it is lifted, or `.elsewhere` if it means no key; `nil` before that.
    package mutating func take(_ event: TouchEvent, nowMs: Int64) -> Touch? {
        switch event.action {
        case .down(let point):
            pressed[event.finger] = pressed.count < Self.fingers ? meant(event, at: point, nowMs: nowMs) : nil
            return nil
        case .up(let point):
            let region = pressed.removeValue(forKey: event.finger)
            guard let region, region.rect.contains(x: point.x, y: point.y) else { return .elsewhere }
            return region.touch
        case .gone:
            pressed[event.finger] = nil
            return nil
        }
    }

    private func meant(_ event: TouchEvent, at point: PanelPoint, nowMs: Int64) -> TouchRegion? {
        guard let standing else { return nil }
        if let frame = event.frame {
            guard frame >= standing.firstFrame, frame <= standing.screen.frame else { return nil }
        }
        let region = standing.screen.regions.last { $0.rect.contains(x: point.x, y: point.y) }
        guard let region else { return nil }
        let rested = (event.atMs ?? nowMs) - standing.sinceMs
        return rested >= Self.rest(before: region.touch) ? region : nil
    }
}
