internal import HTTPTypes
internal import HubStore

/// One thing the hub can be asked: `Sources/Hub/openapi.yaml` describes the same list, and a test compares them.
struct Route: Sendable {
    enum Method: String, Sendable {
        case get = "GET", post = "POST"

        /// As the router has it.
        var http: HTTPRequest.Method {
            switch self {
            case .get: .get
            case .post: .post
            }
        }

        /// As `Allow` lists it: where GET is, HEAD is too.
        var allowed: String { self == .get ? "GET, HEAD" : rawValue }
    }

    var method: Method
    /// As in OpenAPI: `/v1/kiosks/{kiosk}/feed`.
    var path: String
    /// Who may call; empty for everybody, without a token.
    var roles: Set<Bearer.Role>
    /// A longer body is refused with 413 before it is read.
    var bodyLimit: Int
    var answer: @Sendable (Call) async throws -> Reply

    static let smallBody = 64 * 1024

    init(
        _ method: Method, _ path: String, _ roles: Set<Bearer.Role>, bodyLimit: Int = Route.smallBody,
        answer: @escaping @Sendable (Call) async throws -> Reply
    ) {
        self.method = method
        self.path = path
        self.roles = roles
        self.bodyLimit = bodyLimit
        self.answer = answer
    }
}
