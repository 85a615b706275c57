package import Display
package import KioskSession

/// The picture and where it goes. Owned by the session's thread.
package final class ScreenPanel {
    private let renderer: ScreenRenderer
    private let backends: [any DisplayBackend]
    private var drawn: DrawnScreen?
    /// What every backend shows; `nil` when that is not certain.
    private var shown: Screen?
    /// The backends still show a picture that was cleared from memory, so the next frame must replace all of it.
    private var replacesAll = true
    private var frames: UInt32 = 0
    private var gate = TouchGate()
    package let inputs: [any InputSource]
    package private(set) var lastFrameAtMs: Int64?

    package init(renderer: ScreenRenderer, backends: [any DisplayBackend], inputs: [any InputSource]) {
        self.renderer = renderer
        self.backends = backends
        self.inputs = inputs
    }

    package var names: String { backends.map(\.name).joined(separator: ", ") }
    package var screenName: String { drawn?.name ?? "none" }

    /// Draws and shows a screen unless it is shown already. A backend that fails does not stop the others.
    package func show(_ screen: Screen, _ clock: KioskClock) throws {
        guard screen != shown else { return }
        shown = nil
        frames += 1
        var drawn = renderer.draw(screen)
        drawn.frame = frames
        if replacesAll {
            drawn.damage = PixelRect(x: 0, y: 0, width: renderer.surface.width, height: renderer.surface.height)
        }
        replacesAll = false
        self.drawn = drawn
        var problem: (any Error)?
        for backend in backends {
            do {
                try backend.present(renderer.surface, drawn: drawn)
                lastFrameAtMs = clock.nowMs()
            } catch {
                problem = error
            }
        }
        gate.shows(drawn, atMs: clock.monotonicMs())
        if let problem { throw problem }
        shown = screen
    }

    /// What a touch means on the screen that is shown; `nil` if it does not count, or while it is not complete.
    package func touch(_ event: TouchEvent, _ clock: KioskClock) -> Touch? {
        gate.take(event, nowMs: clock.monotonicMs())
    }

    /// Draws every screen once without showing it. Call after the first frame and before the first customer.
    package func warm() { renderer.warm() }

    /// Clears from memory everything that was drawn for an ended visit.
    package func forget() {
        renderer.clear()
        shown = nil
        replacesAll = true
    }

    package func clear() {
        shown = nil
        for backend in backends { try? backend.clear() }
    }

    /// The screen as a PNG without personal data, for people who may not know whose visit it is.
    package func redactedPNG(of screen: Screen) throws -> [UInt8] { try PNG.encode(renderer.redacted(screen)) }
}
