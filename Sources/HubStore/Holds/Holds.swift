internal import Database
package import HubAPI
internal import Loyalty
package import Vocabulary

extension HubDatabase {
    /// Decides whether a kiosk may spend an amount. Idempotent by id, except that a grant in the last half of its life,
    /// or an expired one, is decided anew.
    package func hold(_ request: HoldRequest, kiosk: String, storeEpoch: String? = nil) async throws -> HoldAnswer {
        let nowMs = try momentToBook()
        return try await write(locking: [.sharedHub, .member(request.member)]) { tx in
            let decision = try Holds(tx: tx, nowMs: nowMs, kiosk: kiosk).decide(request)
            let expiresAtMs = decision.refusal == nil ? decision.expiresAtMs : nil
            return HoldAnswer(
                position: try Self.position(tx, kiosk: kiosk, storeEpoch: storeEpoch),
                granted: decision.refusal == nil, refusal: decision.refusal, expiresAtMs: expiresAtMs,
                lifetimeSeconds: expiresAtMs.map { max(0, $0 - nowMs) / 1000 })
        }
    }
}

extension HubDatabase {
    /// Takes back what a kiosk was granted and did not use, at once instead of when the grant runs out.
    package func giveBack(
        _ hold: OperationID, _ request: HoldReturn, kiosk: String, storeEpoch: String? = nil
    ) async throws -> HubPosition {
        let nowMs = now()
        return try await write { tx in
            try Holds(tx: tx, nowMs: nowMs, kiosk: kiosk).giveBack(hold, card: request.card)
            return try Self.position(tx, kiosk: kiosk, storeEpoch: storeEpoch)
        }
    }
}

/// Grants and refuses holds.
struct Holds {
    let tx: Transaction
    let nowMs: Int64
    let kiosk: String

    struct Decision {
        var refusal: HoldAnswer.Refusal?
        var expiresAtMs: Int64
    }

