internal import GRDB
internal import HubAPI
internal import Identity

/// What follows from an entry, kept in rows of its own so that a tap finds it through an index.
enum Derived {
    static func note(_ entry: JournalEntry, line: Int64, _ database: Database) throws {
        switch entry.fact {
        case .spendIntent(let intent): try note(intent, entry, line: line, database)
        case .spendOutcome(let outcome):
            try database.cachedStatement(sql: settle).execute(arguments: [
                outcome.settles.uuid, line, outcome.outcome == .posted,
            ])
        case .checkIn(let checkIn):
            guard let booking = checkIn.booking, let member = entry.member else { return }
            try database.cachedStatement(sql: "INSERT INTO checkIn (line, member, booking) VALUES (?, ?, ?)")
                .execute(arguments: [line, member.uuid, booking])
        case .cardSeen, .fault: break
        }
    }

    /// - Throws: `StoreError.unusable` for a spend that does not say whose it is, or whose odometers do not move
    ///   by its amount.
    static func requireUsable(_ entry: JournalEntry) throws(StoreError) {
        guard case .spendIntent(let intent) = entry.fact else { return }
        guard entry.member != nil, entry.card != nil else {
            throw .unusable(reason: "a spend without member or card")
        }
        let amounts = [intent.points, intent.fen, intent.before.points, intent.before.fen]
        guard amounts.allSatisfy({ $0 >= 0 }), intent.points > 0 || intent.fen > 0 else {
            throw .unusable(reason: "a spend of nothing, or of less than nothing")
        }
        let points = intent.before.points.addingReportingOverflow(intent.points)
        let fen = intent.before.fen.addingReportingOverflow(intent.fen)
        guard !points.overflow, !fen.overflow,
            WireOdometers(points: points.partialValue, fen: fen.partialValue) == intent.after
        else { throw .unusable(reason: "a spend whose odometers do not move by its amount") }
    }

    private static func note(
        _ intent: SpendIntent, _ entry: JournalEntry, line: Int64, _ database: Database
    ) throws {
        try database.cachedStatement(sql: announce).execute(arguments: [
            entry.id.uuid, line, entry.member?.uuid, entry.card?.description, intent.points, intent.fen,
            intent.before.points, intent.before.fen,
        ])
    }

    /// The same entry under a new line: after a new epoch began.
    static func move(_ entry: JournalEntry, from old: Int64, to line: Int64, _ database: Database) throws {
        switch entry.fact {
        case .spendIntent:
            try database.execute(
                sql: "UPDATE intent SET line = ? WHERE member = ? AND line = ?",
                arguments: [line, entry.member?.uuid, old])
        case .spendOutcome(let outcome):
            try database.execute(
                sql: "UPDATE settlement SET line = ? WHERE intent = ? AND line = ?",
                arguments: [line, outcome.settles.uuid, old])
        case .checkIn:
            try database.execute(
                sql: "UPDATE checkIn SET line = ? WHERE member = ? AND line = ?",
                arguments: [line, entry.member?.uuid, old])
        case .cardSeen, .fault: break
        }
    }

    private static let announce = """
        INSERT INTO intent (id, line, member, card, points, fen, beforePoints, beforeFen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// The last word counts: evidence from the card corrects what staff decided without it.
    private static let settle = """
        INSERT INTO settlement (intent, line, posted) VALUES (?, ?, ?)
        ON CONFLICT (intent) DO UPDATE SET line = excluded.line, posted = excluded.posted
        """
}
