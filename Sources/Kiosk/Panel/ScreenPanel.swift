package import Display
package import KioskSession

/// A finger on the glass, in pixels of the picture.
package struct TouchPoint: Hashable, Sendable {
    package var x: Int
    package var y: Int

    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

/// The picture and where it goes. Owned by the session's thread.
package final class ScreenPanel {
    private let renderer: ScreenRenderer
    private let backends: [any DisplayBackend]
    private var drawn: DrawnScreen?
    package let touches: [AsyncStream<TouchPoint>]
    package private(set) var lastFrameAtMs: Int64?

    package init(renderer: ScreenRenderer, backends: [any DisplayBackend], touches: [AsyncStream<TouchPoint>]) {
        self.renderer = renderer
        self.backends = backends
        self.touches = touches
    }

    package var screenName: String { drawn?.name ?? "none" }

    /// Draws and shows; a backend that fails does not keep the others from showing.
    package func show(_ screen: Screen, atMs: Int64) throws {
        let drawn = renderer.draw(screen)
        self.drawn = drawn
        var problem: (any Error)?
        for backend in backends {
            do {
                try backend.present(renderer.surface, drawn: drawn)
                lastFrameAtMs = atMs
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }

    package func touch(at point: TouchPoint) -> Touch { drawn?.touch(atX: point.x, y: point.y) ?? .elsewhere }

    /// The visit is over: nothing of it stays in memory that was drawn.
    package func forget() { renderer.forget() }

    package func clear() {
        for backend in backends { try? backend.clear() }
    }

    package func redactedPNG(of screen: Screen) -> [UInt8]? { renderer.redactedPNG(of: screen) }
}
