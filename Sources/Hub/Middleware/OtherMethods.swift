internal import HTTPTypes
internal import HubAPI
internal import Hummingbird

/// Answers where there is no route: 405 with what may be used instead, where the address has other methods, or 404.
struct OtherMethods: RouterMiddleware {
    /// The same addresses once more, so that both read a path in one way; each says which methods it has.
    private let addresses: RouterResponder<Call>

    init(_ routes: [Route]) {
        let router = Router(context: Call.self)
        router.add(middleware: ExactAddresses())
        for (path, routes) in Dictionary(grouping: routes, by: \.path) {
            let methods = routes.map(\.method)
            router.get(RouterPath(path)) { _, _ in Reply(otherMethods: methods).last }
        }
        addresses = router.buildResponder()
    }

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, call) } catch let error as HTTPError where error.status == .notFound {
            var head = request.head
            head.method = .get
            let answer = try await addresses.respond(to: Request(head: head, body: request.body), context: call)
            guard answer.status != .notFound else { throw Problem.notFound }
            return answer
        }
    }
}
