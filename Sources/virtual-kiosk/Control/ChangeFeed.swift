import Synchronization

/// Tells every open page that something has changed; the page then asks what.
final class ChangeFeed: Sendable {
    static let maximumPages = 32

    private struct State: Sendable {
        var next = 0
        var pages: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// One element at once, then one for any number of changes; `nil` when too many pages are open.
    func subscribe() -> AsyncStream<Void>? {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let isOpen = state.withLock { state in
            guard state.pages.count < Self.maximumPages else { return false }
            let id = state.next
            state.next += 1
            state.pages[id] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.pages.removeValue(forKey: id) }
            }
            return true
        }
        guard isOpen else { return nil }
        continuation.yield()
        return stream
    }

    func tell() {
        for page in state.withLock({ Array($0.pages.values) }) { page.yield() }
    }
}
