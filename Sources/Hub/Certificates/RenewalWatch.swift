internal import Logging
internal import ServiceLifecycle
internal import Supervision

/// Takes a certificate and key that are renewed while the hub serves.
struct RenewalWatch: Service {
    static let period = Duration.seconds(5)

    let certificate: ServerCertificate?
    let status: HubStatus
    let logger: Logger
    /// Milliseconds since 1970 UTC.
    let wallMs: @Sendable () -> Int64

    func run() async throws {
        let pause = min(Self.period, status.supervisor.aliveEvery ?? Self.period)
        try? await cancelWhenGracefulShutdown {
            var told = CertificateEnd.far
            while true {
                if let certificate { tell(of: certificate, &told) }
                try await Task.sleep(for: pause)
            }
        }
    }

    private func tell(of certificate: ServerCertificate, _ told: inout CertificateEnd) {
        switch certificate.renew() {
        case .unchanged: break
        case .renewed: logger.info("certificate renewed")
        case .refused(let why):
            logger.error("certificate not renewed; the one before is served", metadata: ["reason": "\(why)"])
        }
        let end = CertificateEnd(endsAtMs: certificate.endsAtMs, nowMs: wallMs())
        guard end != told else { return }
        told = end
        status.note(.certificate, end.words)
        guard let words = end.words else { return }
        logger.log(level: end == .past ? .error : .warning, "certificate", metadata: ["end": "\(words)"])
    }
}
