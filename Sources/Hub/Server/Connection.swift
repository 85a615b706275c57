internal import NIOCore
internal import Synchronization

/// One client: where it is, and whether it still listens.
final class Connection: Sendable {
    let channel: any Channel
    private let state = Mutex(State())

    private struct State {
        var hasHungUp = false
        /// Requests of one connection are answered one after the other, so one waits at a time.
        var waiting: AsyncStream<Void>.Continuation?
    }

    init(_ channel: any Channel) { self.channel = channel }

    /// The client has closed its side, or the connection broke.
    func hangUp() {
        state.withLock { state in
            state.hasHungUp = true
            state.waiting?.finish()
            state.waiting = nil
        }
    }

    /// Returns when the client has closed its side, or when the task is cancelled.
    func hungUp() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let isGone = state.withLock { state in
            if !state.hasHungUp { state.waiting = continuation }
            return state.hasHungUp
        }
        guard !isGone else { return }
        for await _ in stream {}
    }
}

/// Watches a connection from below everything else: it counts with its first moment, and what waits for it ends when
/// the client closes its side. Without that a client that left would keep its place until the answer is written.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let connection: Connection
    private let connections: OpenConnections

    init(_ connection: Connection, in connections: OpenConnections) {
        self.connection = connection
        self.connections = connections
    }

    func channelActive(context: ChannelHandlerContext) {
        let address = connections.key(ofPeer: context.channel.remoteAddress)
        guard connections.admit(connection, from: address) else { return context.close(promise: nil) }
        context.channel.closeFuture.whenComplete { [connection, connections] _ in
            connections.remove(connection, from: address)
        }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { connection.hangUp() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.hangUp()
        context.fireChannelInactive()
    }
}
