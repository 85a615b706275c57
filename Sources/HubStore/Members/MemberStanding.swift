internal import Foundation
internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Stores what an evaluated history comes to beside lots and ledger, so that reads need no evaluation.
struct MemberStanding {
    let tx: Transaction
    let nowMs: Int64

    /// - Parameter policy: the one in force.
    func save(_ history: MemberHistory, of member: MemberID, _ policy: Policy?) throws {
        guard history.hasEntries else { return }
        let account = history.account
        if let policy {
            let row = try tx.row("SELECT tier, night_due_ms FROM member WHERE id = $1", [member])
            let night = account.nextNight(afterMs: history.last?.atMs ?? nowMs, policy)
            let dueMs = Nights.dueMs(
                before: try row?["night_due_ms"], next: night.map { policy.zone.startMs(of: $0) }, nowMs: nowMs)
            let tier: String? = try account.tierID(atMs: max(nowMs, account.lastAtMs), policy) ?? row?["tier"]
            let standing = try WireJSON.text(of: StandingFacts(account, rewards: history.table.rewardIDs))
            try tx.run(
                "UPDATE member SET tier = $1, standing = $2, night_due_ms = $3 WHERE id = $4",
                [tier, standing, dueMs, member])
        }
        if history.movesOffers || !history.isOnTop { try saveOfferUses(history, of: member) }
        if history.movesClaims || !history.isOnTop {
            try RedemptionClaims(tx: tx, nowMs: nowMs).save(account, of: member)
        }
    }

    /// Offers that all members together may have only so often: codes, and those with a total.
    private func saveOfferUses(_ history: MemberHistory, of member: MemberID) throws {
        let limited = history.table.limitedOffers
        guard !limited.isEmpty else { return }
        var wanted: [OfferUse: Int64] = [:]
        for bill in history.account.bills.all {
            for (place, applied) in bill.quote.applied.enumerated()
            where limited.contains(applied.offer) && !bill.refunded.offersReturned.contains(place) {
                wanted[OfferUse(offer: applied.offer, entry: bill.entry), default: 0] += 1
            }
        }
        for row in try tx.rows(
            "SELECT offer, entry, count FROM offer_use WHERE member = $1 ORDER BY offer, entry", [member])
        {
            let use = OfferUse(offer: try row["offer"], entry: try row["entry"])
            let count: Int64 = try row["count"]
            if wanted[use] == count { wanted[use] = nil; continue }
            try tx.run("DELETE FROM offer_use WHERE offer = $1 AND entry = $2", [use.offer, use.entry])
        }
        for (use, count) in wanted.sorted(by: { ($0.key.offer, $0.key.entry) < ($1.key.offer, $1.key.entry) }) {
            try tx.run("INSERT INTO offer_use VALUES ($1, $2, $3, $4)", [use.offer, use.entry, member, count])
        }
    }

    private struct OfferUse: Hashable {
        var offer: String
        /// Of the bill.
        var entry: String
    }

    /// How often all members together hold each limited offer.
    static func totalUses(_ limited: Set<String>, _ tx: Transaction) throws -> [String: Int64] {
        var uses: [String: Int64] = [:]
        for offer in limited {
            let sum = try tx.integer("SELECT coalesce(sum(count), 0) FROM offer_use WHERE offer = $1", [offer])
            if sum > 0 { uses[offer] = sum }
        }
        return uses
    }
}
