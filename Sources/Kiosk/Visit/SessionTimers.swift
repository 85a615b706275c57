internal import KioskSession

/// The timers that run: of each purpose the one that was started last.
struct SessionTimers {
    private var running: [TimerID.Purpose: Task<Void, Never>] = [:]

    mutating func start(_ id: TimerID, seconds: Int, _ fire: @escaping @Sendable () async -> Void) {
        running[id.purpose]?.cancel()
        running[id.purpose] = Task {
            try? await Task.sleep(for: .seconds(seconds))
            guard !Task.isCancelled else { return }
            await fire()
        }
    }

    func cancelAll() {
        for timer in running.values { timer.cancel() }
    }
}
