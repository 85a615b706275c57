import Database
import DatabaseSQLite
import HubAPI
import PolicyFile
import Testing
import Vocabulary

@testable import HubStore

/// What hubs of earlier versions did to their files: they believed any clock, and took spends under any id.
extension TestSalon {
    /// The same hub while its clock stands elsewhere.
    func withClock(aheadByDays days: Int64, _ body: (HubDatabase) async throws -> Void) async throws {
        let clock = clock
        try await setFloor(nil)
        let astray = try await opened(clock: HubClock(following: { clock.nowMs + days * Self.dayMs }))
        try await body(astray)
        try await astray.closeAndWait()
        try await setFloor(clock.nowMs)
    }

    /// The moment that the books are said to have come to.
    func setFloor(_ ms: Int64?) async throws {
        try await database.write { try $0.run("UPDATE hub SET clock_floor_ms = $1", [ms]) }
    }

    /// Upkeep as it comes round.
    static func upkeep(_ database: HubDatabase) async throws {
        try await database.tidy()
        while try await database.runNights().members > 0 {}
        try await database.tidy()
    }

    /// Takes a whole journal as it was done when ids were not compared, and when nothing held the hub's clock.
    func takeAsBefore(_ journal: TestJournal, receivedAtMs: Int64? = nil) async throws {
        let receivedAtMs = receivedAtMs ?? clock.nowMs
        let lines = journal.request().entries.map { UploadedLine($0, kiosk: journal.kiosk) }
        try await database.write { tx in
            var epoch = try StoreEpoch.findOrBegin(tx, kiosk: journal.kiosk, epoch: journal.epoch)
            let ledger = SpendBooking(tx, nowMs: receivedAtMs)
            for line in lines {
                guard case .entry(let entry) = line.content else { continue }
                let atMs = min(max(entry.tappedAtMs, epoch.lastAtMs), max(receivedAtMs, epoch.lastAtMs))
                try tx.run(
                    "INSERT INTO journal VALUES ($1, $2, $3, $4, $5, 'held', $6, $7)",
                    [epoch.id, line.sequence, line.hash, line.body, entry.id, atMs, receivedAtMs])
                try ledger.apply(entry, atMs: atMs, epoch: epoch)
                (epoch.lastSequence, epoch.lastHash, epoch.lastAtMs) = (line.sequence, line.hash, atMs)
            }
            try ledger.finish()
            try epoch.save(tx)
        }
    }

    /// Works a member's history out as it was done when a spend took the place of an entry with its id.
    func replayAsBefore(hiding entry: String) async throws {
        try await database.write { [member, nowMs = clock.nowMs] tx in
            let hidden = Mend(
                id: "mend-", member: member, atMs: nowMs, policy: "", entries: [Mend.Counting(entry, atMs: nil)],
                spends: [])
            let history = try MemberHistory.replayed(member, mend: hidden, PolicyStore.table(tx), tx)
            try MemberBooks.book(history, member: member, tx, Incidents(tx: tx, nowMs: nowMs))
            try HistoryCache.forget(member, tx)
        }
    }

    /// Gives all reasons the sentences that were kept behind each step's values, in the wording of then.
    func keepWordsAsBefore() async throws {
        try await database.write { tx in
            for row in try tx.rows("SELECT entry, body FROM why") {
                let (entry, body): (String, String) = try (row["entry"], row["body"])
                let words = KeptReasons.worded(body).replacing("],\"zh\":\"", with: "],\"zh\":\"从前说：")
                try tx.run("UPDATE why SET body = $1 WHERE entry = $2", [words, entry])
            }
        }
    }
}

extension RepairPlan {
    /// Of all members.
    var words: [String] { repairs.flatMap { $0.damage } }
}

/// What a plan had, entered whole.
func enter(_ plan: RepairPlan, into database: HubDatabase) async throws {
    for repair in plan.repairs { _ = try await database.enter(repair) }
    if !plan.marks.isEmpty { _ = try await database.acceptClock() }
}

/// Says which lines one of two has and the other does not.
func expectEqual(_ left: [String], _ right: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    let difference = right.difference(from: left).map { change in
        switch change {
        case .insert(_, let line, _): "+ \(line)"
        case .remove(_, let line, _): "- \(line)"
        }
    }
    #expect(difference == [], sourceLocation: sourceLocation)
}

/// Where every member stands, and what the books hold, without when it was booked and at which hour of its day anything
/// happened.
func accounts(_ salon: TestSalon) async throws -> [String] {
    var lines = try await salon.digest()
    for member in try await salon.members {
        let account = try await salon.database.preview(#"{"ask": {"kind": "account"}}"#, member: member)
        lines += account.replacing(#/T\d\d:\d\d:[0-9.]+Z/#, with: "").split(separator: "\n").map { "\(member) \($0)" }
    }
    let books = try await salon.database.read { tx in
        try bookStatements.flatMap { statement in
            try tx.rows(statement).map { "\(try $0["member"] as MemberID) \(try $0["words"] as String)" }.sorted()
        } + (tx.rows("SELECT redemption || ' ' || status FROM entry_claim").firstColumn() as [String]).sorted()
    }
    return lines + books
}

private let bookStatements: [SQL] = [
    """
    SELECT member, id || ' ' || granted || ' ' || taken || ' ' || expired || ' '
        || coalesce(CAST(expires_at_ms AS text), '-') AS words FROM lot WHERE granted <> 0 OR taken <> 0
    """,
    """
    SELECT member, lot || ' ' || CAST(sum(amount) AS bigint) AS words FROM ledger GROUP BY member, lot
    HAVING sum(amount) <> 0
    """, "SELECT id AS member, tier AS words FROM member",
]
