internal import Database
internal import Loyalty
internal import Vocabulary

extension HubDatabase {
    /// Puts members without a life beside those of the sample salon, so many that what goes over all of them can be
    /// measured. Each has signed up, which nobody has worked out yet.
    ///
    /// - Parameters:
    ///   - seed: another one gives other members.
    ///   - expiresAtMs: of ten points that each has; `nil` for none.
    package func seedCrowd(_ count: Int, seed: UInt64 = 1, expiresAtMs: Int64? = nil) async throws {
        let nowMs = now()
        try await write(locking: [.hub]) { tx in
            var random = SeededGenerator(seed: seed)
            let policy = try PolicyStore.inForce(tx, atMs: nowMs)
            for number in 0..<count {
                guard let member = MemberID(bytes: random.uuidBytes()) else { continue }
                let name = "crowd-\(seed)-\(number)"
                try tx.run(
                    """
                    INSERT INTO member
                        (id, number, surname_zh, surname_en, given, phone, title, tier, language, version)
                    VALUES ($1, $2, '众', 'Crowd', '', '', 'none', $3, 'zh', $4)
                    """, [member, name, policy.tiers.tiers[0].id, try FeedOrder.next(tx)])
                let entry = MemberEntry(id: name, atMs: nowMs, policy: policy.version, fact: .action("sign-up"))
                try MemberEntries(tx: tx, nowMs: nowMs, member: member).keep(entry)
                guard let expiresAtMs else { continue }
                let lot = PurseLot(
                    id: "\(name)-old", currency: .points, source: "\(name)-old", granted: 10, gainedAtMs: nowMs,
                    activeFromMs: nowMs, expiresAtMs: expiresAtMs)
                try MemberBooks.grant(lot, to: member, tx, Incidents(tx: tx, nowMs: nowMs))
            }
        }
    }
}
