internal import FoundationEssentials
internal import GRDB
internal import HubAPI
internal import Identity
internal import Loyalty

/// What is kept of a member, held against what the member's history comes to.
struct MemberCheck {
    let db: Database
    let nowMs: Int64
    let member: MemberID

    /// - Returns: what is wrong, with ids and no names.
    func findings() throws -> [String] {
        var found = try strangers()
        do {
            let history = try MemberHistory.replayed(member, PolicyShelf.table(db), db)
            if try !lotsAgree(history) { found.append("the lots of \(member) are not what the entries come to") }
            if try !tierAgrees(history) {
                found.append("the standing of \(member) is not what the entries come to")
            }
        } catch let error as HubStoreError { found.append("\(member): \(error)") }
        return found
    }

    /// Lines and reasons of entries that are not there.
    private func strangers() throws -> [String] {
        let lines = try db.rows(
            """
            SELECT DISTINCT entry FROM ledger WHERE member = ?1 AND entry IS NOT NULL AND entry <> ?2
                AND NOT EXISTS (SELECT 1 FROM member_entry WHERE id = ledger.entry)
                AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.member = ?1 AND lot.id = ledger.entry)
            """, [member.blob, Purse.byTime])
        let missing = lines.map { row -> String in
            let entry: String = row["entry"]
            return "the ledger has lines of entry \(entry), which is missing"
        }
        let unexplained = try db.integer(
            """
            SELECT count(*) FROM member_entry WHERE member = ?
                AND NOT EXISTS (SELECT 1 FROM why WHERE why.entry = member_entry.id)
            """, [member.blob])
        return missing + (unexplained > 0 ? ["\(unexplained) entries of \(member) have no reasons"] : [])
    }

    /// What time alone has changed may be booked already, or not yet.
    private func lotsAgree(_ history: MemberHistory) throws -> Bool {
        // What nothing granted after all stays as an empty row.
        let kept = try Self.sums(MemberLots.load(member, db)).filter { $0.value.contains { $0 != 0 } }
        if kept == Self.sums(history.account.purse) { return true }
        let bookedToMs = try Sweep.find(.activations, db).afterMs
        return [bookedToMs, nowMs].contains { kept == Self.sums(history.later(atMs: $0).account.purse) }
    }

    private static func sums(_ purse: Purse) -> [String: [Int64]] {
        var sums = Dictionary(purse.all.map { ($0.id, [$0.granted, $0.taken]) }) { first, _ in first }
        for (currency, debt) in purse.debt where debt > 0 { sums["debt-\(currency.rawValue)"] = [debt] }
        return sums
    }

    /// Only where the standing was worked out from these entries.
    private func tierAgrees(_ history: MemberHistory) throws -> Bool {
        let row = try db.row("SELECT standing, evaluation FROM member WHERE id = ?", [member.blob])
        guard let text: String = row?["standing"], let _: Int64 = row?["evaluation"] else { return true }
        let kept = try? JSONDecoder().decode(StandingFacts.self, from: Data(text.utf8))
        return kept.map { $0.tier == history.account.standing.tier } ?? false
    }
}
