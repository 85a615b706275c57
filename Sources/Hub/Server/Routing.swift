internal import Hummingbird
internal import Logging

/// The declared routes on Hummingbird's router, each behind what it asks of a request.
///
/// Whatever can be refused without the body is, and the connection ends: nobody without a token makes the hub read on.
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

    /// In this order: who asks is refused before what is asked, and what is asked before its body is read.
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
