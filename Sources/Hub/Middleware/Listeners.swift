internal import Hummingbird

/// Finds the connection that the answer goes to: who waits for something stops waiting when the client hangs up.
struct Listeners: RouterMiddleware {
    let connections: OpenConnections

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        var call = call
        call.client = connections[call.channel]
        return try await next(request, call)
    }
}
