internal import Database
internal import HubAPI
internal import Vocabulary

/// Which card of an account may spend off line: at most one. No other card gets the right while a kiosk that has not
/// learned of the old card's block may still hold spends of it. A kiosk that never contacted the hub holds none.
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
    /// The hub has everything that all kiosks did before they knew this feed version; `nil` if no kiosk ever contacted
    /// it.
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
    /// Assigns the right if that is possible now; otherwise records that the member's card waits for it.
    static func assign(_ member: MemberID, _ tx: Transaction) throws {
        try tx.lock(member: member)
        try tx.run("DELETE FROM right_waiting WHERE member = $1", [member])
        switch try OfflineRight(of: member, tx).decision {
        case .stays: break
        case .goes(let card):
            try tx.run("UPDATE card SET spends_offline = 1, spent_offline = 1 WHERE id = $1", [card.description])
            try tx.touch([member])
        case .waits(let version): try tx.run("INSERT INTO right_waiting VALUES ($1, $2)", [member, version])
        }
    }

    private init(of member: MemberID, _ tx: Transaction) throws {
        let rows = try tx.rows(
            """
            SELECT id, kind, status, suspect, spends_offline, spent_offline, blocked_version FROM card
            WHERE member = $1 ORDER BY created_at_ms, id
            """, [member])
        cards = try rows.map { row in
            let (kind, status): (CardFacts.Kind, CardFacts.Status) = try (row.choice("kind"), row.choice("status"))
            return try Card(
                id: row["id"], isSound: kind == .desfire && status == .active && !row["suspect"],
                isActive: status == .active,
                hasRight: row["spends_offline"], hasHadRight: row["spent_offline"],
                blockedVersion: row["blocked_version"])
        }
        clearedVersion = try Self.clearedVersion(tx)
    }

    private static func clearedVersion(_ tx: Transaction) throws -> Int64? {
        try tx.row(
            "SELECT min(cleared_version) AS version FROM kiosk WHERE feed_sent > 0 OR store_epoch IS NOT NULL"
        )?["version"]
    }

    /// Assigns the right to cards that no longer wait for any kiosk.
    ///
    /// - Returns: whether no such card is left.
    static func assignWaiting(_ step: Step) throws -> Bool {
        let rows = try step.rows(
            "SELECT member FROM right_waiting WHERE version <= $1 ORDER BY version, member LIMIT $2",
            [try clearedVersion(step.tx) ?? Int64.max, Step.limit])
        return try step.forEach(rows) { row in
            try assign(row["member"], step.tx)
        }.isThrough
    }
}
