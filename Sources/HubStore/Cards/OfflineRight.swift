internal import GRDB
internal import Vocabulary

/// Which card of an account may spend off line: at most one, and never a second one while a kiosk that has not
/// heard of the first one's block may still hold spends of it. A kiosk that never asked for anything holds none.
struct OfflineRight {
    struct Card {
        var id: CardID
        /// A member card of ours, active and not suspected.
        var isSound: Bool
        var isActive: Bool
        var hasRight: Bool
        /// Whether it ever had the right, so that kiosks may hold spends of it.
        var hasHadRight: Bool
        /// The feed's version that tells of its block.
        var blockedVersion: Int64?
    }

    /// Of one account, the oldest first.
    var cards: [Card]
    /// Everything that kiosks did before they knew of this version of the feed is here; `nil` where none ever asked.
    var clearedVersion: Int64?

    enum Decision: Equatable {
        case stays
        case goes(to: CardID)
        /// Until all kiosks have cleared this version.
        case waits(version: Int64)
    }

    /// The right goes to the oldest sound card, if nobody has it and nobody can still use it.
    var decision: Decision {
        guard !cards.contains(where: \.hasRight), let heir = cards.first(where: \.isSound) else { return .stays }
        let version = cards.filter { $0.hasHadRight && !$0.isActive }.map { $0.blockedVersion ?? 0 }.max() ?? 0
        return clearedVersion.map { $0 >= version } ?? true ? .goes(to: heir.id) : .waits(version: version)
    }
}

extension OfflineRight {
    /// Settles who has the right, and keeps the member in mind for as long as a card waits for it.
    static func settle(_ member: MemberID, _ db: Database) throws {
        try db.run("DELETE FROM right_waiting WHERE member = ?", [member.blob])
        switch try OfflineRight(of: member, db).decision {
        case .stays: break
        case .goes(let card):
            try db.run("UPDATE card SET spends_offline = 1, spent_offline = 1 WHERE id = ?", [card.description])
            try db.touch([member])
        case .waits(let version): try db.run("INSERT INTO right_waiting VALUES (?, ?)", [member.blob, version])
        }
    }

    private init(of member: MemberID, _ db: Database) throws {
        let rows = try db.rows(
            """
            SELECT id, kind, status, suspect, spends_offline, spent_offline, blocked_version FROM card
            WHERE member = ? ORDER BY created_at_ms, id
            """, [member.blob])
        cards = try rows.map { row in
            guard let id = row.card("id") else { throw HubStoreError.damaged(table: "card", row: row["id"] ?? "") }
            let (kind, status, isSuspect): (String, String, Bool) = (row["kind"], row["status"], row["suspect"])
            return Card(
                id: id, isSound: kind == "desfire" && status == "active" && !isSuspect, isActive: status == "active",
                hasRight: row["spends_offline"], hasHadRight: row["spent_offline"],
                blockedVersion: row["blocked_version"])
        }
        clearedVersion = try Self.clearedVersion(db)
    }

    private static func clearedVersion(_ db: Database) throws -> Int64? {
        try db.row(
            "SELECT min(cleared_version) AS version FROM kiosk WHERE feed_sent > 0 OR store_epoch IS NOT NULL"
        )?["version"]
    }

    /// Passes the right on to cards that wait for no kiosk any more.
    ///
    /// - Returns: whether no other is left.
    static func passOn(_ step: Step) throws -> Bool {
        let rows = try step.db.rows(
            "SELECT member FROM right_waiting WHERE version <= ? ORDER BY version, member LIMIT ?",
            [try clearedVersion(step.db) ?? Int64.max, Step.limit])
        return try step.take(rows) { row in
            if let member = row.member("member") { try settle(member, step.db) }
        }.isThrough
    }
}
