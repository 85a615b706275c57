internal import Hummingbird
internal import Logging

/// The declared routes on Hummingbird's router, each behind what it asks of a request.
///
/// A request that can be refused without its body is, and the connection ends: a client without a token cannot make the
/// hub read on.
struct Routing {
    let connections: OpenConnections
    let authentication: Authentication
    let logger: Logger

    func router(_ routes: [Route]) -> Router<Call> {
        let router = Router(context: Call.self, options: .autoGenerateHeadEndpoints)
        router.addMiddleware {
            HeadAnswers()
            ProblemAnswers(endsConnection: true, logger: logger)
            ClientAddresses(connections: connections)
            ExactAddresses()
            OtherMethods(routes)
        }
        for route in routes { add(route, to: router) }
        return router
    }

    /// The order matters: the caller is checked before the request, and the request before its body is read.
    private func add(_ route: Route, to router: Router<Call>) {
        router.group().addMiddleware {
            if !route.roles.isEmpty {
                authentication
                Permission(roles: route.roles)
            }
            ClearQuery()
            WholeBody(limit: route.bodyLimit)
            Listeners(connections: connections)
            ProblemAnswers(endsConnection: false, logger: logger)
        }.on(RouterPath(route.path), method: route.method.http) { _, call in try await route.answer(call) }
    }
}
