internal import Database
internal import Documents
internal import HubAPI
internal import HubStore
internal import Hummingbird
internal import Logging
internal import NIOHTTP1

/// Answers whatever is thrown in words.
struct ProblemAnswers: RouterMiddleware {
    /// Whether the connection ends with the answer, because the client may still be sending a body that is not wanted.
    let endsConnection: Bool
    let logger: Logger

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, call) } catch let error as HTTPParserError {
            // Hummingbird answers what is no HTTP with 400 and closes.
            throw error
        } catch {
            let reply = reply(to: error, call)
            return (endsConnection ? reply.last : reply).response
        }
    }

    private func reply(to error: any Error, _ call: Call) -> Reply {
        switch error {
        case let problem as Problem: return Reply(problem)
        case let error as HubStoreError: return Reply(Problem(error))
        case let problems as DocumentProblems: return Reply(Problem(problems))
        default:
            let reason = "\(type(of: error)): \(error)"
            logger.error("request failed", metadata: ["route": "\(call.endpointPath ?? "")", "reason": "\(reason)"])
            return Reply(problem(of: error as? DatabaseError))
        }
    }

    private func problem(of error: DatabaseError?) -> Problem {
        switch error {
        case .outcomeUnknown: .outcomeUnknown
        case .full: .noRoom
        default: .storeFailed
        }
    }
}
