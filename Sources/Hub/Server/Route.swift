internal import Foundation
internal import HubAPI
internal import HubStore
internal import Hummingbird

/// One thing the hub can be asked: `Sources/Hub/openapi.yaml` describes the same list, and a test compares them.
struct Route: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST" }

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

/// One request, after its route was found and its sender is known.
struct Call: Sendable {
    /// By the names between braces in the route's path, percent-decoded.
    var parameters: [String: String]
    var query: [String: String]
    var body: Data
    /// Who asks, for as long as somebody listens.
    var client: Connection?

    subscript(_ name: String) -> String { parameters[name] ?? "" }

    /// - Throws: a problem that says where in the JSON the mistake is.
    func decoded<Value: Decodable>(_: Value.Type = Value.self) throws(Problem) -> Value {
        // The decoder would guess UTF-16 and UTF-32 too (RFC 8259 §8.1: UTF-8, without a byte order mark).
        guard String(validating: body, as: UTF8.self) != nil, !body.starts(with: [0xEF, 0xBB, 0xBF]), !body.contains(0)
        else { throw .notUTF8 }
        do {
            return try JSONDecoder().decode(Value.self, from: body)
        } catch {
            throw Problem.invalidJSON(error)
        }
    }

    /// The body as it came.
    func text() throws(Problem) -> String {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw .notUTF8
        }
        return text
    }

    /// - Throws: a problem when the parameter in the path is not of this form.
    func required<Value>(_ name: String, _ form: String, _ parse: (String) -> Value?) throws(Problem) -> Value {
        guard let value = parse(self[name]) else {
            throw Problem(
                status: 400, code: "invalid-parameter", title: "The \(name) in the address is not one",
                detail: "\(form) is expected. Nothing was changed.")
        }
        return value
    }

    /// - Throws: a problem when it is there and not a whole number in the range.
    func number(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = Int64(text), "\(number)" == text, range.contains(number) else {
            throw Problem(
                status: 400, code: "invalid-parameter", title: "\(name) is not a number that can be used",
                detail: "A whole number from \(range.lowerBound) to \(range.upperBound) is expected.")
        }
        return number
    }

    func choice<Value: RawRepresentable<String>>(_ name: String, default value: Value) throws(Problem) -> Value {
        guard let text = query[name] else { return value }
        guard let choice = Value(rawValue: text) else {
            throw Problem(
                status: 400, code: "invalid-parameter", title: "\(name) is none of the values it can have",
                detail: "They are listed in /openapi.yaml.")
        }
        return choice
    }
}

/// Which route a path means.
struct RouteTable: Sendable {
    let routes: [Route]
    private let patterns: [[Segment]]

    private enum Segment: Sendable {
        case fixed(String)
        case named(String)
    }

    enum Match: Sendable {
        case route(Route, [String: String])
        /// The path exists; these methods may be used on it.
        case otherMethods([Route.Method])
        case none
    }

    init(_ routes: [Route]) {
        self.routes = routes
        patterns = routes.map { route in
            route.path.split(separator: "/", omittingEmptySubsequences: true).map { segment in
                segment.hasPrefix("{") ? .named(String(segment.dropFirst().dropLast())) : .fixed(String(segment))
            }
        }
    }

    /// A path means one thing only, as it is written: no empty segments, nothing fixed in percent-encoding. Where a
    /// fixed word and a name fit, it is the word.
    func match(method: String, path: String) -> Match {
        guard path.hasPrefix("/") else { return .none }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        let matches = zip(routes, patterns).compactMap { route, pattern in
            Self.parameters(segments, pattern).map { (route: route, parameters: $0) }
        }
        let fewestNames = matches.map(\.parameters.count).min()
        let meant = matches.filter { $0.parameters.count == fewestNames }
        if let match = meant.first(where: { $0.route.method.rawValue == method }) {
            return .route(match.route, match.parameters)
        }
        return meant.isEmpty ? .none : .otherMethods(meant.map(\.route.method))
    }

    private static func parameters(_ segments: [Substring], _ pattern: [Segment]) -> [String: String]? {
        guard segments.count == pattern.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, expected) in zip(segments, pattern) {
            switch expected {
            case .fixed(let text): if segment != text { return nil }
            case .named(let name):
                guard let value = segment.removingPercentEncoding, !value.isEmpty else { return nil }
                parameters[name] = value
            }
        }
        return parameters
    }
}

extension Problem {
    fileprivate static let notUTF8 = Problem(
        status: 400, code: "invalid-json", title: "The body is not UTF-8",
        detail: "JSON in UTF-8, without a byte order mark, is expected. Nothing was taken and nothing is lost.")
}
