/// The third migration: policies, members' entries, and lots as the loyalty rules know them.
///
/// What a salon paid in before was one kind of stored value; it becomes principal. Lots made before entries were kept
/// are their own source.
enum AccountSchema {
    static let third = [policies, entries, lots, ledger, pending, guards].joined(separator: "\n")

    private static let policies = """
        CREATE TABLE policy (
            version TEXT PRIMARY KEY CHECK (version <> ''),
            effective_from_ms INTEGER NOT NULL,
            document TEXT NOT NULL,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            published_at_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX policy_by_time ON policy (effective_from_ms, published_at_ms);
        """

    private static let entries = """
        CREATE TABLE member_entry (
            id TEXT PRIMARY KEY CHECK (id <> ''),
            member BLOB NOT NULL REFERENCES member (id),
            at_ms INTEGER NOT NULL,
            policy TEXT NOT NULL REFERENCES policy (version),
            body TEXT NOT NULL CHECK (json_valid(body)),
            booked_at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX member_entry_of_member ON member_entry (member, at_ms, id);
        -- How each entry's numbers came about. Worked out anew when something earlier turns up late, so it may change.
        CREATE TABLE why (
            entry TEXT PRIMARY KEY,
            member BLOB NOT NULL REFERENCES member (id),
            body TEXT NOT NULL CHECK (json_valid(body))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX why_of_member ON why (member);
        """

    private static let lots = """
        CREATE TABLE new_lot (
            member BLOB NOT NULL REFERENCES member (id), id TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (currency IN ('points', 'principal', 'gift')),
            -- The entry that granted it.
            source TEXT NOT NULL,
            granted INTEGER NOT NULL CHECK (granted >= 0),
            gained_at_ms INTEGER NOT NULL,
            active_from_ms INTEGER NOT NULL CHECK (active_from_ms >= gained_at_ms),
            expires_at_ms INTEGER,
            taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
            expired INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
            debt INTEGER NOT NULL DEFAULT 0 CHECK (debt IN (0, 1)),
            PRIMARY KEY (member, id),
            CHECK (debt = 1 OR taken + expired <= granted),
            CHECK (debt = 0 OR (granted = 0 AND expired = 0))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO new_lot
            SELECT member, \(renamed("id")), CASE currency WHEN 'fen' THEN 'principal' ELSE currency END,
                \(renamed("id")), granted, gained_at_ms, gained_at_ms, expires_at_ms, taken, expired, debt FROM lot;
        """

    private static let ledger = """
        CREATE TABLE new_ledger (
            id INTEGER PRIMARY KEY,
            member BLOB NOT NULL, lot TEXT NOT NULL,
            -- What it is due to: a spend by card, or an entry of the member (`time` for what no entry did).
            spend BLOB, entry TEXT,
            kind TEXT NOT NULL CHECK (kind IN (
                'grant', 'spend', 'spendReversal', 'repayment', 'repaymentReversal', 'expiry', 'expiryReversal',
                'clawback', 'clawbackReversal', 'refund', 'refundReversal', 'transfer', 'transferReversal')),
            -- What it adds to the lot; never 0.
            amount INTEGER NOT NULL CHECK (amount <> 0),
            at_ms INTEGER NOT NULL, booked_at_ms INTEGER NOT NULL,
            FOREIGN KEY (member, lot) REFERENCES lot (member, id),
            CHECK ((spend IS NULL) <> (entry IS NULL))
        ) STRICT;
        INSERT INTO new_ledger
            SELECT id, member, \(renamed("lot")), spend,
                CASE WHEN spend IS NOT NULL THEN NULL WHEN kind IN ('expiry', 'expiryReversal') THEN 'time'
                    ELSE \(renamed("lot")) END,
                kind, amount, at_ms, booked_at_ms FROM ledger;
        DROP TABLE ledger;
        DROP TABLE lot;
        ALTER TABLE new_lot RENAME TO lot;
        ALTER TABLE new_ledger RENAME TO ledger;
        CREATE INDEX lot_expiry ON lot (expires_at_ms) WHERE debt = 0;
        CREATE INDEX ledger_of_member ON ledger (member);
        """

    /// Kiosks are told of lots once they are active; up to which moment that was done.
    private static let pending = """
        CREATE INDEX lot_activation ON lot (active_from_ms) WHERE active_from_ms > gained_at_ms;
        ALTER TABLE hub ADD COLUMN lots_active_through_ms INTEGER NOT NULL DEFAULT 0;
        """

    private static let guards = ["policy", "member_entry", "ledger"].map(Schema.onlyGrows).joined(separator: "\n")

    private static func renamed(_ column: String) -> String {
        "CASE \(column) WHEN 'debt-fen' THEN 'debt-principal' ELSE \(column) END"
    }
}
