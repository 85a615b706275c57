internal import NIOCore
internal import NIOHTTP1

/// A request took longer than `ConnectionLimits.requestSeconds` to come in whole.
struct RequestTooSlow: Error {}

/// Ends connections on which no first request comes, and requests that do not come to their end: whoever sends a byte
/// a minute would otherwise keep a place for ever, without a token.
final class RequestDeadlines: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let limits: ConnectionLimits
    private var deadline: Scheduled<Void>?

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func channelActive(context: ChannelHandlerContext) {
        schedule(context, limits.firstRequestSeconds) { $0.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: schedule(context, limits.requestSeconds) { $0.fireErrorCaught(RequestTooSlow()) }
        case .body: break
        case .end: deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    private func schedule(
        _ context: ChannelHandlerContext, _ seconds: Int64, _ end: @escaping (ChannelHandlerContext) -> Void
    ) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) { end(context) }
    }
}
