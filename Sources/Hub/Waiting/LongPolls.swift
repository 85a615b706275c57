internal import HubAPI
internal import HubStore
internal import ServiceLifecycle
internal import Vocabulary

/// Requests that are answered once something changes, or when their time is over.
///
/// A waiter reads the number of `changes` before it looks. A change in between is not missed, because it changes the
/// number.
actor LongPolls {
    private var counts: [RemoteSubject: Int] = [:]
    /// How often everybody was woken.
    private var looks = 0
    private var waiting: [Int: Waiter] = [:]
    private var waitingAt: [RemoteSubject: Int] = [:]
    private var nextTicket = 0

    private struct Waiter {
        var subject: RemoteSubject
        var continuation: CheckedContinuation<Void, Never>
    }

    private func changes(of subject: RemoteSubject) -> Int { counts[subject, default: 0] + looks }

    /// Subjects are kiosks, so their number is bounded.
    ///
    /// - Parameter subject: `nil` wakes everybody.
    func wake(_ subject: RemoteSubject?) {
        if let subject { counts[subject, default: 0] += 1 } else { looks += 1 }
        for (ticket, waiter) in waiting where subject == nil || waiter.subject == subject { leave(ticket, waiter) }
    }

    /// Calls `look`, and again after each change, until there is news, the time is over, the client has hung up, or the
    /// hub stops.
    ///
    /// - Parameters:
    ///   - most: how many may wait for this subject at one hub.
    ///   - look: gives the answer, and whether it is news, which is sent before the time is over.
    /// - Throws: a problem (429) when `most` already wait; a client that got an answer at once would ask again at once.
    nonisolated func answer<Answer>(
        on subject: RemoteSubject, seconds: Int, most: Int, client: Connection?,
        _ look: () async throws -> (answer: Answer, isNews: Bool)
    ) async throws -> Answer {
        var changes = await changes(of: subject)
        var (answer, isNews) = try await look()
        guard !isNews, seconds > 0 else { return answer }
        guard await mayWait(subject, most) else { throw Problem.tooManyWait(most) }
        let end = ContinuousClock.now + .seconds(seconds)
        do {
            while !isNews, await wait(for: subject, since: changes, until: end, client) {
                changes = await self.changes(of: subject)
                (answer, isNews) = try await look()
            }
        } catch {
            await stopWaiting(subject)
            throw error
        }
        await stopWaiting(subject)
        return answer
    }

    /// - Returns: whether something has changed, so that it is worth looking.
    private nonisolated func wait(
        for subject: RemoteSubject, since changes: Int, until end: ContinuousClock.Instant, _ client: Connection?
    ) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await self.waitForChange(of: subject, since: changes)
                return !Task.isCancelled
            }
            group.addTask {
                try? await cancelWhenGracefulShutdown { try await Task.sleep(until: end) }
                return false
            }
            if let client {
                group.addTask {
                    await client.hungUp()
                    return false
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    /// Takes one of the places at this subject, to be given back by `stopWaiting`.
    private func mayWait(_ subject: RemoteSubject, _ most: Int) -> Bool {
        let others = waitingAt[subject, default: 0]
        guard others < most else { return false }
        waitingAt[subject] = others + 1
        return true
    }

    private func stopWaiting(_ subject: RemoteSubject) {
        let left = waitingAt[subject, default: 1] - 1
        waitingAt[subject] = left > 0 ? left : nil
    }

    private func waitForChange(of subject: RemoteSubject, since changes: Int) async {
        guard self.changes(of: subject) == changes else { return }
        nextTicket += 1
        let ticket = nextTicket
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume()
                } else {
                    waiting[ticket] = Waiter(subject: subject, continuation: continuation)
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
