internal import FoundationEssentials
internal import HTTPTypes
internal import HubAPI
internal import HubStore
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Settings

/// From a request to an answer: which route, who asks, how much was sent, and what went wrong in words.
struct HubResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let table: RouteTable
    let desk: FrontDesk
    let logger: Logger

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        await reply(to: request).response
    }

    private func reply(to request: Request) async -> Reply {
        switch table.match(method: request.method.rawValue, path: request.uri.path) {
        case .none: return Reply(.notFound)
        case .otherMethods(let methods):
            return Reply(.otherMethods(methods), allow: methods.map(\.rawValue).joined(separator: ", "))
        case .route(let route, let parameters):
            do {
                try authorize(request, route, parameters)
                let call = Call(
                    parameters: parameters, query: Self.query(request),
                    body: try await body(of: request, route.bodyLimit))
                return try await route.answer(call)
            } catch {
                return refusal(of: error, route)
            }
        }
    }

    private func authorize(_ request: Request, _ route: Route, _ parameters: [String: String]) throws(Problem) {
        guard !route.roles.isEmpty else { return }
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer", let bearer = desk.bearer(of: String(words[1])) else {
            throw .unauthorized
        }
        guard route.roles.contains(bearer.role), bearer.role != .kiosk || bearer.kiosk == parameters["kiosk"] else {
            throw .forbidden
        }
    }

    private func body(of request: Request, _ limit: Int) async throws -> Data {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit)
        }
        do {
            return Data(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem.tooLarge(limit)
        } catch let error as HTTPError where error.status == .contentTooLarge {
            throw Problem.tooLarge(limit)
        }
    }

    private static func query(_ request: Request) -> [String: String] {
        Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in first }
    }

    private func refusal(of error: any Error, _ route: Route) -> Reply {
        if let problem = error as? Problem { return Reply(problem) }
        if let error = error as? HubStoreError { return Reply(Problem(error)) }
        if let problems = error as? SettingsProblems { return Reply(Problem(problems)) }
        logger.error("request failed", metadata: ["route": "\(route.path)", "reason": "\(type(of: error)): \(error)"])
        return Reply(.storeFailed)
    }
}
