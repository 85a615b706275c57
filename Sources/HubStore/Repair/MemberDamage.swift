internal import Crypto
internal import Database
internal import HubAPI
internal import Loyalty
internal import PolicyFile
internal import Vocabulary

/// What faults of earlier versions have left with one member, and what the member has before and after it is mended.
struct MemberDamage {
    struct Holding: Hashable {
        var funds: Amount
        var tier: String
    }

    var member: MemberID
    var number: String
    var clock: ClockDamage
    /// Entries whose place in the history, or whose reasons, a spend of the same id had taken.
    var crossed: [String] = []
    /// The first lot that is not what the history, or the ledger, comes to.
    var lot: String?
    /// How often the member was mended before.
    var mends = 0

    var isNone: Bool { clock.isNone && crossed.isEmpty && lot == nil }

    /// The same damage gets the same id, so that it is mended once.
    func mend(nowMs: Int64, policy: String) -> Mend {
        let expiries = clock.expiries.map { "\($0.lot) \($0.amount) \($0.atMs)" }
        let parts =
            ["\(member)", "\(mends)"] + clock.entries.map(\.id).sorted() + clock.spends.map(\.id.description).sorted()
            + expiries.sorted() + crossed.sorted() + [lot ?? ""]
        let digest = SHA256.hash(data: Array(parts.joined(separator: "\n").utf8)).prefix(16)
        return Mend(
            id: HubEntryID.mend + Hex.text(Array(digest)).lowercased(), member: member, atMs: nowMs, policy: policy,
            entries: clock.countings(nowMs: nowMs), spends: clock.spendCountings(nowMs: nowMs))
    }
}

/// Looks for what is wrong with one member.
struct MemberSearch {
    let tx: Transaction
    let nowMs: Int64
    let member: MemberID
    let number: String
    let spends: [ClockDamage.Spend]

    func repair() throws -> RepairPlan.Repair? {
        let table = try PolicyStore.table(tx)
        let history = try MemberHistory.replayed(member, table, tx)
        var damage = MemberDamage(member: member, number: number, clock: try clockDamage())
        damage.lot =
            try MemberCheck(tx: tx, nowMs: nowMs, member: member).lotThatDiffers(history) ?? lotThatLinesDiffer()
        damage.crossed = try crossed(history, isLotRight: damage.lot == nil)
        damage.mends = try Mends(of: member, tx).count
        guard !damage.isNone else { return nil }
        let policy = try PolicyStore.inForce(tx, atMs: nowMs)
        let mend = damage.mend(nowMs: nowMs, policy: policy.version)
        let mended = try MemberHistory.replayed(member, mend: mend, table, tx)
        let refused = mended.refused.filter { !history.refused.contains($0) }
        let words = RepairWords.lines(damage, mend, from: try kept(), to: holding(mended, policy), refused: refused)
        return RepairPlan.Repair(damage: words, entry: mend)
    }

    /// Where something was reversed twice, or booked and never reversed.
    private func lotThatLinesDiffer() throws -> String? {
        let row = try tx.row(
            """
            SELECT lot.id AS id, granted - taken - expired AS rest, coalesce(sum(amount), 0) AS sum
            FROM lot LEFT JOIN ledger ON ledger.member = lot.member AND ledger.lot = lot.id
            WHERE lot.member = $1 GROUP BY lot.id, granted, taken, expired
            HAVING coalesce(sum(amount), 0) <> granted - taken - expired ORDER BY lot.id LIMIT 1
            """, [member])
        guard let row else { return nil }
        let (lot, rest, sum): (String, Int64, Int64) = try (row["id"], row["rest"], row["sum"])
        return "\(lot) holds \(rest), and the lines of the ledger come to \(sum)"
    }

    private func clockDamage() throws -> ClockDamage {
        let expiries = try tx.rows(
            """
            SELECT id, currency, expired, expires_at_ms FROM lot
            WHERE member = $1 AND debt = 0 AND expired > 0 AND expires_at_ms > $2 ORDER BY id
            """, [member, nowMs])
        return ClockDamage(
            entries: try futureEntries(), spends: spends,
            expiries: try expiries.map {
                try ClockDamage.Expiry(
                    lot: $0["id"], currency: $0["currency"], amount: $0["expired"], atMs: $0["expires_at_ms"])
            })
    }

    private func futureEntries() throws -> [ClockDamage.Entry] {
        let mends = try Mends(of: member, tx)
        return try tx.rows(
            """
            SELECT id, at_ms, body, (
                    SELECT next.booked_at_ms FROM member_entry AS next
                    WHERE next.number > member_entry.number AND next.booked_at_ms BETWEEN $3 AND $4
                    ORDER BY next.number LIMIT 1
                ) AS known
            FROM member_entry WHERE member = $1 AND at_ms > $2
            """,
            [member, nowMs + HubStoreLimits.deskAheadMs, ClockTrust.earliestMs, nowMs]
        ).map {
            try ClockDamage.Entry(
                id: $0["id"], atMs: $0["at_ms"], isNight: isNight($0["body"]), knownByMs: $0["known"])
        }.filter { !mends.speak(of: $0.id) }
    }

    private func isNight(_ body: String) -> Bool {
        if case .night = (try? CaseFile.memberEntry(body, file: "entry"))?.entry.fact { true } else { false }
    }

    /// Finds entries whose id a spend also has, and of which the books say something else than the history.
    private func crossed(_ history: MemberHistory, isLotRight: Bool) throws -> [String] {
        let reasons = Dictionary(history.reasons().map { ($0.entry, $0.why) }) { first, _ in first }
        return try tx.rows(
            """
            SELECT member_entry.id AS id, why.body AS why FROM member_entry
            LEFT JOIN why ON why.entry = member_entry.id
            WHERE member_entry.member = $1 AND length(member_entry.id) = 36 ORDER BY member_entry.id
            """, [member]
        ).compactMap { row in
            let (id, why): (String, String?) = try (row["id"], row["why"])
            guard let spend = OperationID(id), try SpendFacts.find(tx, spend) != nil else { return nil }
            let isSame = reasons[id].map(KeptReasons.figures) == why.map(KeptReasons.figures)
            return isLotRight && isSame ? nil : id
        }
    }

    private func kept() throws -> MemberDamage.Holding {
        MemberDamage.Holding(
            funds: try MemberBooks.balance(of: member, atMs: nowMs, tx),
            tier: try tx.row("SELECT tier FROM member WHERE id = $1", [member])?["tier"] ?? "-")
    }

    private func holding(_ history: MemberHistory, _ policy: Policy) -> MemberDamage.Holding {
        let account = history.advanced(to: nowMs).account
        let tier = account.tierID(atMs: max(nowMs, account.lastAtMs), policy)
        return MemberDamage.Holding(funds: account.purse.funds(atMs: nowMs), tier: tier ?? "-")
    }
}
