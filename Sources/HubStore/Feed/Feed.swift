internal import Database
package import HubAPI
internal import Loyalty
internal import Vocabulary

extension HubDatabase {
    /// What changed since the cursor, in ascending version; everything when the hub epoch is another one.
    ///
    /// A member that changes while a kiosk reads pages moves to the end and comes again there, so nothing is
    /// missed. When the kiosk comes back with the cursor of a last page, it holds everything up to that version.
    ///
    /// - Parameters:
    ///   - held: SHA-256 of policies whose texts need not be sent.
    ///   - bytes: about how large the page may be; at least one member comes.
    package func feed(
        kiosk: String, cursor: Int64?, hubEpoch: String?, storeEpoch: String? = nil, held: Set<String> = [],
        bytes: Int = HubLimits.feedPageBytes
    ) async throws -> FeedPage {
        // Kiosks rely on this moment: no page is better than a page with a wrong one.
        let nowMs = try momentToBook()
        try await numberAndSeal()
        let page = try await read { tx in
            let isSameEpoch = try hubEpoch.map { $0 == (try tx.hubEpoch()) } ?? true
            // A cursor past the end is of a newer database: this one was restored, and nobody ran `hubd restored`.
            let isOurs = try isSameEpoch && cursor ?? 0 <= tx.integer("SELECT version FROM hub")
            let question = FeedQuestion(
                kiosk: kiosk, after: isOurs ? cursor ?? 0 : 0, storeEpoch: storeEpoch, held: held,
                room: FeedRoom(bytes: bytes))
            return try Self.page(tx, question, nowMs: nowMs)
        }
        try await noteProgress(kiosk: kiosk, heldCursor: hubEpoch == page.position.hubEpoch ? cursor : nil, page)
        return page
    }

    private static func page(_ tx: Transaction, _ question: FeedQuestion, nowMs: Int64) throws -> FeedPage {
        guard let hub = try tx.row("SELECT * FROM hub") else { throw HubStoreError.empty }
        let policies = try PolicyStore.facts(tx, atMs: nowMs, held: question.held)
        let (members, last) = try members(tx, after: question.after, room: question.room, nowMs: nowMs)
        let end: Int64 = try last ?? hub["version"]
        let removed = try tx.rows(
            "SELECT id FROM removed_member WHERE version > $1 AND version <= $2", [question.after, end])
        return FeedPage(
            position: try position(tx, kiosk: question.kiosk, storeEpoch: question.storeEpoch), cursor: end,
            more: last != nil, asOfMs: nowMs, kiosk: try kioskFacts(tx, question.kiosk, hub), policies: policies,
            members: members, removedMembers: try removed.column("id"))
    }

    private static let membersAtOnce = 100

    /// - Returns: those that have room, and the version of the last of them; `nil` when no others are left.
    private static func members(
        _ tx: Transaction, after cursor: Int64, room: FeedRoom, nowMs: Int64
    ) throws -> (members: [MemberFacts], last: Int64?) {
        let view = try MemberView(tx, nowMs: nowMs)
        var (room, members, last) = (room, [MemberFacts](), cursor)
        while true {
            let rows = try tx.rows(
                "\(MemberView.columns) WHERE version > $1 ORDER BY version LIMIT $2", [last, membersAtOnce])
            for row in rows {
                guard !room.isFull else { return (members, last) }
                last = try row["version"]
                let facts = try view.facts(row)
                room.take(facts)
                members.append(facts)
            }
            if rows.count < membersAtOnce { return (members, nil) }
        }
    }

    private static func kioskFacts(_ tx: Transaction, _ kiosk: String, _ hub: Row) throws -> KioskFacts {
        let row = try tx.row(
            """
            SELECT kiosk.number, store.id, store.zh, store.en, store.time_zone
            FROM kiosk JOIN store ON store.id = kiosk.store WHERE kiosk.name = $1
            """, [kiosk])
        guard let row else { throw HubStoreError.notFound(.kiosk(kiosk)) }
        return try KioskFacts(
            number: row["number"], salon: hub.words("salon_zh", "salon_en"), storeID: row["id"],
            store: row.words("zh", "en"), timeZone: row["time_zone"])
    }

    /// Remembers how far the kiosk is; writes only when that changes.
    private func noteProgress(kiosk: String, heldCursor: Int64?, _ page: FeedPage) async throws {
        let progress = try await read { tx -> (sent: Int64, held: Int64)? in
            try tx.row("SELECT feed_sent, feed_held FROM kiosk WHERE name = $1", [kiosk])
                .map { try ($0["feed_sent"], $0["feed_held"]) }
        }
        guard let (sent, held) = progress else { return }
        let newHeld = heldCursor.map { $0 >= sent && sent > 0 ? max(held, sent) : held } ?? held
        let newSent = page.more ? sent : page.cursor
        guard newHeld != held || newSent != sent else { return }
        try await write(locking: [.sharedHub, .kiosk(kiosk)]) { tx in
            try tx.run("UPDATE kiosk SET feed_held = $1, feed_sent = $2 WHERE name = $3", [newHeld, newSent, kiosk])
        }
    }
}

/// What a kiosk asks of the feed, looked at already.
private struct FeedQuestion {
    var kiosk: String
    /// Members that changed after this version are to come; 0 for all.
    var after: Int64
    var storeEpoch: String?
    /// SHA-256 of policies whose texts need not be sent.
    var held: Set<String>
    var room: FeedRoom
}
