internal import GRDB
package import Vocabulary

/// What members chose at this kiosk.
enum Preferences {
    /// At most so many members' choices; the oldest goes first.
    static let kept = 20_000

    /// The language, `zh` or `en`, that a member last chose.
    static func language(of member: MemberID, _ database: Database) throws -> String? {
        let sql = "SELECT language FROM preference WHERE member = ?"
        return try String.fetchOne(database.cachedStatement(sql: sql), arguments: [member.uuid])
    }
}

extension KioskStore {
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
                    """, arguments: [Preferences.kept])
        }
    }
}
