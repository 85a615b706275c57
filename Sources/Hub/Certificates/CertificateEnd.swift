/// How near the end of a certificate is, in the steps in which people are told.
enum CertificateEnd: Hashable, Sendable {
    case far
    /// Within a month, with whole days left.
    case near(days: Int64)
    /// Within a week.
    case urgent(days: Int64)
    case past

    private static let dayMs: Int64 = 86_400_000
    static let nearDays: Int64 = 30
    static let urgentDays: Int64 = 7

    init(endsAtMs: Int64, nowMs: Int64) {
        let days = (endsAtMs - nowMs) / Self.dayMs
        self = endsAtMs <= nowMs ? .past : .near(days: days)
        if days < Self.urgentDays, endsAtMs > nowMs { self = .urgent(days: days) }
        if days >= Self.nearDays { self = .far }
    }

    /// For the log and the supervisor's status; `nil` when there is nothing to say.
    var words: String? {
        switch self {
        case .far: nil
        case .near(let days), .urgent(let days): "the TLS certificate ends in \(days) days; renew it"
        case .past: "the TLS certificate has ended: kiosks refuse it and work off line; renew it now"
        }
    }
}
