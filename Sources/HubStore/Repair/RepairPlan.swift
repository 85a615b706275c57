internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// What faults of earlier versions have left in a hub's file, and what puts it right.
package struct RepairPlan: Sendable {
    /// One member's damage, in words, and the entry that mends it.
    package struct Repair: Sendable, Encodable {
        package var damage: [String]
        package var entry: Mend
    }

    package var repairs: [Repair] = []
    /// Moments in the future that are no history; `HubDatabase.acceptClock` brings them back.
    package var marks: [String] = []
    /// What a person has to look at, because the file does not say what is right.
    package var questions: [String] = []

    package var isEmpty: Bool { !canBeEntered && questions.isEmpty }

    package var canBeEntered: Bool { !repairs.isEmpty || !marks.isEmpty }

    /// What cannot be told from any file that a wrong clock has written to.
    package var limits: [String] { canBeEntered ? RepairWords.beyondTheFile : [] }
}

extension HubDatabase {
    /// Looks at everything, a piece at a time, each in a read of its own. Nothing is changed.
    ///
    /// - Throws: `clock` while nobody knows what the future is; `refused` where entries were changed behind the hub's
    ///   back, because what is left of them says nothing of the books.
    package func repairPlan() async throws -> RepairPlan {
        let nowMs = try momentToBook()
        guard try await hasWholeEntries() else {
            throw HubStoreError.refused(.entriesChanged)
        }
        let possibleMs = ClockTrust.earliestMs...max(ClockTrust.earliestMs, nowMs + HubStoreLimits.deskAheadMs)
        let (spends, marks, questions) = try await read { tx in
            let leftOvers = LeftOvers(tx: tx, nowMs: nowMs)
            let spends = try MisdatedSpends.find(tx, possibleMs: possibleMs)
            return (spends, try leftOvers.marks(), try leftOvers.questions())
        }
        var plan = RepairPlan(marks: marks, questions: questions)
        var after: [UInt8]? = []
        while let place = after {
            let (repairs, last) = try await read { tx in try Self.repairs(after: place, spends, nowMs, tx) }
            plan.repairs += repairs
            after = last
        }
        return plan
    }

    private static func repairs(
        after place: [UInt8], _ spends: [MemberID: [ClockDamage.Spend]], _ nowMs: Int64, _ tx: Transaction
    ) throws -> (repairs: [RepairPlan.Repair], last: [UInt8]?) {
        let rows = try tx.rows(
            "SELECT id, number FROM member WHERE id > $1 ORDER BY id LIMIT $2", [place, HubStoreLimits.membersPerCheck])
        let repairs = try rows.compactMap { row -> RepairPlan.Repair? in
            let member: MemberID = try row["id"]
            return try MemberSearch(
                tx: tx, nowMs: nowMs, member: member, number: row["number"], spends: spends[member] ?? []
            ).repair()
        }
        return (repairs, try rows.last?["id"])
    }

    private func hasWholeEntries() async throws -> Bool {
        var after: Int64? = 0
        while let place = after {
            let (found, next) = try await read { tx in
                try EntrySeals.check(after: place, limit: HubStoreLimits.rowsPerCheck, tx)
            }
            guard found.isEmpty else { return false }
            after = next
        }
        return true
    }

    /// Enters what mends one member, in one transaction. Again it changes nothing.
    ///
    /// - Returns: whether it is new.
    /// - Throws: `clock`; `notFound` for the member.
    package func enter(_ repair: RepairPlan.Repair) async throws -> Bool {
        let nowMs = try momentToBook()
        return try await write { tx in
            if let member = MemberID(repair.entry.member) { try tx.lock(member: member) }
            return try MendBooking(tx: tx, nowMs: nowMs, mend: repair.entry).book()
        }
    }
}
