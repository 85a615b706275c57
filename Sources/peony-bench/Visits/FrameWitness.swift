import Display
import Synchronization

/// The backend that only remembers: keeps the picture in memory as a framebuffer would, and tells when it had it.
final class FrameWitness: DisplayBackend {
    struct Frame: Sendable {
        var name: String
        /// When the backend had taken the whole picture; nanoseconds of `Ticks`.
        var shownAt: UInt64
    }

    let name = "witness"
    let frames: AsyncStream<Frame>
    private let tell: AsyncStream<Frame>.Continuation
    private var memory: Surface?

    private static let framesWaiting = 64

    init() {
        (frames, tell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.framesWaiting))
    }

    func present(_ surface: Surface, drawn: DrawnScreen) throws(DisplayError) {
        var memory = self.memory.take() ?? Surface(width: surface.width, height: surface.height)
        memory.copy(drawn.damage, from: surface)
        self.memory = memory
        tell.yield(Frame(name: drawn.name, shownAt: Ticks.now()))
    }

    func clear() throws(DisplayError) { memory?.fill(0) }
}