    func decide(_ request: HoldRequest) throws -> Decision {
        if let given = try given(request) { return given }
        let decision = Decision(
            refusal: try refusal(request), expiresAtMs: nowMs + HubStoreLimits.holdMs)
        let bounds = KioskBounds(tx: tx, kiosk: kiosk)
        if decision.refusal == nil {
            try bounds.requireHold()
        } else if try !bounds.hasRoomForRefusals {
            return decision
        }
        try tx.run(
            """
            INSERT INTO hold (id, kiosk, member, card, points, fen, reward, refusal, expires_at_ms, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                request.id, kiosk, request.member, request.card.description,
                max(0, request.amount.points.count), max(0, request.amount.money.fen), request.reward,
                decision.refusal?.rawValue, decision.expiresAtMs,
                decision.refusal == nil ? "active" : "refused",
            ])
        if decision.refusal == nil { try tx.touch([request.member]) }
        return decision
    }

    /// Releases a hold of this kiosk. Does nothing for another kiosk's hold: only that kiosk can report what it did
    /// with it.
    func giveBack(_ hold: OperationID, card: CardID) throws {
        let rows = try tx.rows(
            "SELECT member, state FROM hold WHERE id = $1 AND kiosk = $2 AND card = $3",
            [hold, kiosk, card.description], lockingMembersIn: "member")
        guard let row = rows.first else { return }
        let state: String = try row["state"]
        try tx.run(
            "UPDATE hold SET state = 'released', refusal = $1 WHERE id = $2 AND state <> 'refused'",
            [HoldAnswer.Refusal.idUsed.rawValue, hold])
        if state == "active" { try tx.touch([row["member"]]) }
    }

    /// The answer given before under this id; `idUsed` when it was asked for something else.
    private func given(_ request: HoldRequest) throws -> Decision? {
        let isSpent = try tx.exists("SELECT 1 FROM spend WHERE id = $1", [request.id])
        let isBooked = try isSpent || TakenIDs(tx: tx).isEntry(request.id)
        if let row = try tx.row("SELECT * FROM hold WHERE id = $1", [request.id]) {
            let isSame =
                try row["member"] == request.member && row["card"] == request.card && row["kiosk"] == kiosk
                && row.amount("points", "fen") == request.amount && row["reward"] == request.reward
            let decision = Decision(
                refusal: isSame ? try row.choice("refusal") : .idUsed, expiresAtMs: try row["expires_at_ms"])
            let livesOn = decision.expiresAtMs - nowMs > HubStoreLimits.holdMs / 2
            guard decision.refusal == nil, !isBooked, !livesOn else { return decision }
            return try renewed(request, isActive: row["state"] == "active")
        }
        return isBooked ? Decision(refusal: .idUsed, expiresAtMs: nowMs) : nil
    }

    /// Renews a grant that has expired or soon will, under its id, if it would be granted now.
    ///
    /// A refusal changes nothing: the old grant stays reserved until the kiosk has reported what it spent on it.
    private func renewed(_ request: HoldRequest, isActive: Bool) throws -> Decision {
        let own = isActive ? request.amount : .zero
        let decision = Decision(refusal: try refusal(request, held: own), expiresAtMs: nowMs + HubStoreLimits.holdMs)
        guard decision.refusal == nil else { return decision }
        try tx.run(
            "UPDATE hold SET state = 'active', expires_at_ms = $1 WHERE id = $2",
            [decision.expiresAtMs, request.id])
        if !isActive { try tx.touch([request.member]) }
        return decision
    }

    /// - Parameter held: what is held under this very id already.
    private func refusal(_ request: HoldRequest, held: Amount = .zero) throws -> HoldAnswer.Refusal? {
        guard EntryCheck.isOdometer(request.amount), request.amount != .zero, EntryCheck.isOdometer(request.odometers)
        else { return .insufficient }
        if let refusal = try cardRefusal(request) { return refusal }
        if let refusal = try rewardRefusal(request) { return refusal }
        let policy = try PolicyStore.inForce(tx, atMs: nowMs)
        guard request.amount.fits(in: policy.kiosk.proofAbove) else { return .proofNeeded }
        return request.amount.fits(in: try spendable(request) + held) ? nil : .insufficient
    }

    private func cardRefusal(_ request: HoldRequest) throws -> HoldAnswer.Refusal? {
        guard let row = try tx.row("SELECT * FROM card WHERE id = $1", [request.card.description]),
            try row["member"] == request.member
        else { return .cardUnknown }
        let (kind, status): (CardFacts.Kind, CardFacts.Status) = try (row.choice("kind"), row.choice("status"))
        if try row["suspect"] { return .cardSuspect }
        guard status == .active else { return .cardBlocked }
        // No proof of two cards: the customer may have spent elsewhere since this kiosk read the card. Nothing is
        // granted; a kiosk whose snapshot is older than its reading will tell if it is more than that.
        let settled = try row.amount("settled_points", "settled_fen")
        return kind == .desfire && !settled.fits(in: request.odometers) ? .cardSuspect : nil
    }

    /// Checks the reward by the rules that will book it later: the price for this member's tier, times, stores, limits.
    private func rewardRefusal(_ request: HoldRequest) throws -> HoldAnswer.Refusal? {
        guard let reward = request.reward else { return nil }
        let policy = try PolicyStore.inForce(tx, atMs: nowMs)
        let history = try MemberHistory.evaluate(request.member, tx)
        var account = history.advanced(to: nowMs).account
        if !history.hasEntries {
            account.standing.tier = try tx.row("SELECT tier FROM member WHERE id = $1", [request.member])?["tier"]
        }
        switch try account.price(of: reward, atMs: nowMs, policy, store: store()) {
        case nil: return .rewardUnknown
        case .refused: return .notOffered
        case .for(let price):
            return price == request.amount ? nil : .rewardUnknown
        }
    }

    private func store() throws -> String? {
        try tx.row("SELECT store FROM kiosk WHERE name = $1", [kiosk]).map { try $0["store"] }
    }

    /// The balance now, minus reserved amounts, minus what the card has spent and the hub has no report of.
    private func spendable(_ request: HoldRequest) throws -> Amount {
        let balance = try MemberBooks.balance(of: request.member, atMs: nowMs, tx)
        let held = try Reserved.amount(of: request.member, tx)
        return balance - held - (try unreportedSpend(request))
    }

    private func unreportedSpend(_ request: HoldRequest) throws -> Amount {
        let row = try tx.row(
            """
            SELECT
                settled_points + (SELECT coalesce(sum(points), 0) FROM spend WHERE card = $1 AND open = 1)
                    + (SELECT coalesce(sum(points), 0) FROM incident WHERE card = $1 AND status = 'open') AS points,
                settled_fen + (SELECT coalesce(sum(fen), 0) FROM spend WHERE card = $1 AND open = 1)
                    + (SELECT coalesce(sum(fen), 0) FROM incident WHERE card = $1 AND status = 'open') AS fen
            FROM card WHERE id = $1 AND kind = 'desfire'
            """, [request.card.description])
        guard let row else { return .zero }
        let unreported = try request.odometers - row.amount("points", "fen")
        return Amount(points: max(.zero, unreported.points), money: max(.zero, unreported.money))
    }
}
