import HTTPTypes
import Hummingbird

/// Refuses requests that another site's page has made the browser send.
///
/// There is no password here, only the loopback address; so the name under which we were called must be the
/// loopback's, and a page that calls must be our own.
struct LocalPagesOnly<Context: RequestContext>: RouterMiddleware {
    private static var hosts: Set<String> { ["127.0.0.1", "localhost", "[::1]"] }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? ""
        guard Self.hosts.contains(Self.host(authority)) else {
            throw HTTPError(.forbidden, message: "only for programs on this machine")
        }
        if let origin = request.headers[.origin], origin != "http://\(authority)" {
            throw HTTPError(.forbidden, message: "only for the page that is served here")
        }
        return try await next(request, context)
    }

    /// Without the port.
    private static func host(_ authority: String) -> String {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return authority }
        return String(authority[..<colon])
    }
}
