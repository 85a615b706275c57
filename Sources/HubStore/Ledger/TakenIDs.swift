internal import GRDB
internal import HubAPI
internal import Loyalty
internal import Vocabulary

/// Who may give a name to what. Desks name entries, kiosks name spends and holds, and lots are named after both: no id
/// ever stands for two of them, or one could take the other's place in the books.
struct TakenIDs {
    let db: Database

    /// Whether a desk's entry cannot have this id: a lot, a spend, a hold or time itself has it.
    func isTaken(_ entry: String, by member: MemberID) throws -> Bool {
        guard entry != Purse.byTime else { return true }
        let lot = """
            SELECT 1 FROM lot WHERE member = ?1
                AND (source = ?2 OR id IN (?2, ?2 || '-principal', ?2 || '-gift'))
            """
        if try db.row(lot, [member.blob, entry]) != nil { return true }
        guard let operation = OperationID(entry) else { return false }
        if try db.row("SELECT 1 FROM spend WHERE id = ?", [operation.blob]) != nil { return true }
        return try db.row("SELECT 1 FROM hold WHERE id = ?", [operation.blob]) != nil
    }

    /// Whether an entry of any member has this id, however its letters are written.
    func isEntry(_ id: OperationID) throws -> Bool {
        try db.row(
            "SELECT 1 FROM member_entry WHERE length(id) = 36 AND lower(id) = ?", [id.description]) != nil
    }

    /// Whether a kiosk's spend cannot have this id: an entry has it, or a hold that was granted to another kiosk, for
    /// another card or for another member.
    func isTaken(_ intent: JournalEntry) throws -> Bool {
        let row = try db.row(
            """
            SELECT EXISTS (SELECT 1 FROM member_entry WHERE length(id) = 36 AND lower(id) = ?), kiosk, card, member
            FROM (SELECT 1) LEFT JOIN hold ON hold.id = ?
            """, [intent.id.description, intent.id.blob])
        guard let row else { return false }
        let (isEntry, kiosk, card): (Bool, String?, String?) = (row[0], row[1], row[2])
        guard !isEntry, let kiosk else { return isEntry }
        let isOther = intent.member.map { $0 != row.member("member") } ?? false
        return kiosk != intent.kiosk || card != intent.card?.description || isOther
    }
}
