internal import HubStore
internal import ServiceLifecycle

/// Wakes those who wait at this hub, whichever hub made the change.
struct ChangeListener: Service {
    let database: HubDatabase
    let polls: LongPolls

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await subject in database.remoteChanges() { await polls.wake(subject) }
            // The database was closed; the others say so.
            await Gate().pass()
        }
    }
}
