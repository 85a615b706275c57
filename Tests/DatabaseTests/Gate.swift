import Dispatch

/// Two sides meet: one opens, the other waits, on a thread or asynchronously.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    /// Blocks the thread, as a transaction may do with its own.
    func wait() { semaphore.wait() }

    func opened() async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "gate").async { [semaphore] in
                semaphore.wait()
                continuation.resume()
            }
        }
    }
}
