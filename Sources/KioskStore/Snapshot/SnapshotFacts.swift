internal import Foundation
internal import GRDB
package import HubAPI

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

    /// - Returns: `nil` until the first page of the feed came.
    init?(_ database: Database) throws {
        let sql = "SELECT facts, hubEpoch, cursor, asOfMs FROM snapshot"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql))
        guard let row, let text: String = try row.optional(0) else { return nil }
        let facts = try JSONDecoder().decode(StoredFacts.self, from: Data(text.utf8))
        kiosk = facts.kiosk
        policies = facts.policies
        hubEpoch = try row.optional(1)
        cursor = try row.optional(2)
        asOfMs = try row.optional(3)
    }
}

extension KioskStore {
    /// - Returns: `nil` until the first page of the feed came.
    package func facts() throws(StoreError) -> SnapshotFacts? { try reading { try SnapshotFacts($0) } }
}
