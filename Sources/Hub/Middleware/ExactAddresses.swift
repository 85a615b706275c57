internal import Foundation
internal import HubAPI
internal import Hummingbird

/// An address means one thing only, as it is written: no empty segments, and names in percent-encoded UTF-8.
///
/// Hummingbird's router passes over empty segments and gives names as they came; its words are never decoded.
struct ExactAddresses: RouterMiddleware {
    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.contains("//") else { throw Problem.notFound }
        var call = call
        for (name, text) in call.parameters {
            guard let value = text.removingPercentEncoding else { throw Problem.notFound }
            call.coreContext.parameters[name] = value[...]
        }
        return try await next(request, call)
    }
}
