/// The fourteenth migration: changed members and new entries get their places after they were committed, so that nobody
/// who writes waits for the number of somebody else.
enum OrderSchema {
    static let fourteenth = """
        CREATE TABLE changed_member (
            member BLOB PRIMARY KEY REFERENCES member (id),
            -- Whether kiosks learn from it of a card that was blocked.
            tells_block INTEGER NOT NULL CHECK (tells_block IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE unsealed_entry (
            entry INTEGER PRIMARY KEY REFERENCES member_entry (number)
        ) STRICT;
        CREATE TABLE new_entry_seal (
            place INTEGER PRIMARY KEY,
            entry INTEGER NOT NULL UNIQUE,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        INSERT INTO new_entry_seal (place, entry, hash) SELECT entry, entry, hash FROM entry_seal ORDER BY entry;
        DROP TABLE entry_seal;
        ALTER TABLE new_entry_seal RENAME TO entry_seal;
        -- A program that numbers and seals by itself must not write any more.
        UPDATE canary SET oldest_step = 14;
        """
}
