internal import Database
internal import Vocabulary

extension HubDatabase {
    /// Checks the hub's sums against the lines they are sums of, and everything that `Verification` goes through.
    ///
    /// Each check is a read of its own: one over everything would keep the log from being written back meanwhile.
    ///
    /// - Returns: one line per contradiction, with ids and no names; empty when the books are right.
    package func audit() async throws -> [String] {
        var found = try await unequalSums()
        var verification = Verification(self)
        while !verification.isThrough { found += try await verification.advance() }
        return found
    }

    /// Sums that are not the sums of their lines.
    package func unequalSums() async throws -> [String] {
        var found: [String] = []
        for (words, sql) in Self.checks {
            found += try await read { tx in
                try tx.rows(sql).map { "\(words): \(Self.name(try $0.value("id")))\(try $0["lot"] as String)" }
            }
        }
        return found
    }

    private static func name(_ id: SQLValue) -> String {
        switch id {
        case .blob(let bytes): Hex.text(bytes).uppercased()
        case .text(let text): text
        case .null, .integer, .real: ""
        }
    }

    /// Each answers with an id, and with what of it where that is not all.
    private static let checks: [(String, SQL)] = [
        (
            "a lot is not the sum of its ledger lines",
            """
            SELECT lot.member AS id, ' ' || lot.id AS lot FROM lot
            LEFT JOIN ledger ON ledger.member = lot.member AND ledger.lot = lot.id
            GROUP BY lot.member, lot.id, lot.granted, lot.taken, lot.expired
            HAVING coalesce(sum(ledger.amount), 0) <> lot.granted - lot.taken - lot.expired
            """
        ),
        (
            "a spend is booked with another amount than it has",
            """
            SELECT spend.id AS id, '' AS lot FROM spend LEFT JOIN ledger
                ON ledger.spend = spend.id AND ledger.kind IN ('spend', 'spendReversal')
            WHERE spend.member IS NOT NULL AND spend.state <> 'waiting'
            GROUP BY spend.id
            HAVING coalesce(-sum(ledger.amount), 0)
                <> CASE spend.state WHEN 'posted' THEN spend.points + spend.fen ELSE 0 END
            """
        ),
        (
            "a kiosk's spend has no line in any journal",
            """
            SELECT id, '' AS lot FROM spend WHERE has_intent = 1
                AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.entry = spend.id AND verdict = 'held')
            """
        ),
        (
            "more than one card of an account may spend off line",
            """
            SELECT member AS id, '' AS lot FROM card WHERE spends_offline = 1 GROUP BY member HAVING count(*) > 1
            """
        ),
        (
            "a card's settled odometers are less than its proven spends",
            """
            SELECT card.id AS id, '' AS lot FROM card JOIN spend ON spend.card = card.id
            WHERE spend.state = 'posted' AND spend.evidence & 3 <> 0
            GROUP BY card.id
            HAVING sum(spend.points) > card.settled_points OR sum(spend.fen) > card.settled_fen
            """
        ),
        (
            "a posted spend with a claim code has no claim, or another spend has one",
            """
            SELECT spend.id AS id, '' AS lot FROM spend LEFT JOIN claim ON claim.spend = spend.id
            WHERE spend.claim_code IS NOT NULL AND spend.reward IS NOT NULL AND spend.member IS NOT NULL
                AND (spend.state = 'posted') <> (coalesce(claim.status, 'cancelled') <> 'cancelled')
                AND coalesce(claim.status, '') <> 'handedOver'
            """
        ),
    ]
}
