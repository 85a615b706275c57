internal import FoundationEssentials
internal import HTTPTypes
internal import HubAPI
internal import Hummingbird
internal import NIOCore

/// What goes back: bytes with a type.
struct Reply: Sendable {
    var status: Int
    var contentType: String
    var body: Data
    /// For 405: what may be used instead.
    var allow: String?
    /// The connection ends with it: what the client may still be sending is not wanted.
    var isLast = false

    init(status: Int, contentType: String, body: Data) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// 200 with JSON.
    init(_ value: some Encodable) throws {
        self.init(status: 200, contentType: "application/json", body: try WireJSON.bytes(of: value))
    }

    /// 200 with JSON that was printed already.
    init(json: String) { self.init(status: 200, contentType: "application/json", body: Data(json.utf8)) }

    init(_ problem: Problem) {
        let body = (try? WireJSON.bytes(of: problem)) ?? Data()
        self.init(status: problem.status, contentType: "application/problem+json", body: body)
    }

    /// 405 at an address that has these methods.
    init(otherMethods methods: [Route.Method]) {
        self.init(.otherMethods(methods))
        allow = methods.map(\.allowed).joined(separator: ", ")
    }

    /// The same, and then the connection ends.
    var last: Reply {
        var last = self
        last.isLast = true
        return last
    }

    var response: Response {
        var headers = HTTPFields()
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-store"
        if let allow { headers[.allow] = allow }
        if isLast { headers[.connection] = "close" }
        switch status {
        case 401: headers[.wwwAuthenticate] = #"Bearer realm="peony""#
        case 429, 503: headers[.retryAfter] = "\(HubLimits.retryAfterSeconds)"
        default: break
        }
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Reply: ResponseGenerator {
    func response(from request: Request, context: some RequestContext) -> Response { response }
}
