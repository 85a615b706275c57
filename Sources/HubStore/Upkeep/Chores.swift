internal import Database
internal import Loyalty
internal import Vocabulary

/// What time itself changes, each over all members that it concerns.
package enum Chore: String, Sendable, CaseIterable {
    /// Holds run out.
    case holds
    /// Lots become active: kiosks get to see them, and debts are paid back from them.
    case activations
    /// What is left in lots that no longer count is entered.
    case expiries
    /// The days of bookings that kiosks see move on.
    case bookings
    /// Another policy comes into force.
    case policy
    /// The right to spend off line passes on to cards that waited for kiosks.
    case rights
    /// Operators' requests and their answers grow old.
    case requests
}

extension HubDatabase {
    /// Does all chores to their end, in steps between which others write, and gives what was committed its place. One
    /// that fails keeps no other from being done.
    ///
    /// Nothing depends on this running on time: balances and refusals look at the clock themselves. So it waits for a
    /// clock that can be trusted.
    ///
    /// - Parameter eachStep: hears that work goes on.
    package func tidy(eachStep: @Sendable () -> Void = {}) async throws {
        var failure: (any Error)?
        for chore in Chore.allCases {
            do {
                while try await !advance(chore) {
                    eachStep()
                    try Task.checkCancellation()
                }
            } catch { failure = failure ?? error }
        }
        do { try await numberAndSeal(eachStep: eachStep) } catch { failure = failure ?? error }
        if let failure { throw failure }
    }

    /// Goes on with a chore for one step, and keeps how far it came in the same transaction.
    ///
    /// - Returns: whether nothing is left to do, or nothing can be done: another hub is at it, the clock is in doubt.
    package func advance(_ chore: Chore) async throws -> Bool {
        guard let nowMs = try? momentToBook() else { return true }
        return try await write { tx in
            guard try Job(chore.rawValue).tryLock(in: tx), try tx.exists("SELECT 1 FROM hub") else { return true }
            let step = Step(tx, nowMs: nowMs)
            return switch chore {
            case .holds: try HoldRelease.advance(step)
            case .activations: try Self.activate(step)
            case .expiries: try Self.bookExpiries(step)
            case .bookings: try BookingDays.advance(step)
            case .policy: try PolicySweep.advance(step)
            case .rights: try OfflineRight.assignWaiting(step)
            case .requests: try Self.dropRequests(step)
            }
        }
    }

    private static func activate(_ step: Step) throws -> Bool {
        var sweep = try Sweep.find(.activations, step.tx)
        let rows = try step.rows(
            """
            SELECT member, id, active_from_ms, (
                    SELECT count(*) FROM lot AS debt WHERE debt.member = lot.member AND debt.debt = 1 AND debt.taken > 0
                ) AS debts
            FROM lot WHERE active_from_ms > gained_at_ms AND (active_from_ms, member, id) > ($1, $2, $3)
                AND active_from_ms <= $4 ORDER BY active_from_ms, member, id LIMIT $5
            """, [sweep.afterMs, sweep.afterMember, sweep.afterID, step.nowMs, Step.limit])
        let incidents = Incidents(tx: step.tx, nowMs: step.nowMs)
        let (done, isThrough) = try step.forEach(rows) { row in
            guard try row["debts"] as Int64 > 0 else { return }
            try MemberBooks.bookSpends(LotChange(mustReplay: true), member: row["member"], step.tx, incidents)
        }
        guard let last = done.last else { return true }
        try step.touchMembers(of: done)
        (sweep.afterMs, sweep.afterMember, sweep.afterID) = try (last["active_from_ms"], last["member"], last["id"])
        try sweep.save(step.tx)
        return isThrough
    }

    /// Books what is left in expired lots. A spend that arrives late reverses such an expiry.
    private static func bookExpiries(_ step: Step) throws -> Bool {
        let rows = try step.rows(
            """
            SELECT member, id, granted - taken - expired AS rest, expires_at_ms FROM lot
            WHERE debt = 0 AND granted > taken + expired AND expires_at_ms <= $1 ORDER BY expires_at_ms LIMIT $2
            """, [step.nowMs, Step.limit])
        let (done, isThrough) = try step.forEach(rows) { row in
            try LotLedger(tx: step.tx, member: row["member"], nowMs: step.nowMs).expire(
                row["id"], rest: row["rest"], atMs: row["expires_at_ms"])
        }
        try step.touchMembers(of: done)
        return isThrough
    }

    private static func dropRequests(_ step: Step) throws -> Bool {
        let old = try step.tx.rows(
            "SELECT id FROM remote_request WHERE created_at_ms < $1 LIMIT $2",
            [step.nowMs - HubStoreLimits.requestAgeMs, Step.limit])
        return try step.forEach(old) { row in
            let id: String = try row["id"]
            try step.tx.run("DELETE FROM remote_request WHERE id = $1", [id])
        }.isThrough
    }
}
