internal import Crypto
internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Updates the desk's claims from the redemptions in the member's history.
struct RedemptionClaims {
    let tx: Transaction
    let nowMs: Int64

    /// Sets each claim's status from its redemption. The rules do not know `cancelled`: such a claim has no redemption.
    func save(_ account: MemberAccount, of member: MemberID) throws {
        try savePaidByCard(account, of: member)
        try saveOthers(account, of: member)
    }

    private func savePaidByCard(_ account: MemberAccount, of member: MemberID) throws {
        for row in try tx.rows("SELECT spend, status FROM claim WHERE member = $1 ORDER BY spend", [member]) {
            let (spend, status): (OperationID, String) = try (row["spend"], row["status"])
            guard let redemption = account.redemptions[spend.description] else { continue }
            let now = redemption.state.claimStatus
            guard status != "cancelled", status != now.rawValue else { continue }
            try tx.run(
                "UPDATE claim SET status = $1, handed_over_at_ms = $2 WHERE spend = $3",
                [now.rawValue, now == .handedOver ? nowMs : nil, spend])
        }
    }

    /// What a night or a desk redeemed. A coupon is the member's at once and is no claim.
    private func saveOthers(_ account: MemberAccount, of member: MemberID) throws {
        var kept: Set<String> = []
        for row in try tx.rows(
            "SELECT redemption, status FROM entry_claim WHERE member = $1 ORDER BY redemption", [member])
        {
            let (redemption, before): (String, String) = try (row["redemption"], row["status"])
            kept.insert(redemption)
            // A replay may find that it never happened.
            let status = account.redemptions[redemption]?.state.claimStatus ?? .cancelled
            guard status.rawValue != before else { continue }
            try tx.run(
                "UPDATE entry_claim SET status = $1, handed_over_at_ms = $2 WHERE redemption = $3",
                [status.rawValue, status == .handedOver ? nowMs : nil, redemption])
        }
        let open = account.redemptions.all.filter { $0.state == .open }
        for redemption in open.sorted(by: { $0.id < $1.id }) {
            guard !kept.contains(redemption.id), try !isPaidByCard(redemption) else { continue }
            let code = ClaimCode.text(from: SHA256.hash(data: Array(redemption.id.utf8)))
            try tx.run(
                """
                INSERT INTO entry_claim (redemption, code, member, reward, at_ms, status)
                VALUES ($1, $2, $3, $4, $5, 'open')
                """, [redemption.id, code, member, redemption.reward, redemption.atMs])
        }
    }

    private func isPaidByCard(_ redemption: Redemption) throws -> Bool {
        guard let id = OperationID(redemption.id) else { return false }
        return try tx.exists("SELECT 1 FROM spend WHERE id = $1", [id])
    }
}

extension Redemption.State {
    fileprivate var claimStatus: ClaimFacts.Status {
        switch self {
        case .open: .open
        case .handedOver: .handedOver
        case .returned: .returned
        case .forfeited: .forfeited
        case .reversed: .reversed
        }
    }
}
