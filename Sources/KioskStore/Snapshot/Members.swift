internal import Foundation
internal import GRDB
package import HubAPI
package import Identity

/// What the hub told this kiosk beside its members.
package struct SnapshotFacts: Hashable, Sendable {
    package var kiosk: KioskFacts
    /// As the hub last named them: the one then in force first, then later ones, without their texts.
    package var policies: [PolicyFacts]
    package var hubEpoch: String?
    package var cursor: Int64?
    /// The hub's clock when the snapshot was last complete, milliseconds since 1970 UTC; `nil` while the first
    /// one is still being fetched: no spending off line then.
    package var asOfMs: Int64?
}

extension KioskStore {
    /// - Returns: `nil` until the first page of the feed came.
    package func facts() throws(StoreError) -> SnapshotFacts? {
        try reading { database in
            let sql = "SELECT facts, hubEpoch, cursor, asOfMs FROM snapshot"
            let row = try Row.fetchOne(database.cachedStatement(sql: sql))
            guard let row, let text: String = try row.optional(0) else { return nil }
            let facts = try lastFacts.value(of: text)
            return SnapshotFacts(
                kiosk: facts.kiosk, policies: facts.policies, hubEpoch: try row.optional(1),
                cursor: try row.optional(2), asOfMs: try row.optional(3))
        }
    }

    /// The owner of an issued card, blocked ones included: `cards` says what it is.
    package func member(of card: CardID) throws(StoreError) -> MemberFacts? {
        try member("SELECT facts FROM card JOIN member ON member.id = card.member WHERE card.id = ?", card.description)
    }

    /// Whoever this plastic names. When it was issued several times, the active issue counts, then the last.
    package func member(uid: CardUID) throws(StoreError) -> MemberFacts? {
        let sql = """
            SELECT facts FROM card JOIN member ON member.id = card.member WHERE card.uid = ? ORDER BY card.rank LIMIT 1
            """
        return try member(sql, Data(uid.bytes))
    }

    package func member(id: MemberID) throws(StoreError) -> MemberFacts? {
        try member("SELECT facts FROM member WHERE id = ?", id.uuid)
    }

    private func member(
        _ sql: String, _ key: some DatabaseValueConvertible & Sendable
    ) throws(StoreError) -> MemberFacts? {
        try reading { database in
            let statement = try database.cachedStatement(sql: sql)
            guard let text = try String.fetchOne(statement, arguments: [key]) else { return nil }
            return try lastMember.value(of: text)
        }
    }

    package func lastKnownTimeMs() throws(StoreError) -> Int64 { try knownTime().lastMs }

    package func knownTime() throws(StoreError) -> KnownTime {
        let floorMs = head.floorMs
        let hubMs = try reading { database in
            try Int64.fetchOne(database.cachedStatement(sql: "SELECT asOfMs FROM snapshot"))
        }
        guard let hubMs else { return KnownTime(lastMs: floorMs, hubMs: nil) }
        // Entries later than any kiosk stays without the hub were written by a clock in the future.
        let isPossible = floorMs <= hubMs + StoreLimits.longestOfflineMs
        return KnownTime(lastMs: isPossible ? max(floorMs, hubMs) : hubMs, hubMs: hubMs)
    }
}

/// What journal and snapshot say of the time, milliseconds since 1970 UTC.
package struct KnownTime: Hashable, Sendable {
    /// The later of the last entry's time and the hub's: a wall clock that says less was set back. 0 when nothing is
    /// known.
    package var lastMs: Int64
    /// The hub's clock when the snapshot was last complete.
    package var hubMs: Int64?
}
