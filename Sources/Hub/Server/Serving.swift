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
    /// Why the address could not be had; `nil` for an error that is about something else.
    init?(_ error: any Error, _ settings: HubSettings) {
        let (why, mayPass): (String, Bool)
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: (why, mayPass) = ("another program listens there", true)
        case EADDRNOTAVAIL: (why, mayPass) = ("this machine does not have that address (yet)", true)
        case EACCES: (why, mayPass) = ("this user may not use that port", false)
        case let number?: (why, mayPass) = ("the system says error \(number)", true)
        case nil:
            guard error is SocketAddressError || error is SocketAddressError.UnknownHost else { return nil }
            (why, mayPass) = ("no address has that name (yet)", true)
        }
        self = .address(host: settings.host, port: settings.port, why: why, mayPass: mayPass)
    }
}
