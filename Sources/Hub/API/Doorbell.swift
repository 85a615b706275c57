internal import HubAPI
internal import ServiceLifecycle
internal import Vocabulary

/// Wakes those who wait for something by name: a kiosk for requests, an operator for answers.
///
/// Who waits first takes the `count`, then looks; a ring in between is not missed, because it changes the count.
actor Doorbell {
    private var counts: [String: Int] = [:]
    private var waiting: [Int: Waiter] = [:]
    private var waitingAt: [String: Int] = [:]
    private var nextTicket = 0

    private struct Waiter {
        var name: String
        var continuation: CheckedContinuation<Void, Never>
    }

    func count(_ name: String) -> Int { counts[name, default: 0] }

    /// Names are those of kiosks, so their number is bounded.
    func ring(_ name: String) {
        counts[name, default: 0] += 1
        for (ticket, waiter) in waiting where waiter.name == name { leave(ticket, waiter) }
    }

    /// Returns when the bell has rung since `count`, when the time is over, when the client has hung up, or when the
    /// hub stops.
    ///
    /// - Throws: a problem (429) when as many wait for this name as may: an answer at once would be asked for again
    ///   at once.
    ///
    /// - Parameter most: how many may wait for this name.
    nonisolated func wait(
        _ name: String, since count: Int, seconds: Int, most: Int, for client: Connection?
    ) async throws(Problem) {
        guard seconds > 0 else { return }
        guard await mayWait(name, most) else { throw .tooManyWait(most) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.waitForRing(name, since: count) }
            group.addTask { try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) } }
            if let client { group.addTask { await client.hungUp() } }
            await group.next()
            group.cancelAll()
        }
        await stopWaiting(name)
    }

    /// Takes one of the places at this name, to be given back by `stopWaiting`.
    private func mayWait(_ name: String, _ most: Int) -> Bool {
        let others = waitingAt[name, default: 0]
        guard others < most else { return false }
        waitingAt[name] = others + 1
        return true
    }

    private func stopWaiting(_ name: String) {
        let left = waitingAt[name, default: 1] - 1
        waitingAt[name] = left > 0 ? left : nil
    }

    private func waitForRing(_ name: String, since count: Int) async {
        guard self.count(name) == count else { return }
        nextTicket += 1
        let ticket = nextTicket
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[ticket] = Waiter(name: name, continuation: continuation)
                }
            }
        } onCancel: {
            Task { await self.leave(ticket) }
        }
    }

    private func leave(_ ticket: Int) {
        if let waiter = waiting[ticket] { leave(ticket, waiter) }
    }

    private func leave(_ ticket: Int, _ waiter: Waiter) {
        waiting[ticket] = nil
        waiter.continuation.resume()
    }
}

extension Problem {
    fileprivate static func tooManyWait(_ most: Int) -> Problem {
        Problem(
            status: 429, code: "too-many-waiting",
            title: Bilingual(zh: "等待的请求已经太多", en: "Too many wait for this already"),
            detail: "At most \(most) may wait here for one kiosk at a time. Nothing was changed; ask again later.")
    }
}
