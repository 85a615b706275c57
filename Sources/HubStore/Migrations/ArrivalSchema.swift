internal import Database
internal import Vocabulary

/// The tenth migration: who has come, where and when, for the kiosks of the same store.
enum ArrivalSchema {
    static let tenth = """
        ALTER TABLE member ADD COLUMN arrived_at_ms INTEGER;
        ALTER TABLE member ADD COLUMN arrived_store TEXT;
        """

    /// Kiosks are told of open claims, and where bookings are, from now on.
    static func tellAgain(_ tx: Transaction) throws {
        let rows = try tx.rows(
            """
            SELECT member FROM claim WHERE status = 'open' UNION SELECT member FROM entry_claim WHERE status = 'open'
            UNION SELECT member FROM booking WHERE status = 'booked'
            """)
        for member in (try rows.column("member") as [MemberID]).sorted() {
            let version = try tx.integer("UPDATE hub SET version = version + 1 RETURNING version")
            try tx.run("UPDATE member SET version = $1 WHERE id = $2", [version, member])
        }
    }
}
