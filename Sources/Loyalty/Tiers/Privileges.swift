import Vocabulary

/// A privilege of the member's tier as it stands on one day.
package struct PrivilegeStanding: Hashable, Sendable {
    package var privilege: Privilege
    /// Times in the limit's period; of one without a limit, ever.
    package var used: Int64
    /// `nil` for as often as one likes.
    package var left: Int64? { privilege.limit.map { max(0, $0.count - used) } }

    /// What is left, as people read it.
    package var step: Step {
        guard let limit = privilege.limit else {
            return Step(rule: privilege.id, phrase: .privilegeFree, values: [.name(privilege.name), .count(used)])
        }
        return Step(
            rule: privilege.id, phrase: .privilegeLeft,
            values: [
                .name(privilege.name), .name(limit.period.timesWords), .count(limit.count), .count(used),
                .count(left ?? 0),
            ])
    }
}

extension MemberAccount {
    /// What the member's tier gives beside prices, and how much of it is left on the day of a moment.
    package func privileges(atMs now: Int64, _ policy: Policy) -> [PrivilegeStanding] {
        let day = policy.zone.day(atMs: now)
        return (tier(atMs: now, policy)?.privileges ?? []).map { privilege in
            let uses = uses[UseKey.privilege(privilege.id)]
            return PrivilegeStanding(
                privilege: privilege, used: uses.used(in: privilege.limit?.period ?? .ever, of: day, birthdays()))
        }
    }

    /// Uses a privilege once. Refused to a tier that does not have it, and beyond its limit.
    ///
    /// - Throws: `unknown` for one that no tier of the policy has.
    package mutating func usePrivilege(_ id: String, atMs now: Int64, _ policy: Policy) throws(RuleError) -> Answer {
        try RuleError.requireMoment(now)
        let owners = policy.tiers.tiers.filter { $0.privileges.contains { $0.id == id } }
        guard let known = owners.first?.privileges.first(where: { $0.id == id }) else {
            throw .unknown(kind: "privilege", id: id)
        }
        guard let standing = privileges(atMs: now, policy).first(where: { $0.privilege.id == id }) else {
            return .refused(
                id, .privilegeNotForTier, .name(known.name), .name(.enumerated(owners.map(\.name))))
        }
        if standing.left == 0, let limit = standing.privilege.limit {
            return .refused(
                id, .privilegeUsedUp, .name(standing.privilege.name), .name(limit.period.timesWords),
                .count(limit.count))
        }
        uses.add(of: UseKey.privilege(id), on: policy.zone.day(atMs: now))
        let after = privileges(atMs: now, policy).first { $0.privilege.id == id } ?? standing
        return .done(Derivation(steps: [after.step]))
    }
}

extension Phrase {
    static let privilegeLeft = Phrase(
        "privilege.left", zh: "{0}：{1} {2} 次，已用 {3} 次，还剩 {4} 次",
        en: "{0}: {2} {2|time|times} {1}, {3} used, {4} left")
    static let privilegeFree = Phrase(
        "privilege.free", zh: "{0}：不限次数，已用 {1} 次", en: "{0}: as often as you like, {1} used so far")
    static let privilegeNotForTier = Phrase(
        "privilege.tier", zh: "{0} 仅限以下等级：{1}", en: "{0} is for these tiers only: {1}")
    static let privilegeUsedUp = Phrase(
        "privilege.used-up", zh: "{0} {1} {2} 次，已用完", en: "{0}: {2} {2|time|times} {1}, all used")

    static let ofPrivileges: [Phrase] = [privilegeLeft, privilegeFree, privilegeNotForTier, privilegeUsedUp]
}
