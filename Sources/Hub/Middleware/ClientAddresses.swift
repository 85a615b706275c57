internal import HTTPTypes
internal import HubAPI
internal import Hummingbird
internal import NIOCore
internal import Vocabulary

/// Finds out who asks through a proxy that is trusted, and counts their requests as connections are counted: one client
/// must not have all that the proxy has. Beyond its bound the answer is 429.
struct ClientAddresses: RouterMiddleware {
    let connections: OpenConnections

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        guard let peer = call.channel.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }),
            connections.proxies.contains(peer)
        else { return try await next(request, call) }
        var call = call
        let client = connections.proxies.client(
            behind: peer, forwardedFor: request.lines(of: "x-forwarded-for"), forwarded: request.lines(of: "forwarded"))
        call.address = client.network
        // The proxy's own requests, to see whether the hub is there, are counted for no client.
        guard client != peer else { return try await next(request, call) }
        guard connections.beginRequest(from: call.address) else { throw Problem.tooManyRequests }
        defer { connections.endRequest(from: call.address) }
        return try await next(request, call)
    }
}

extension Request {
    /// - Parameter name: in small letters.
    fileprivate func lines(of name: String) -> [String] {
        headers.filter { $0.name.canonicalName == name }.map(\.value)
    }
}

extension Problem {
    fileprivate static let tooManyRequests = Problem(
        status: 429, code: "limit",
        title: Bilingual(zh: "同一地址的请求太多", en: "Too many requests from one address at once"),
        detail: "Nothing was taken and nothing is lost; send it again later.")
}
