internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Why there is no connection to the hub, as an operator can act on it. Libraries print their own types.
enum LostConnection {
    /// - Returns: what the library says where the error is none that operators meet.
    static func words(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError:
            // Its addresses were tried one after another; names that are not known have none.
            if let last = error.connectionErrors.last { return words(last.error) }
            return (error.dnsAError ?? error.dnsAAAAError).map(words) ?? "there is no connection"
        case is SocketAddressError.UnknownHost: return "its name is not known; is it written right, is the network up?"
        case let error as IOError: return words(errno: error.errnoCode)
        case let error as HTTPClientError where error == .remoteConnectionClosed: return broken
        default: return "\(error)"
        }
    }

    private static let broken = "the connection broke before the answer was whole"

    private static func words(errno number: CInt) -> String {
        switch number {
        case ECONNREFUSED: "nothing listens at its address; is hubd running, is the port right?"
        case ENETUNREACH, EHOSTUNREACH: "there is no way to its address; is the network up?"
        case ECONNRESET, EPIPE: broken
        default: String(cString: strerror(number))
        }
    }
}
