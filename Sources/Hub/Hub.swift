package import HubStore
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
package import Logging
internal import NIOCore
internal import NIOSSL
internal import ServiceLifecycle
internal import Settings
package import Supervision
package import UnixSignals

/// The hub as a value: `hubd` runs one, tests run many, each on a free port and its own file.
package struct Hub: Sendable {
    package let settings: HubSettings
    package let database: HubDatabase
    private let logger: Logger
    private let newID: @Sendable () -> String
    private let server: HTTPServerBuilder

    /// A connection on which nothing moves for this long is closed; longer than any long poll.
    static let idleTimeout = TimeAmount.seconds(75)

    /// Opens the database and reads the certificate; nothing is served yet.
    /// - Parameters:
    ///   - mayCreate: whether a database that is not there is made. A mistyped path must not become a new, empty hub.
    ///   - now: milliseconds since 1970 UTC.
    ///   - newID: names for remote requests, random.
    package init(
        _ settings: HubSettings, mayCreate: Bool = false, now: @escaping @Sendable () -> Int64,
        newID: @escaping @Sendable () -> String, logger: Logger
    ) throws(HubStartError) {
        guard settings.tls != nil || settings.isLoopback else {
            throw .plainOutsideLoopback(host: settings.host)
        }
        self.settings = settings
        self.logger = logger
        self.newID = newID
        server = try Self.server(settings.tls)
        do {
            database = try HubDatabase(path: settings.database, as: .owner(mayCreate: mayCreate), now: now)
            try database.requireNotTurnedBack()
        } catch let error as HubFileError {
            throw .file(error)
        } catch {
            throw .database("\(settings.database): \(error)")
        }
    }

    private static func server(_ tls: HubSettings.TLSFiles?) throws(HubStartError) -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: idleTimeout))
        guard let tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(bytes: Array(try SecretFile.read(tls.key).utf8), format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw .certificate("\(error)")
        }
    }

    /// Serves until the task is cancelled or a signal comes; requests under way are finished first.
    /// - Parameters:
    ///   - signals: that end it gracefully.
    ///   - supervisor: hears when it serves, that it is alive, and that it ends.
    ///   - onReady: called once with the port when connections are accepted.
    package func run(
        signals: [UnixSignal] = [], supervisor: Supervisor = .none,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        let desk = FrontDesk(database: database, bell: Doorbell(), newID: newID)
        try await desk.reloadTokens()
        let logger = logger
        var watch = FileWatch(database, logger, supervisor)
        let trouble = await watch.begin()
        let application = Application(
            responder: HubResponder(table: RouteTable(Self.routes(desk)), desk: desk, logger: logger),
            server: server,
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "hubd"),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                logger.info("serving", metadata: ["port": .stringConvertible(port)])
                supervisor.tell(.ready, .status(trouble ?? "serving on port \(port)"))
                await onReady(port)
            },
            logger: Self.quiet(logger))
        let group = ServiceGroup(
            services: [application, Upkeep(desk: desk, watch: watch, logger: logger, supervisor: supervisor)],
            gracefulShutdownSignals: signals,
            logger: Self.quiet(logger))
        try await group.run()
        logger.info("stopped")
    }

    static func routes(_ desk: FrontDesk) -> [Route] {
        kioskRoutes(desk) + cardRoutes(desk) + counterRoutes(desk) + deskRoutes(desk) + historyRoutes(desk)
            + operatorRoutes(desk) + publicRoutes(desk)
    }

    /// `METHOD /path`, as in `openapi.yaml`.
    package var routeNames: [String] {
        let desk = FrontDesk(database: database, bell: Doorbell(), newID: newID)
        return Self.routes(desk).map { "\($0.method.rawValue) \($0.path)" }
    }

    /// The libraries' own words are only wanted when something is wrong.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = .warning
        return quiet
    }
}
