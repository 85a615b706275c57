/// Wakes one waiter. If it is sent while nobody waits, the next wait returns at once.
package actor Signal {
    private var rung = false
    private var waiter: CheckedContinuation<Void, Never>?

    package init() {}

    package func send() {
        if let waiter {
            self.waiter = nil
            waiter.resume()
        } else {
            rung = true
        }
    }

    /// Returns when the signal is sent, the time is over, or the task is cancelled.
    package func wait(upTo limit: Duration) async {
        if rung || Task.isCancelled {
            rung = false
            return
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            if !Task.isCancelled { send() }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                if Task.isCancelled { waiter.resume() } else { self.waiter = waiter }
            }
        } onCancel: {
            Task { await self.send() }
        }
        timer.cancel()
    }
}
