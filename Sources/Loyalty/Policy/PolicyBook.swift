internal import Vocabulary

/// All published versions. The one in force is the last that had begun.
package struct PolicyBook: Hashable, Sendable {
    /// A policy as an object, from which it can be lent: copying it for every entry would cost more than the entry.
    final class Version: Sendable {
        let policy: Policy

        init(_ policy: Policy) { self.policy = policy }
    }

    /// Ascending by effective time, then version.
    private let versions: [Version]

    package init(_ policies: [Policy]) {
        let ascending = policies.sorted { ($0.effectiveFromMs, $0.version) < ($1.effectiveFromMs, $1.version) }
        versions = ascending.map(Version.init)
    }

    /// Ascending by effective time, then version.
    package var policies: [Policy] { versions.map(\.policy) }

    package func policy(atMs now: Int64) throws(RuleError) -> Policy {
        guard let version = versions.last(where: { $0.policy.effectiveFromMs <= now }) else {
            throw .beforePolicy(atMs: now, zone: versions.first?.policy.zone)
        }
        return version.policy
    }

    package func policy(version: String) throws(RuleError) -> Policy { try self.version(version).policy }

    func version(_ name: String) throws(RuleError) -> Version {
        for version in versions where version.policy.version == name { return version }
        throw .unknownPolicy(name)
    }

    package static func == (left: PolicyBook, right: PolicyBook) -> Bool { left.policies == right.policies }

    package func hash(into hasher: inout Hasher) { hasher.combine(policies) }
}
