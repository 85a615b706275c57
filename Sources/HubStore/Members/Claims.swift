internal import Database
package import HubAPI
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// Rewards that were paid for and not yet handed over.
enum Claims {
    static let columns: SQL = """
        WITH every (spend, redemption, code, member, reward, at_ms, status, handed_over_at_ms) AS (
            SELECT spend, NULL, code, member, reward, at_ms, status, handed_over_at_ms FROM claim UNION ALL
            SELECT NULL, redemption, code, member, reward, at_ms, status, handed_over_at_ms FROM entry_claim)
        SELECT every.*, member.surname_zh, member.surname_en, member.title,
            coalesce(reward.zh, every.reward) AS reward_zh, coalesce(reward.en, every.reward) AS reward_en
        FROM every JOIN member ON member.id = every.member LEFT JOIN reward ON reward.id = every.reward
        """

    static let openOfMember: SQL = """
        SELECT code, every.reward, at_ms, coalesce(reward.zh, every.reward) AS reward_zh,
            coalesce(reward.en, every.reward) AS reward_en
        FROM (SELECT code, reward, at_ms FROM claim WHERE member = $1 AND status = 'open' UNION ALL
            SELECT code, reward, at_ms FROM entry_claim WHERE member = $1 AND status = 'open') AS every
        LEFT JOIN reward ON reward.id = every.reward ORDER BY at_ms DESC, code LIMIT $2
        """

    /// What a member's kiosks may remind of, the newest first.
    static func open(of member: MemberID, _ tx: Transaction) throws -> [OpenClaimFacts] {
        try tx.rows(openOfMember, [member, HubLimits.openClaimsPerMember]).map {
            try OpenClaimFacts(code: $0["code"], reward: $0.words("reward_zh", "reward_en"), atMs: $0["at_ms"])
        }
    }

    static func facts(_ row: Row) throws -> ClaimFacts {
        let (spend, entry): (OperationID?, String?) = try (row["spend"], row["redemption"])
        return try ClaimFacts(
            code: row["code"], redemption: spend?.description ?? entry ?? "", operation: spend, member: row["member"],
            owner: MemberName.addressed(row), reward: row["reward"], rewardName: row.words("reward_zh", "reward_en"),
            atMs: row["at_ms"], status: row.choice("status"), handedOverAtMs: row["handed_over_at_ms"])
    }
}

extension HubDatabase {
    /// Oldest first, at most `HubStoreLimits.claimsPerList`.
    package func claims(_ status: ClaimFacts.Status) async throws -> ClaimList {
        try await read { tx in
            let rows = try tx.rows(
                "\(Claims.columns) WHERE status = $1 ORDER BY at_ms, code LIMIT $2",
                [status.rawValue, HubStoreLimits.claimsPerList])
            return ClaimList(claims: try rows.map(Claims.facts))
        }
    }

    /// Once: whoever comes second gets `refused`.
    package func handOver(code: String) async throws -> ClaimFacts {
        let nowMs = try momentToBook()
        return try await write { tx in
            let claims = try tx.rows(
                "\(Claims.columns) WHERE code = $1 ORDER BY at_ms", [code], lockingMembersIn: "member"
            ).map(Claims.facts)
            guard let last = claims.last else { throw HubStoreError.notFound(.claim(code: code)) }
            guard let open = claims.first(where: { $0.status == .open }) else {
                throw HubStoreError.refused(.claimOver(last.status))
            }
            let policy = try PolicyStore.inForce(tx, atMs: nowMs)
            try Nights(tx: tx, nowMs: nowMs, member: open.member).catchUp()
            let entry = MemberEntry(
                id: "\(HubEntryID.handedOver(redemption: open.redemption))", atMs: max(nowMs, open.atMs),
                policy: policy.version,
                fact: .claim(redemption: open.redemption, .handedOver))
            let answer = try MemberEntries(tx: tx, nowMs: nowMs, member: open.member).enter(entry)
            if let refusal = answer.refusal { throw HubStoreError.refused(.rule(refusal)) }
            let after = try tx.rows("\(Claims.columns) WHERE code = $1", [code]).map(Claims.facts)
            return after.first { $0.redemption == open.redemption } ?? open
        }
    }
}
