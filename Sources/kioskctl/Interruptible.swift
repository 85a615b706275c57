import Dispatch
import Foundation

/// Lets Ctrl-C cancel the work instead of killing the program, so that the hub hears that the operator has left.
/// A second Ctrl-C ends it at once.
enum Interruptible {
    static func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        signal(SIGINT, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler {
            if task.isCancelled { exit(Failure.Code.interrupted.rawValue) }
            task.cancel()
        }
        source.resume()
        defer { source.cancel() }
        try await task.value
    }
}
