internal import NIOCore
internal import NIOHTTP1

/// What RFC 9112 asks of a server beyond reading and writing messages: one `Host` (§3.2), an end of the connection
/// after the answer where either side says so (§9.6) or speaks HTTP/1.0, and `100 Continue` once a body is wanted.
///
/// After an answer with `Connection: close` what still comes is thrown away for a moment: a reset would take the
/// answer away from a client that is still sending.
final class HTTPConduct: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Sent down the pipeline by who is about to read a body.
    enum Event: Sendable { case bodyIsWanted }

    private let limits: ConnectionLimits
    private var thrownAway = 0
    /// Requests whose answers are not written yet.
    private var pending = 0
    private var expectsContinue = false
    /// The request under way is the last one.
    private var isLast = false
    /// The answer being written is the last one.
    private var ends = false
    private var isOver = false

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return throwAway(context, unwrapInboundIn(data)) }
        if case .head(let head) = unwrapInboundIn(data) {
            guard !isLast else { return isOver = true }
            pending += 1
            isLast = !head.isKeepAlive
            expectsContinue = head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
            guard Self.hasItsHost(head) else { return refuse(context) }
        }
        context.fireChannelRead(data)
    }

    /// HTTP/1.1 needs exactly one; HTTP/1.0 knows none.
    private static func hasItsHost(_ head: HTTPRequestHead) -> Bool {
        let hosts = head.headers["host"].count
        return hosts == 1 || (hosts == 0 && head.version == .http1_0)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        guard pending == 1 else { return isLast = true }
        let headers: HTTPHeaders = ["content-length": "0", "connection": "close"]
        let head = HTTPResponseHead(version: .http1_1, status: .badRequest, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        sayGoodbye(context)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else { return promise?.fail(ChannelError.outputClosed) ?? () }
        switch unwrapOutboundIn(data) {
        case .head(var head):
            let isFinal = isLast && pending == 1
            ends = isFinal || head.headers[canonicalForm: "connection"].contains("close")
            if isFinal { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            pending -= 1
            guard ends else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            sayGoodbye(context)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is Event else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if expectsContinue {
            context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
            expectsContinue = false
        }
        promise?.succeed()
    }

    private func sayGoodbye(_ context: ChannelHandlerContext) {
        isOver = true
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(limits.lingerSeconds)) {
            context.close(promise: nil)
        }
    }

    private func throwAway(_ context: ChannelHandlerContext, _ part: HTTPServerRequestPart) {
        if case .body(let bytes) = part { thrownAway += bytes.readableBytes }
        if thrownAway > ConnectionLimits.lingerBytes { context.close(promise: nil) }
    }
}
