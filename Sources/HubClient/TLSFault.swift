internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Why the server at the hub's address cannot be believed to be the hub. The raw values are codes for logs.
package enum TLSFault: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case wrongHost = "certificate-host"
    case expired = "certificate-expired"
    case notYetValid = "certificate-not-yet-valid"
    case unknownIssuer = "certificate-unknown"
    case notTLS = "not-tls"

    package var description: String {
        switch self {
        case .wrongHost: "the hub's certificate is for another name than hub.url has"
        case .expired: "the hub's certificate has ended; renew it at the hub"
        case .notYetValid: "the hub's certificate is not valid yet, or the clock of this machine is wrong"
        case .unknownIssuer: "the hub's certificate was not issued by anybody this machine trusts; see hub.ca_file"
        case .notTLS: "what listens at the hub's address does not speak TLS"
        }
    }

    /// - Parameter error: of a request; the certificate itself is looked at when it was not accepted.
    /// - Returns: `nil` when the error says nothing about trust.
    init?(_ error: any Error, host: String, port: Int) async {
        let text = "\(error)"
        if text.contains("failedToValidateHostname") {
            self = .wrongHost
        } else if ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST"].contains(where: text.contains) {
            self = .notTLS
        } else if text.contains("CERTIFICATE_VERIFY_FAILED") {
            self.init(try? await CertificateProbe(host: host, port: port).leaf(), at: Date())
        } else {
            return nil
        }
    }

    private init(_ leaf: NIOSSLCertificate?, at now: Date) {
        guard let leaf else {
            self = .unknownIssuer
            return
        }
        let seconds = now.timeIntervalSince1970
        if Double(leaf.notValidAfter) < seconds {
            self = .expired
        } else if Double(leaf.notValidBefore) > seconds {
            self = .notYetValid
        } else {
            self = .unknownIssuer
        }
    }
}

/// Fetches a server's certificate to tell what is wrong with it. The handshake always ends there: nothing is sent.
private struct CertificateProbe {
    let host: String
    let port: Int

    private static let patience = TimeAmount.seconds(5)

    func leaf() async throws -> NIOSSLCertificate? {
        let box = FoundCertificate()
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
        let name = isAddress ? nil : host
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connectTimeout(Self.patience)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name,
                        customVerificationCallback: { chain, verdict in
                            box.certificate.withLock { $0 = chain.first }
                            verdict.succeed(NIOSSLVerificationResult.failed)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }.connect(host: host, port: port).get()
        channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        try? await channel.closeFuture.get()
        return box.certificate.withLock { $0 }
    }

    /// Filled on the connection's event loop.
    private final class FoundCertificate: Sendable {
        let certificate = Mutex<NIOSSLCertificate?>(nil)
    }
}
