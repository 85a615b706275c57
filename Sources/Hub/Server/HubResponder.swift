internal import Documents
internal import Foundation
internal import HTTPTypes
internal import HubAPI
internal import HubStore
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// What is known of a request's way here.
struct HubContext: InitializableFromSource {
    let channel: any Channel
    init(source: ApplicationRequestContextSource) { channel = source.channel }
}

/// From a request to an answer: which route, who asks, how much was sent, and what went wrong in words.
///
/// Whatever can be refused without the body is, and the connection ends: nobody without a token makes the hub read on.
struct HubResponder: HTTPResponder {
    typealias Context = HubContext

    let table: RouteTable
    let shared: RouteContext
    let connections: OpenConnections
    let logger: Logger

    func respond(to request: Request, context: HubContext) async throws -> Response {
        switch table.match(method: request.method.rawValue, path: request.uri.path) {
        case .none: return Reply(.notFound).last.response
        case .otherMethods(let methods):
            return Reply(.otherMethods(methods), allow: methods.map(\.rawValue).joined(separator: ", ")).last.response
        case .route(let route, let parameters):
            return try await reply(to: request, route, parameters, context).response
        }
    }

    private func reply(
        to request: Request, _ route: Route, _ parameters: [String: String], _ context: HubContext
    ) async throws -> Reply {
        let call: Call
        do {
            try await authorize(request, route, parameters, context)
            call = Call(
                parameters: parameters, query: try Self.query(request),
                body: try await body(of: request, route.bodyLimit, context), client: connections[context.channel])
        } catch let error as HTTPParserError {
            // Hummingbird answers what is no HTTP with 400 and closes.
            throw error
        } catch let problem as Problem {
            return Reply(problem).last
        } catch {
            return Reply(error is RequestTooSlow ? .tooSlow : .incomplete).last
        }
        do { return try await route.answer(call) } catch { return refusal(of: error, route) }
    }

    private func authorize(
        _ request: Request, _ route: Route, _ parameters: [String: String], _ context: HubContext
    ) async throws(Problem) {
        guard !route.roles.isEmpty else { return }
        guard let bearer = try await bearer(of: request) else {
            shared.noteStranger(at: OpenConnections.key(of: context.channel.remoteAddress), logger)
            throw .unauthorized
        }
        guard route.roles.contains(bearer.role), bearer.role != .kiosk || bearer.kiosk == parameters["kiosk"] else {
            throw .forbidden
        }
    }

    /// - Returns: `nil` for a request without a token, or with one that is not known.
    private func bearer(of request: Request) async throws(Problem) -> Bearer? {
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        do { return try await shared.database.bearer(of: String(words[1])) } catch {
            logger.error("token not read", metadata: ["reason": "\(error)"])
            throw .storeFailed
        }
    }

    private func body(of request: Request, _ limit: Int, _ context: HubContext) async throws -> Data {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit)
        }
        if request.headers[.expect] != nil {
            try await context.channel.triggerUserOutboundEvent(HTTPConduct.Event.bodyIsWanted).get()
        }
        do {
            return Data(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit)
        } catch let error as HTTPError where error.status == .contentTooLarge {
            throw Problem.tooLarge(limit)
        }
    }

    /// - Throws: a problem for a name that is there twice and for what is not percent-encoded UTF-8: two programs that
    ///   read it would understand two things.
    private static func query(_ request: Request) throws(Problem) -> [String: String] {
        var query: [String: String] = [:]
        for pair in (request.uri.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts[0].removingPercentEncoding,
                let value = parts.count > 1 ? parts[1].removingPercentEncoding : "", query[name] == nil
            else { throw .unclearQuery }
            query[name] = value
        }
        return query
    }

    private func refusal(of error: any Error, _ route: Route) -> Reply {
        if let problem = error as? Problem { return Reply(problem) }
        if let error = error as? HubStoreError { return Reply(Problem(error)) }
        if let problems = error as? DocumentProblems { return Reply(Problem(problems)) }
        logger.error("request failed", metadata: ["route": "\(route.path)", "reason": "\(type(of: error)): \(error)"])
        return Reply(.storeFailed)
    }
}
