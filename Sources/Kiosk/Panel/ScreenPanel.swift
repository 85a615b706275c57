package import Display
package import KioskSession

/// The picture and where it goes. Owned by the session's thread.
package final class ScreenPanel {
    private let renderer: ScreenRenderer
    private let backends: [any DisplayBackend]
    private var drawn: DrawnScreen?
    /// What every backend shows; `nil` when that is not certain.
    private var shown: Screen?
    /// What the backends show was made of a picture that is forgotten: the next frame replaces all of it.
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

    /// Draws and shows what does not stand there already; a backend that fails does not keep the others from showing.
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

    /// What somebody meant by it on the screen that stands there, if it counts and is complete.
    package func touch(_ event: TouchEvent, _ clock: KioskClock) -> Touch? {
        gate.take(event, nowMs: clock.monotonicMs())
    }

    /// Draws every screen once into the air: after the first frame, before the first customer.
    package func warm() { renderer.warm() }

    /// The visit is over: nothing of it stays in memory that was drawn.
    package func forget() {
        renderer.clear()
        shown = nil
        replacesAll = true
    }

    package func clear() {
        shown = nil
        for backend in backends { try? backend.clear() }
    }

    /// For people who may not know whose visit it is.
    package func redactedPNG(of screen: Screen) throws -> [UInt8] { try PNG.encode(renderer.redacted(screen)) }
}
