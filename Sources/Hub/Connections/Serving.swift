internal import Glibc
internal import NIOCore
internal import ServiceLifecycle

/// The server until it is asked to stop. Requests under way are finished first, but no client holds up the end: one
/// that sends its body byte by byte, or does not read its answer, is cut off.
struct Serving<Application: Service>: Service {
    let application: Application
    let connections: OpenConnections

    func run() async throws {
        let connections = connections
        try await withGracefulShutdownHandler {
            try await application.run()
        } onGracefulShutdown: {
            Task {
                try? await Task.sleep(for: .seconds(connections.limits.stopSeconds))
                connections.cut()
            }
        }
    }
}

extension HubStartError {
    /// Why the address could not be had.
    init(_ error: IOError, _ settings: HubSettings) {
        let (why, mayPass) =
            switch error.errnoCode {
            case EADDRINUSE: ("another program listens there", true)
            case EADDRNOTAVAIL: ("this machine does not have that address (yet)", true)
            case EACCES: ("this user may not use that port", false)
            default: ("the system says error \(error.errnoCode)", true)
            }
        self = .address(host: settings.host, port: settings.port, why: why, mayPass: mayPass)
    }
}
