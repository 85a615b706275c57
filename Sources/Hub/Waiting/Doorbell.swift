internal import ServiceLifecycle

/// Wakes those who wait for something by name: a kiosk for requests, an operator for answers.
///
/// Who waits first takes the `count`, then looks; a ring in between is not missed, because it changes the count.
actor Doorbell {
    /// Beyond this many nobody waits: the answer comes at once and is empty.
    static let maximumWaiting = 1000

    private var counts: [String: Int] = [:]
    private var waiting: [Int: (name: String, continuation: CheckedContinuation<Void, Never>)] = [:]
    private var nextTicket = 0

    func count(_ name: String) -> Int { counts[name, default: 0] }

    /// Names are those of kiosks, so their number is bounded.
    func ring(_ name: String) {
        counts[name, default: 0] += 1
        for (ticket, waiter) in waiting where waiter.name == name {
            waiting[ticket] = nil
            waiter.continuation.resume()
        }
    }

    /// Returns when the bell has rung since `count`, when the time is over, or when the hub stops.
    nonisolated func wait(_ name: String, since count: Int, seconds: Int) async {
        guard seconds > 0 else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForRing(name, since: count) }
            group.addTask { try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) } }
            await group.next()
            group.cancelAll()
        }
    }

    private func waitForRing(_ name: String, since count: Int) async {
        guard self.count(name) == count, waiting.count < Self.maximumWaiting else { return }
        nextTicket += 1
        let ticket = nextTicket
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[ticket] = (name, continuation)
                }
            }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
    }

    private func leave(_ ticket: Int) {
        waiting.removeValue(forKey: ticket)?.continuation.resume()
    }
}
