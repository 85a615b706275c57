/// Opens once; who comes before waits.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let opening: AsyncStream<Void>.Continuation

    init() { (stream, opening) = AsyncStream.makeStream(of: Void.self) }

    func open() { opening.finish() }

    /// Returns when it is open, or when the task is cancelled. For one task at a time.
    func pass() async { for await _ in stream {} }
}
