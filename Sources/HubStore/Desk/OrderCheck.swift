internal import Loyalty

/// What a desk may not enter, whoever the member is.
struct OrderCheck {
    /// Milliseconds since 1970 UTC.
    let nowMs: Int64

    /// - Returns: `nil` where it may be entered.
    func refusal(of entry: MemberEntry) -> Refusal? {
        notTheDesks(entry.fact) ?? reserved(entry.id) ?? outOfTime(entry.atMs)
    }

    /// A kiosk's work, a night's and a gift's other half are not the desk's.
    private func notTheDesks(_ fact: MemberFact) -> Refusal? {
        switch fact {
        case .spend, .redeemed: .entryOfKiosk
        case .night: .entryOfNight
        case .package(_, .transferredHere): .entryOfReceiver
        default: nil
        }
    }

    private func reserved(_ id: String) -> Refusal? { HubEntryID.isReserved(id) ? .idReserved(id) : nil }

    private func outOfTime(_ atMs: Int64) -> Refusal? {
        if atMs > nowMs + HubStoreLimits.deskAheadMs { return .entryAhead(atMs: atMs) }
        return atMs < nowMs - HubStoreLimits.deskLateMs ? .entryTooLate(atMs: atMs) : nil
    }
}
