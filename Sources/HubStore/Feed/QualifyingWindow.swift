internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Which days of a member's counts are still in the window of any policy that a kiosk may use. Older days are not sent:
/// for members who come for years, feed pages would grow and grow.
struct QualifyingWindow {
    private let policies: [Policy]

    init(_ policies: [Policy]) { self.policies = policies.filter { !$0.tiers.tiers.isEmpty } }

    /// - Returns: the standing without days before every window that can still be asked for: tiers are judged as of
    ///   days after the last evaluation, and as of days on which a tier was proven.
    func trimmed(_ standing: StandingFacts) -> StandingFacts {
        guard let asOfMs = standing.asOfMs, !policies.isEmpty else { return standing }
        let proven = ([standing.provenOnDay] + standing.below.map(\.provenOnDay)).compactMap { $0 }
        var first = Day(.max)
        for policy in policies {
            // A moment is judged by what came before it, which may be the day before.
            let looked = policy.zone.day(atMs: asOfMs).adding(days: -1)
            let joined = standing.joinedAtMs.map { policy.zone.day(atMs: $0) }
            let earliest = proven.map { Day(0).adding(days: $0) }.reduce(looked) { min($0, $1) }
            first = min(first, policy.tiers.window.firstDay(on: earliest, joined: joined))
        }
        var trimmed = standing
        trimmed.days.removeAll { $0.day < first.number }
        return trimmed
    }
}
