internal import HummingbirdCore
internal import NIOCore
internal import Synchronization

/// A connection between its acceptance and its end. A server that stops lets go of connections that it has accepted
/// and not begun to serve, and NIO traps when one is let go of without having been ended (swift-nio #2637); here such
/// a connection is ended.
final class AcceptedConnection: ServerChildChannelValue {
    private let requests: HTTP1Channel.Value
    private let isServed = Atomic(false)

    init(_ requests: HTTP1Channel.Value) { self.requests = requests }

    var channel: any Channel { requests.channel }

    /// - Parameter serve: ends the connection before it returns.
    func serve(_ serve: (HTTP1Channel.Value) async -> Void) async {
        isServed.store(true, ordering: .relaxed)
        await serve(requests)
    }

    deinit {
        guard !isServed.load(ordering: .relaxed) else { return }
        Task { [requests] in try? await requests.executeThenClose { _, _ in } }
    }
}
