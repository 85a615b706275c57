internal import Database
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Keeps ids unique across entries, spends, holds and lots. Desks choose the ids of entries, kiosks those of spends and
/// holds, and lots are named after both; with a shared id one could take the other's place in the books.
struct TakenIDs {
    let tx: Transaction

    /// Whether a desk's entry cannot have this id: a lot, a spend, a hold or time itself has it.
    func isTaken(_ entry: String, by member: MemberID) throws -> Bool {
        guard entry != DerivedID.timePassing else { return true }
        let lot: SQL = """
            SELECT 1 FROM lot WHERE member = $1 AND (source = $2 OR id IN ($2, $3, $4))
            """
        let (principal, gift) = ("\(DerivedID.principal(topUp: entry))", "\(DerivedID.gift(topUp: entry))")
        if try tx.exists(lot, [member, entry, principal, gift]) { return true }
        guard let operation = OperationID(entry) else { return false }
        if try tx.exists("SELECT 1 FROM spend WHERE id = $1", [operation]) { return true }
        return try tx.exists("SELECT 1 FROM hold WHERE id = $1", [operation])
    }

    /// Whether an entry of any member has this id, however its letters are written.
    func isEntry(_ id: OperationID) throws -> Bool {
        try tx.exists(
            "SELECT 1 FROM member_entry WHERE length(id) = 36 AND lower(id) = $1", [id.description])
    }

    /// Whether a kiosk's spend cannot have this id: an entry has it, or a hold that was granted to another kiosk, for
    /// another card or for another member.
    func isTaken(_ intent: JournalEntry) throws -> Bool {
        let row = try tx.row(
            """
            SELECT (SELECT count(*) FROM member_entry WHERE length(id) = 36 AND lower(id) = $1) AS entries, kiosk,
                card, member
            FROM (SELECT 1 AS one) AS this LEFT JOIN hold ON hold.id = $2
            """, [intent.id.description, intent.id])
        guard let row else { return false }
        let (entries, kiosk): (Int64, String?) = try (row["entries"], row["kiosk"])
        guard entries == 0, let kiosk else { return entries > 0 }
        let (card, member): (CardID?, MemberID?) = try (row["card"], row["member"])
        return kiosk != intent.kiosk || card != intent.card || intent.member.map { $0 != member } ?? false
    }
}
