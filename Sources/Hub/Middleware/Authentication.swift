internal import HubAPI
internal import HubStore
internal import Hummingbird
internal import Logging

/// Finds out who asks, by the token of `Authorization: Bearer …`; without one that is known the answer is 401.
struct Authentication: RouterMiddleware {
    private let database: HubDatabase
    private let logger: Logger
    private let strangers = RateLimitedLog()

    init(_ database: HubDatabase, _ logger: Logger) {
        self.database = database
        self.logger = logger
    }

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        var call = call
        call.caller = try await bearer(of: request)
        guard call.caller != nil else {
            noteStranger(at: call.address)
            throw Problem.unauthorized
        }
        return try await next(request, call)
    }

    /// - Returns: `nil` for a request without a token, or with one that is not known.
    private func bearer(of request: Request) async throws(Problem) -> Bearer? {
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        do { return try await database.bearer(of: String(words[1])) } catch {
            logger.error("token not read", metadata: ["reason": "\(error)"])
            throw .storeFailed
        }
    }

    /// Nobody guesses 256 bits, but somebody may try.
    private func noteStranger(at address: String) {
        strangers.log { before in
            logger.warning(
                "token missing or unknown",
                metadata: ["address": "\(address)", "since-last-line": "\(before)"])
        }
    }
}
