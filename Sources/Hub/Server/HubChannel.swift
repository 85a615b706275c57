internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// One connection from its bytes to requests: counted, with the certificate of this moment, within its deadlines.
struct HubChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let http: HTTP1Channel
    let connections: OpenConnections
    /// `nil` for plain HTTP.
    let certificate: ServerCertificate?

    init(
        _ connections: OpenConnections, _ certificate: ServerCertificate?,
        _ responder: @escaping HTTP1Channel.Responder
    ) {
        http = HTTP1Channel(
            responder: responder, configuration: .init(idleTimeout: .seconds(ConnectionLimits.idleSeconds)))
        self.connections = connections
        self.certificate = certificate
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let limits = connections.limits
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionWatch(Connection(channel), in: connections))
            if let certificate { try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context)) }
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let requests = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(HTTPConduct(limits), position: .after(requests))
            try pipeline.addHandler(RequestDeadlines(limits), position: .after(requests))
            return value
        }
    }

    func handle(value: Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}
