internal import Foundation
internal import GRDB
internal import HubAPI
internal import Identity
internal import Loyalty

/// What is kept of an evaluated history beside lots and ledger, so that nobody has to work it out to ask.
struct MemberStanding {
    let db: Database
    let nowMs: Int64

    /// - Parameter policy: the one in force.
    func keep(_ history: MemberHistory, of member: MemberID, _ policy: Policy?) throws {
        guard history.hasEntries else { return }
        let account = history.account
        if let policy {
            if let tier = account.tierID(atMs: max(nowMs, account.lastAtMs), policy) {
                try db.run("UPDATE member SET tier = ?1 WHERE id = ?2 AND tier <> ?1", [tier, member.blob])
            }
            let night = account.nextNight(afterMs: history.last?.atMs ?? nowMs, policy)
            // A night that is due and was not run yet stays due.
            try db.run(
                """
                UPDATE member SET standing = ?1, night_due_ms = nullif(min(
                        coalesce(CASE WHEN night_due_ms <= ?2 THEN night_due_ms END, ?4), coalesce(?3, ?4)), ?4)
                    WHERE id = ?5
                """,
                [
                    try text(StandingFacts(account, rewards: history.table.rewardIDs)), nowMs,
                    night.map { policy.zone.startMs(of: $0) }, Int64.max, member.blob,
                ])
        }
        if history.movesOffers || !history.isOnTop { try keepOfferUses(history, of: member) }
        if history.movesClaims || !history.isOnTop { try keepClaims(account, of: member) }
    }

    private func text(_ facts: StandingFacts) throws -> String {
        String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
    }

    /// Offers that all members together may have only so often: codes, and those with a total.
    private func keepOfferUses(_ history: MemberHistory, of member: MemberID) throws {
        let limited = history.table.limitedOffers
        guard !limited.isEmpty else { return }
        var wanted: [OfferUse: Int64] = [:]
        for bill in history.account.bills.values {
            for (place, applied) in bill.quote.applied.enumerated()
            where limited.contains(applied.offer) && !bill.refunded.offersReturned.contains(place) {
                wanted[OfferUse(offer: applied.offer, entry: bill.entry), default: 0] += 1
            }
        }
        for row in try db.rows("SELECT offer, entry, count FROM offer_use WHERE member = ?", [member.blob]) {
            let use = OfferUse(offer: row["offer"], entry: row["entry"])
            let count: Int64 = row["count"]
            if wanted[use] == count { wanted[use] = nil; continue }
            try db.run("DELETE FROM offer_use WHERE offer = ? AND entry = ?", [use.offer, use.entry])
        }
        for (use, count) in wanted {
            try db.run("INSERT INTO offer_use VALUES (?, ?, ?, ?)", [use.offer, use.entry, member.blob, count])
        }
    }

    private struct OfferUse: Hashable {
        var offer: String
        /// Of the bill.
        var entry: String
    }

    /// How often all members together hold each limited offer.
    static func totalUses(_ limited: Set<String>, _ db: Database) throws -> [String: Int64] {
        var uses: [String: Int64] = [:]
        for offer in limited {
            let sum = try db.integer("SELECT sum(count) FROM offer_use WHERE offer = ?", [offer])
            if sum > 0 { uses[offer] = sum }
        }
        return uses
    }

    /// Claims follow what became of the redemption, except that the rules know nothing of `cancelled`: then there is
    /// no redemption.
    private func keepClaims(_ account: MemberAccount, of member: MemberID) throws {
        for row in try db.rows("SELECT spend, status FROM claim WHERE member = ?", [member.blob]) {
            guard let spend = row.operation("spend"), let redemption = account.redemptions[spend.description] else {
                continue
            }
            let status: String = row["status"]
            guard status != "cancelled", status != redemption.state.claimStatus.rawValue else { continue }
            try db.run(
                "UPDATE claim SET status = ?, handed_over_at_ms = iif(?1 = 'handedOver', ?, NULL) WHERE spend = ?",
                [redemption.state.claimStatus.rawValue, nowMs, spend.blob])
        }
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
