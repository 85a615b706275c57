/// The fifth migration: what the desk enters, and what is kept of a member between two looks.
enum DeskSchema {
    static let fifth = """
        -- What kiosks are told of where the member stands, and the midnight whose night has work for the member. Both
        -- follow from the entries and are written whenever those are worked out.
        ALTER TABLE member ADD COLUMN standing TEXT CHECK (standing IS NULL OR json_valid(standing));
        ALTER TABLE member ADD COLUMN night_due_ms INTEGER;
        -- Names the evaluated history that memory may hold; see HistoryCache.
        ALTER TABLE member ADD COLUMN evaluation INTEGER;
        ALTER TABLE member DROP COLUMN booked_through_ms;
        CREATE INDEX member_by_night ON member (night_due_ms) WHERE night_due_ms IS NOT NULL;
        -- An entry as the desk sent it, where more is kept: the same request again gets the same answer.
        ALTER TABLE member_entry ADD COLUMN request TEXT;
        -- Bills that hold a use of an offer of which all members together may have so many.
        CREATE TABLE offer_use (
            offer TEXT NOT NULL, entry TEXT NOT NULL, member BLOB NOT NULL REFERENCES member (id),
            count INTEGER NOT NULL CHECK (count > 0),
            PRIMARY KEY (offer, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX offer_use_of_member ON offer_use (member);
        -- As when a policy comes into force: everybody is looked at once.
        UPDATE hub SET policy = NULL;
        \(claims)
        """

    /// A claim can be given up: its points go back, or they do not.
    private static let claims = """
        CREATE TABLE new_claim (
            spend BLOB PRIMARY KEY REFERENCES spend (id), code TEXT NOT NULL,
            member BLOB NOT NULL REFERENCES member (id), reward TEXT NOT NULL, at_ms INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN (
                'open', 'handedOver', 'cancelled', 'returned', 'forfeited', 'reversed')),
            handed_over_at_ms INTEGER,
            CHECK (status <> 'handedOver' OR handed_over_at_ms IS NOT NULL)
        ) STRICT;
        INSERT INTO new_claim SELECT * FROM claim;
        DROP TABLE claim;
        ALTER TABLE new_claim RENAME TO claim;
        CREATE INDEX claim_by_code ON claim (code);
        CREATE INDEX claim_by_status ON claim (status, at_ms);
        CREATE INDEX claim_of_member ON claim (member);
        """
}
