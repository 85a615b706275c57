internal import Foundation
internal import GRDB
package import HubAPI
package import Vocabulary

/// What this kiosk knows of a card and of its member at one moment of its file: the hub's facts, and what was
/// journalled here since they were written. All of it comes from one read, so a page of the feed counts in it whole or
/// not at all.
///
/// Balance here = the member's lots − the member's held − the sum of own spends with `heldByHub == false`. The card's
/// odometer should stand at its `settled` plus all its posted ones; a pending one may be in it or not.
package struct CardStanding: Hashable, Sendable {
    package var member: MemberFacts
    package var card: CardFacts
    package var snapshot: SnapshotFacts
    /// This kiosk's spends of the member that the facts do not reflect, oldest first; voided ones are left out.
    package var localSpends: [LocalSpend]
    /// Intents of the card that no outcome has settled, as far as this kiosk knows: the snapshot's and its own.
    package var openIntents: [OpenIntent]
    /// Bookings this kiosk checked the member in for, which the facts may still show as booked.
    package var checkedInBookings: Set<String>
    /// When the member last checked in here, with a booking or without: the entry's `recordedAtMs`.
    package var checkedInAtMs: Int64?
    /// The language, `zh` or `en`, that the member last chose at this kiosk.
    package var language: String?
    /// What was journalled here about the card not long ago.
    package var recent: RecentEntries
}

extension KioskStore {
    /// - Returns: `nil` for a card that the snapshot does not name.
    package func standing(of card: CardID) throws(StoreError) -> CardStanding? {
        try standing("card.id = ?", card.description) { $0.id == card }
    }

    /// Of whoever this plastic names. When it was issued several times, the active issue counts, then the last.
    ///
    /// - Returns: `nil` for a plastic that the snapshot does not name as a card without keys.
    package func standing(uid: CardUID) throws(StoreError) -> CardStanding? {
        try standing("card.uid = ?", Data(uid.bytes)) { $0.id.uid == uid && $0.kind == .uidOnly }
    }

    private func standing(
        _ condition: String, _ key: some DatabaseValueConvertible & Sendable, _ isMeant: (CardFacts) -> Bool
    ) throws(StoreError) -> CardStanding? {
        try reading { database in
            guard let owner = try ReflectedMember.owner(condition, key, database),
                let card = owner.facts.cards.first(where: isMeant)
            else { return nil }
            guard let snapshot = try SnapshotFacts(database) else {
                throw StoreError.damaged(reason: "members without a snapshot")
            }
            let own = LocalEntries(of: owner, database)
            let announced = try own.announced()
            let settled = try own.settledHere()
            return CardStanding(
                member: owner.facts, card: card, snapshot: snapshot,
                localSpends: announced + settled.filter(\.posted).map(\.spend),
                openIntents: LocalEntries.open(card, announced, settled),
                checkedInBookings: try own.checkedInBookings(), checkedInAtMs: try own.checkedInAtMs(),
                language: try Preferences.language(of: owner.facts.id, database),
                recent: try RecentEntries(about: card.id, head, database))
        }
    }
}

/// A member's facts, and which of our own lines they take into account.
struct ReflectedMember {
    var facts: MemberFacts
    /// The last journal line that the facts reflect.
    var reflectedLine: Int64

    /// - Parameter condition: names the card, or its plastic.
    static func owner(
        _ condition: String, _ key: some DatabaseValueConvertible & Sendable, _ database: Database
    ) throws -> ReflectedMember? {
        let sql = """
            SELECT member.facts, max(member.reflectedLine, generation.reflectedLine) FROM card
            JOIN member ON member.id = card.member JOIN generation ON generation.number = member.generation
            WHERE \(condition) ORDER BY card.rank LIMIT 1
            """
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [key]) else { return nil }
        let facts = try JSONDecoder().decode(MemberFacts.self, from: Data(try row.text(0).utf8))
        return ReflectedMember(facts: facts, reflectedLine: try row.integer(1))
    }
}
