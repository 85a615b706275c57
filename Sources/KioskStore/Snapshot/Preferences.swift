internal import GRDB
package import Identity

extension KioskStore {
    /// At most so many members' choices; the oldest goes first.
    package static let preferencesKept = 20_000

    /// The language, `zh` or `en`, that a member last chose at this kiosk.
    package func language(of member: MemberID) throws(StoreError) -> String? {
        try reading { database in
            let sql = "SELECT language FROM preference WHERE member = ?"
            return try String.fetchOne(database.cachedStatement(sql: sql), arguments: [member.uuid])
        }
    }

    package func remember(language: String, of member: MemberID) throws(StoreError) {
        let at = now()
        try transaction { database in
            try database.execute(
                sql: """
                    INSERT INTO preference (member, language, chosenAtMs) VALUES (?, ?, ?)
                    ON CONFLICT (member) DO UPDATE SET language = excluded.language, chosenAtMs = excluded.chosenAtMs
                    """, arguments: [member.uuid, language, at])
            try database.execute(
                sql: """
                    DELETE FROM preference WHERE member IN
                    (SELECT member FROM preference ORDER BY chosenAtMs DESC, member LIMIT -1 OFFSET ?)
                    """, arguments: [Self.preferencesKept])
        }
    }
}
