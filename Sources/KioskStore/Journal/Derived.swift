internal import GRDB
internal import HubAPI
internal import Vocabulary

/// What follows from an entry, kept in rows of its own so that a tap finds it through an index.
enum Derived {
    static func note(_ entry: JournalEntry, line: Int64, _ database: Database) throws {
        switch entry.fact {
        case .spendIntent(let intent): try note(intent, entry, line: line, database)
        case .spendOutcome(let outcome):
            var settled = try DirectStatement(settle, database)
            settled.bind(outcome.settles.uuid)
            settled.bind(line)
            settled.bind(outcome.outcome == .posted ? 1 : 0)
            try settled.run()
        case .checkIn(let checkIn):
            guard let member = entry.member else { return }
            var checkedIn = try DirectStatement(
                "INSERT INTO checkIn (line, member, booking) VALUES (?, ?, ?)", database)
            checkedIn.bind(line)
            checkedIn.bind(member.uuid)
            checkedIn.bind(checkIn.booking)
            try checkedIn.run()
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
        guard intent.amount.isNonNegative, intent.before.isNonNegative, intent.amount != .zero else {
            throw .unusable(reason: "a spend of nothing, or of less than nothing")
        }
        // A sum that wrapped round is below zero.
        guard intent.before &+ intent.amount == intent.after, intent.after.isNonNegative else {
            throw .unusable(reason: "a spend whose odometers do not move by its amount")
        }
    }

    private static func note(
        _ intent: SpendIntent, _ entry: JournalEntry, line: Int64, _ database: Database
    ) throws {
        var announced = try DirectStatement(announce, database)
        announced.bind(entry.id.uuid)
        announced.bind(line)
        announced.bind(entry.member?.uuid)
        announced.bind(entry.card?.description)
        announced.bind(intent.amount.points.count)
        announced.bind(intent.amount.money.fen)
        announced.bind(intent.before.points.count)
        announced.bind(intent.before.money.fen)
        try announced.run()
    }

    /// Moves the rows derived from an entry to its new line, after a new epoch began.
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

    /// A later outcome replaces an earlier one: evidence from the card corrects what staff decided without it.
    private static let settle = """
        INSERT INTO settlement (intent, line, posted) VALUES (?, ?, ?)
        ON CONFLICT (intent) DO UPDATE SET line = excluded.line, posted = excluded.posted
        """
}
