internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Compares what is stored of a member with a replay of the member's history.
struct MemberCheck {
    let tx: Transaction
    let nowMs: Int64
    let member: MemberID

    /// - Returns: what is wrong, with ids and no names.
    func findings() throws -> [String] {
        var found = try strangers()
        do {
            let history = try MemberHistory.replayed(member, PolicyStore.table(tx), tx)
            if let lot = try lotThatDiffers(history) {
                found.append("the lots of \(member) are not what the entries come to: \(lot)")
            }
            if try !tierAgrees(history) {
                found.append("the standing of \(member) is not what the entries come to")
            }
        } catch let error as HubStoreError { found.append("\(member): \(error)") }
        return found
    }

    /// Finds ledger lines whose entry is missing, and entries without reasons.
    private func strangers() throws -> [String] {
        let lines = try tx.rows(
            """
            SELECT DISTINCT entry FROM ledger WHERE member = $1 AND entry IS NOT NULL AND entry <> $2
                AND NOT EXISTS (SELECT 1 FROM member_entry WHERE id = ledger.entry)
                AND NOT EXISTS (SELECT 1 FROM lot WHERE lot.member = $1 AND ledger.entry IN (lot.id, lot.source))
            """, [member, DerivedID.timePassing])
        let missing = try (lines.column("entry") as [String]).filter { try !isOfNight($0) }.map { entry in
            "the ledger has lines of entry \(entry), which is missing"
        }
        let unexplained = try tx.integer(
            """
            SELECT count(*) FROM member_entry JOIN entry_seal ON entry_seal.entry = member_entry.number
            WHERE member = $1 AND NOT EXISTS (SELECT 1 FROM why WHERE why.entry = member_entry.id)
            """, [member])
        return missing + (unexplained > 0 ? ["\(unexplained) entries of \(member) have no reasons"] : [])
    }

    /// Whether a night did it by itself, and is there: such are `NIGHT/1`, `NIGHT/2` and so on.
    private func isOfNight(_ entry: String) throws -> Bool {
        guard let owner = DerivedID.owner(ofPart: entry) else { return false }
        return try tx.exists("SELECT 1 FROM member_entry WHERE id = $1", [owner])
    }

    /// Compares the lots with the history. What time alone changes may be booked already or not.
    ///
    /// - Returns: the first of those that differ, with its figures; `nil` when all agree.
    func lotThatDiffers(_ history: MemberHistory) throws -> String? {
        // What nothing granted after all stays as an empty row.
        let kept = try Self.sums(MemberBooks.load(member, tx)).filter { $0.value.contains { $0 != 0 } }
        let bookedToMs = try Sweep.find(.activations, tx).afterMs
        let moments = [history] + [bookedToMs, nowMs].map { history.advanced(to: $0) }
        let expected = moments.map { Self.sums($0.account.purse) }
        guard let nearest = expected.last, !expected.contains(kept) else { return nil }
        let differing = Set(kept.keys).union(nearest.keys).sorted().first { kept[$0] != nearest[$0] }
        return differing.map { "\($0) is \(kept[$0] ?? []), not \(nearest[$0] ?? [])" }
    }

    private static func sums(_ purse: Purse) -> [String: [Int64]] {
        var sums = Dictionary(purse.all.map { ($0.id, [$0.granted, $0.taken]) }) { first, _ in first }
        for (currency, debt) in purse.debt where debt > 0 { sums[Purse.debtLot(currency)] = [debt] }
        return sums
    }

    /// Only where the standing was worked out from these entries.
    private func tierAgrees(_ history: MemberHistory) throws -> Bool {
        let row = try tx.row("SELECT standing, evaluation FROM member WHERE id = $1", [member])
        let (standing, evaluation): (String?, Int64?) = try (row?["standing"], row?["evaluation"])
        guard let text = standing, evaluation != nil else { return true }
        let kept = try? JSONDecoder().decode(StandingFacts.self, from: Data(text.utf8))
        return kept.map { $0.tier == history.account.standing.tier } ?? false
    }
}
