internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Which days of a member's counts any policy that a kiosk may go by still looks at. The others are not sent: who
/// comes for years would make every page of the feed larger and larger.
struct QualifyingWindow {
    private let policies: [Policy]

    init(_ policies: [Policy]) { self.policies = policies.filter { !$0.tiers.tiers.isEmpty } }

    /// - Returns: the same without days before every window that is asked from now on: tiers are judged as of the days
    ///   after the last look, and as of those on which one was proven.
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
