internal import Database
internal import HubAPI
package import PolicyFile

/// A version as `hubd policy list` shows it.
package struct PublishedPolicy: Hashable, Sendable, Codable {
    package var version: String
    package var effectiveFromMs: Int64
    package var publishedAtMs: Int64
    /// Hexadecimal, of the document and the calendars it names.
    package var sha256: String
    package var calendars: [String]
    package var inForce: Bool
}

extension HubDatabase {
    /// Publishes a version for ever. It counts from its own moment on, whenever it was published.
    ///
    /// - Returns: whether it is new; the same document again changes nothing.
    package func publish(_ document: PolicyDocument) async throws -> Bool {
        let nowMs = now()
        return try await write(locking: [.hub]) { tx in try PolicyStore.publish(document, tx, nowMs: nowMs) }
    }

    /// Ascending by the moment from which they count.
    package func policies() async throws -> [PublishedPolicy] {
        let nowMs = now()
        return try await read { tx in
            var policies = try tx.rows("SELECT * FROM policy ORDER BY effective_from_ms, version").map { row in
                let version: String = try row["version"]
                return try PublishedPolicy(
                    version: version, effectiveFromMs: row["effective_from_ms"],
                    publishedAtMs: row["published_at_ms"], sha256: PolicyText.hexadecimal(row["sha256"]),
                    calendars: tx.rows("SELECT name FROM policy_calendar WHERE policy = $1 ORDER BY name", [version])
                        .column("name"),
                    inForce: false)
            }
            if let last = policies.lastIndex(where: { $0.effectiveFromMs <= nowMs }) { policies[last].inForce = true }
            return policies
        }
    }
}
