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

    /// For a refund: the policy that its bill was made under, where that is another one than the refund's. Terms of a
    /// sale are not changed by a later policy.
    package func sale(
        of entry: MemberEntry, in account: borrowing MemberAccount
    ) throws(RuleError) -> Policy? {
        let bill: String?
        switch entry.fact {
        case .refund(let refund): bill = refund.bill
        case .package(let lot, .refund): bill = lot.flatMap { account.packages[$0]?.source }
        default: return nil
        }
        guard let version = bill.flatMap({ account.bills[$0]?.policy }), version != entry.policy else { return nil }
        return try policy(version: version)
    }

    /// What something would be evaluated under that somebody asks for now: the policy in force, for refunds the bill's.
    ///
    /// So a preview comes to what is booked.
    package func terms(
        of fact: MemberFact, in account: borrowing MemberAccount, now policy: Policy
    ) throws(RuleError) -> Policy {
        try sale(of: MemberEntry(id: "", atMs: 0, policy: policy.version, fact: fact), in: account) ?? policy
    }

    package static func == (left: PolicyBook, right: PolicyBook) -> Bool { left.policies == right.policies }

    package func hash(into hasher: inout Hasher) { hasher.combine(policies) }
}
