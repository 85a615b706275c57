internal import Hummingbird

/// RFC 9110 §9.3.2: HEAD is answered as GET is, without the body. Hummingbird's router sees to that behind a route;
/// refusals that come before one have a body too.
struct HeadAnswers: RouterMiddleware {
    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, call)
        return request.method == .head ? response.createHeadResponse() : response
    }
}
