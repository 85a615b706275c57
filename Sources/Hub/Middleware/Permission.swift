internal import HubAPI
internal import HubStore
internal import Hummingbird

/// Lets through who has one of the roles, and a kiosk under its own name only; for others the answer is 403.
struct Permission: RouterMiddleware {
    let roles: Set<Bearer.Role>

    func handle(
        _ request: Request, context call: Call, next: (Request, Call) async throws -> Response
    ) async throws -> Response {
        guard let caller = call.caller, roles.contains(caller.role),
            caller.role != .kiosk || caller.kiosk == call["kiosk"]
        else { throw Problem.forbidden }
        return try await next(request, call)
    }
}
