/// The sixth migration: claims that no card paid for.
enum ClaimSchema {
    static let sixth = """
        -- What nights and desks redeemed; `claim` has what cards paid for.
        CREATE TABLE entry_claim (
            -- The entry, or its part, that redeemed it.
            redemption TEXT PRIMARY KEY, code TEXT NOT NULL,
            member BLOB NOT NULL REFERENCES member (id), reward TEXT NOT NULL, at_ms INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN (
                'open', 'handedOver', 'cancelled', 'returned', 'forfeited', 'reversed')),
            handed_over_at_ms INTEGER,
            CHECK (status <> 'handedOver' OR handed_over_at_ms IS NOT NULL)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_claim_by_code ON entry_claim (code);
        CREATE INDEX entry_claim_by_status ON entry_claim (status, at_ms);
        CREATE INDEX entry_claim_of_member ON entry_claim (member);
        """
}
