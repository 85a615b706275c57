internal import Dispatch

/// Runs an actor's jobs one after another away from the threads that all other actors share, so that an actor
/// may wait for the disk or draw.
///
/// (GRDB's `DispatchQueueActor` taught us; Linux has no `DispatchSerialQueue` to do it by itself.)
final class OwnQueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label, qos: .userInteractive) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
