package import HubStore
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle
package import Supervision
package import UnixSignals

/// The hub as a value: `hubd` runs one, tests run many, each on a free port.
package struct Hub: Sendable {
    package let settings: HubSettings
    package let database: HubDatabase
    private let logger: Logger
    private let clock: HubClock
    private let newID: @Sendable () -> String
    /// `nil` for plain HTTP.
    private let certificate: ServerCertificate?

    /// Reads the certificate and opens the database; nothing is served yet.
    /// - Parameters:
    ///   - mayCreate: whether a database that is not there is made. A mistyped path must not become a new, empty hub.
    ///   - clock: what the books go by.
    ///   - newID: names for remote requests, random.
    package static func open(
        _ settings: HubSettings, mayCreate: Bool = false, clock: HubClock, newID: @escaping @Sendable () -> String,
        logger: Logger
    ) async throws(HubStartError) -> Hub {
        guard settings.tls != nil || settings.isLoopback else {
            throw .plainOutsideLoopback(host: settings.host)
        }
        let certificate: ServerCertificate?
        do throws(CertificateProblem) {
            certificate = try settings.tls.map { files throws(CertificateProblem) in try ServerCertificate(files) }
        } catch {
            throw .certificate(error)
        }
        do {
            let database = try await HubDatabase.open(settings.database, as: .owner(mayCreate: mayCreate), clock: clock)
            try database.requireNotTurnedBack()
            return Hub(
                settings: settings, database: database, logger: logger, clock: clock, newID: newID,
                certificate: certificate)
        } catch {
            throw HubStartError(error, opening: settings.database)
        }
    }

    /// With a clock by which time itself passes: for tests.
    package static func open(
        _ settings: HubSettings, mayCreate: Bool = false, now: @escaping @Sendable () -> Int64,
        newID: @escaping @Sendable () -> String, logger: Logger
    ) async throws(HubStartError) -> Hub {
        try await open(settings, mayCreate: mayCreate, clock: HubClock(following: now), newID: newID, logger: logger)
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
        let context = RouteContext(database: database, polls: LongPolls(), newID: newID)
        let logger = logger
        let limits = settings.connections.fitting(descriptors: Descriptors.raiseLimit())
        guard limits.inAll >= ConnectionLimits.fewest else {
            throw HubStartError.descriptors(allowed: Descriptors.raiseLimit())
        }
        let status = HubStatus(supervisor)
        var watch = FileWatch(database, logger, status)
        await watch.begin()
        if watch.isOutdated { throw HubStartError.outdated }
        let connections = OpenConnections(limits, behind: settings.trustedProxies, logger: logger)
        let serving = Gate()
        let application = application(context, connections) { port in
            logger.info("serving", metadata: ["port": .stringConvertible(port)])
            let end = certificate.flatMap { CertificateEnd(endsAtMs: $0.endsAtMs, nowMs: clock.wallMs()).words }
            status.note(.certificate, end)
            status.begin(port: port)
            await onReady(port)
            serving.open()
        }
        // The last one is asked to stop first.
        let upkeep = Upkeep(database: database, watch: watch, status: status, logger: logger, serving: serving)
        let renewal = RenewalWatch(certificate: certificate, status: status, logger: logger, wallMs: clock.wallMs)
        let configuration = ServiceGroupConfiguration(
            services: [
                .init(service: Serving(application: application, connections: connections)),
                .init(service: upkeep, failureTerminationBehavior: .gracefullyShutdownGroup),
                .init(service: renewal), .init(service: ChangeListener(database: database, polls: context.polls)),
            ], gracefulShutdownSignals: signals, logger: Self.quiet(logger))
        let group = ServiceGroup(configuration: configuration)
        do { try await group.run() } catch { throw HubStartError(error, settings) ?? error }
        logger.info("stopped")
    }

    private func application(
        _ context: RouteContext, _ connections: OpenConnections, onServing: @escaping @Sendable (Int) async -> Void
    ) -> some Service {
        let certificate = certificate
        let routing = Routing(
            connections: connections, authentication: Authentication(database, logger), logger: logger)
        return Application(
            router: routing.router(Self.routes(context)),
            server: HTTPServerBuilder { HubChannel(connections, certificate, $0) },
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: "hubd"),
            onServerRunning: { channel in await onServing(channel.localAddress?.port ?? 0) },
            logger: Self.quiet(logger))
    }

    static func routes(_ context: RouteContext) -> [Route] {
        kioskRoutes(context) + cardRoutes(context) + claimRoutes(context) + memberRoutes(context)
            + incidentRoutes(context) + deskRoutes(context) + historyRoutes(context) + operatorRoutes(context)
            + publicRoutes(context)
    }

    /// `METHOD /path`, as in `openapi.yaml`.
    package var routeNames: [String] {
        let context = RouteContext(database: database, polls: LongPolls(), newID: newID)
        return Self.routes(context).map { "\($0.method.rawValue) \($0.path)" }
    }

    /// The libraries' own words are only wanted when something is wrong.
    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = .warning
        return quiet
    }
}
