internal import Foundation
internal import GRDB
package import HubAPI
internal import Vocabulary

/// What a page of the feed changed.
package struct AppliedPage: Hashable, Sendable {
    /// Whether to ask again at once: another page follows, or everything must be fetched anew because the hub
    /// has a new epoch.
    package var askAgain: Bool
    /// Everything is fetched anew; the page itself was not taken.
    package var isAnew = false
    package var acknowledged: Acknowledged
}

extension KioskStore {
    /// The hub's clock is believed between 1970 and 2100; beyond that the page is garbage.
    static let believableMs: ClosedRange<Int64> = 0...4_102_444_800_000

    package func feedRequest() throws(StoreError) -> FeedRequest {
        let epoch = head.epochID
        return try reading { database in
            let stand = try SnapshotPosition(database)
            return FeedRequest(
                cursor: stand.cursor, hubEpoch: stand.hubEpoch, storeEpoch: epoch,
                policies: try PolicyRows.held(database).map(\.sha256))
        }
    }

    /// Applies a page to the snapshot, whole or not at all. This kiosk's own entries are never changed: what a member's
    /// facts do not include yet is still subtracted.
    ///
    /// While a new generation is being fetched (first start, or a hub with a new epoch), the members of the one
    /// before still serve; with its last page the rest of them goes.
    ///
    /// - Throws: `olderSnapshot` for a page behind the snapshot or for another request than the last; `otherEpoch`;
    ///   `unusable` for a page that cannot be true.
    package func apply(_ page: FeedPage, to request: FeedRequest) throws(StoreError) -> AppliedPage {
        guard Self.believableMs.contains(page.asOfMs), page.cursor >= 0,
            page.members.count <= HubLimits.membersPerFeedPage, PolicyRows.areTrue(page.policies)
        else { throw .unusable(reason: "a feed page with an impossible time, cursor, size or policy") }
        return try transaction { database in
            let head = try self.present(request.storeEpoch)
            let stand = try SnapshotPosition(database)
            guard request.cursor == stand.cursor else { throw StoreError.olderSnapshot }
            let acknowledged = try self.place(page.position, head: head, mayPutBack: false, database)
            if acknowledged.newEpoch != nil {
                return AppliedPage(askAgain: true, isAnew: true, acknowledged: acknowledged)
            }
            if let known = stand.hubEpoch, known != page.position.hubEpoch, stand.cursor != nil {
                try stand.beginGeneration(database)
                return AppliedPage(askAgain: true, isAnew: true, acknowledged: acknowledged)
            }
            if let cursor = stand.cursor, page.cursor < cursor { throw StoreError.olderSnapshot }
            try self.take(page, reflectedLine: head.linesBefore + page.position.lastSequence, stand, database)
            return AppliedPage(askAgain: page.more, acknowledged: acknowledged)
        }
    }

    private func take(
        _ page: FeedPage, reflectedLine: Int64, _ stand: SnapshotPosition, _ database: Database
    ) throws {
        let writer = try MemberWriter(generation: stand.generation, reflectedLine: reflectedLine, database)
        for member in page.members { try writer.write(member) }
        for id in page.removedMembers { try writer.remove(id) }
        let facts = StoredFacts(kiosk: page.kiosk, policies: try PolicyRows.take(page.policies, database))
        try database.execute(
            sql: "UPDATE snapshot SET hubEpoch = ?, cursor = ?, facts = ?",
            arguments: [page.position.hubEpoch, page.cursor, try WireJSON.text(of: facts)])
        guard !page.more else { return }
        try database.execute(sql: "UPDATE snapshot SET asOfMs = ?", arguments: [page.asOfMs])
        // The hub's time also corrects a journal that was written by a clock in the future.
        head.floorMs = min(head.floorMs, page.asOfMs)
        try database.execute(
            sql: "UPDATE generation SET reflectedLine = ? WHERE number = ?",
            arguments: [reflectedLine, stand.generation])
        if try Int64.fetchOne(database, sql: "SELECT count(*) FROM generation") != 1 {
            try database.execute(sql: "DELETE FROM member WHERE generation < ?", arguments: [stand.generation])
            try database.execute(sql: "DELETE FROM generation WHERE number < ?", arguments: [stand.generation])
        }
    }
}

/// Where the snapshot stands.
struct SnapshotPosition {
    var generation: Int64
    var hubEpoch: String?
    var cursor: Int64?

    init(_ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "SELECT generation, hubEpoch, cursor FROM snapshot")
        guard let row else { throw StoreError.damaged(reason: "no snapshot row") }
        generation = try row.integer(0)
        hubEpoch = try row.optional(1)
        cursor = try row.optional(2)
        guard generation < Epochs.maximumLine else { throw StoreError.damaged(reason: "generation \(generation)") }
    }

    /// Makes the next request one for everything.
    func beginGeneration(_ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO generation (number, reflectedLine) VALUES (?, 0)", arguments: [generation + 1])
        try database.execute(
            sql: "UPDATE snapshot SET generation = ?, cursor = NULL, hubEpoch = NULL", arguments: [generation + 1])
    }
}

/// Writes members of one page: a row of JSON each, and a row for each of their cards.
private struct MemberWriter {
    let generation: Int64
    let reflectedLine: Int64
    private let upsert: Statement
    private let forgetCards: Statement
    private let addCard: Statement
    private let delete: Statement

    init(generation: Int64, reflectedLine: Int64, _ database: Database) throws {
        self.generation = generation
        self.reflectedLine = reflectedLine
        upsert = try database.cachedStatement(
            sql: """
                INSERT INTO member (id, generation, reflectedLine, facts) VALUES (?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET generation = excluded.generation,
                    reflectedLine = excluded.reflectedLine, facts = excluded.facts
                """)
        forgetCards = try database.cachedStatement(sql: "DELETE FROM card WHERE member = ?")
        // A card that went from one member to another belongs to the one the hub named last.
        addCard = try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO card (id, uid, rank, member) VALUES (?, ?, ?, ?)")
        delete = try database.cachedStatement(sql: "DELETE FROM member WHERE id = ?")
    }

    func write(_ member: MemberFacts) throws {
        try upsert.execute(arguments: [member.id.uuid, generation, reflectedLine, try WireJSON.text(of: member)])
        try forgetCards.execute(arguments: [member.id.uuid])
        for card in member.cards {
            try addCard.execute(arguments: [
                card.id.description, Data(card.id.uid.bytes), Self.rank(card), member.id.uuid,
            ])
        }
    }

    func remove(_ id: MemberID) throws { try delete.execute(arguments: [id.uuid]) }

    /// The active card first, then the one issued last.
    private static func rank(_ card: CardFacts) -> Int64 {
        (card.status == .active ? 0 : 1 << 32) + Int64(UInt32.max - card.id.issueNumber)
    }
}

/// What the snapshot holds beside members.
struct StoredFacts: Codable {
    var kiosk: KioskFacts
    /// As in the last page, without their texts.
    var policies: [PolicyFacts]
}
