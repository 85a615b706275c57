internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// One connection from its bytes to requests: counted, with the certificate of this moment, within its deadlines.
struct HubChannel: ServerChildChannel {
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

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<AcceptedConnection> {
        let limits = connections.limits
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionWatch(Connection(channel), in: connections))
            if let certificate { try pipeline.addHandler(NIOSSLServerHandler(context: certificate.context)) }
        }.flatMap {
            http.setup(channel: channel, logger: logger)
        }.flatMapThrowing { requests in
            let accepted = AcceptedConnection(requests)
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(HTTPConduct(limits), position: .after(decoder))
            try pipeline.addHandler(RequestDeadlines(limits), position: .after(decoder))
            return accepted
        }
    }

    func handle(value: AcceptedConnection, logger: Logger) async {
        await value.serve { await http.handle(value: $0, logger: logger) }
    }
}
