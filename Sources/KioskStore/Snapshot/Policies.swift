internal import Foundation
internal import GRDB
package import HubAPI

extension KioskStore {
    /// Every policy this kiosk ever needed and still has, without the texts, ascending by the moment it counts from.
    package func heldPolicies() throws(StoreError) -> [PolicyFacts] { try reading(PolicyRows.held) }

    /// What a policy says, and the calendars it names.
    ///
    /// - Returns: `nil` for one that is not held.
    package func policyText(_ sha256: String) throws(StoreError) -> PolicyText? {
        try reading { database in
            let sql = "SELECT text FROM policy WHERE sha256 = ?"
            guard let text = try String.fetchOne(database, sql: sql, arguments: [sha256]) else { return nil }
            return try JSONDecoder().decode(PolicyText.self, from: Data(text.utf8))
        }
    }
}

/// The published policies as documents; this target never parses them.
enum PolicyRows {
    /// Those of the last page, and older ones for when this program cannot read a newer one.
    static let kept = 2 * HubLimits.policiesPerFeedPage

    /// Whether a page's policies are plausible: not too many, and each text has its digest.
    static func areTrue(_ policies: [PolicyFacts]) -> Bool {
        policies.count <= HubLimits.policiesPerFeedPage
            && policies.allSatisfy { $0.text.map(\.sha256) ?? $0.sha256 == $0.sha256 }
    }

    static func held(_ database: Database) throws -> [PolicyFacts] {
        let sql = "SELECT version, effectiveFromMs, sha256 FROM policy ORDER BY effectiveFromMs, version"
        return try Row.fetchAll(database.cachedStatement(sql: sql)).map {
            PolicyFacts(
                version: try $0.text(0), effectiveFromMs: try $0.integer(1), sha256: try $0.text(2), text: nil)
        }
    }

    /// Saves the texts that a page brought.
    ///
    /// - Returns: the same policies without their texts.
    /// - Throws: `StoreError.unusable` for one without a text that is not held.
    static func take(_ policies: [PolicyFacts], _ database: Database) throws -> [PolicyFacts] {
        for policy in policies {
            if let text = policy.text {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO policy (sha256, version, effectiveFromMs, text) VALUES (?, ?, ?, ?)",
                    arguments: [policy.sha256, policy.version, policy.effectiveFromMs, try WireJSON.text(of: text)])
            } else if try Int64.fetchOne(
                database, sql: "SELECT 1 FROM policy WHERE sha256 = ?", arguments: [policy.sha256]) == nil
            {
                throw StoreError.unusable(reason: "policy \(policy.version) came without its text")
            }
        }
        try forget(except: policies, database)
        return policies.map {
            PolicyFacts(version: $0.version, effectiveFromMs: $0.effectiveFromMs, sha256: $0.sha256, text: nil)
        }
    }

    /// The oldest go first, and none of the last page.
    private static func forget(except policies: [PolicyFacts], _ database: Database) throws {
        let listed = Set(policies.map(\.sha256))
        let held = try held(database)
        let excess = max(0, held.count - kept)
        for policy in held.filter({ !listed.contains($0.sha256) }).prefix(excess) {
            try database.execute(sql: "DELETE FROM policy WHERE sha256 = ?", arguments: [policy.sha256])
        }
    }
}
