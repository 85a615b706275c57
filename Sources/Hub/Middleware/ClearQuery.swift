internal import Foundation
internal import HubAPI
internal import Hummingbird

/// Reads the query; for a name that is there twice and for what is not percent-encoded UTF-8 the answer is 400: two
/// programs that read it would understand two things.
struct ClearQuery: RouterMiddleware {
    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        var call = call
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts[0].removingPercentEncoding,
                let value = parts.count > 1 ? parts[1].removingPercentEncoding : "", call.query[name] == nil
            else { throw Problem.unclearQuery }
            call.query[name] = value
        }
        return try await next(request, call)
    }
}
