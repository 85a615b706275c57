internal import Foundation
internal import HTTPTypes
internal import HubAPI
internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1

/// Reads the body up to the route's limit; for a longer one the answer is 413, before it is read where its length is
/// known.
struct WholeBody: RouterMiddleware {
    let limit: Int

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        var call = call
        call.body = try await body(of: request, call.channel)
        return try await next(request, call)
    }

    private func body(of request: Request, _ channel: any Channel) async throws -> Data {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.tooLarge(limit)
        }
        do {
            if request.headers[.expect] != nil {
                try await channel.triggerUserOutboundEvent(HTTPConduct.Event.bodyIsWanted).get()
            }
            return Data(try await request.body.collect(upTo: limit).readableBytesView)
        } catch let error as HTTPParserError {
            throw error
        } catch {
            throw problem(error)
        }
    }

    private func problem(_ error: any Error) -> Problem {
        switch error {
        case is NIOTooManyBytesError: .tooLarge(limit)
        case let error as HTTPError where error.status == .contentTooLarge: .tooLarge(limit)
        case is RequestTooSlow: .tooSlow
        default: .incomplete
        }
    }
}
