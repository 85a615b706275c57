/// The ninth migration: how the hub knows that its file is well and its own.
enum WatchSchema {
    static let ninth = """
        -- Written and read back at each round of upkeep; the lock file beside the database notes the last beat, so that
        -- an older copy in the place of the database is known.
        CREATE TABLE canary (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            beat INTEGER NOT NULL
        ) STRICT;
        INSERT INTO canary VALUES (1, 0);
        -- Each entry's place in a chain of hashes, as in kiosks' journals. What was there before is only counted.
        CREATE TABLE entry_seal (
            -- The row of `member_entry`, which only grows.
            entry INTEGER PRIMARY KEY,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        ALTER TABLE hub ADD COLUMN entries_unsealed INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE hub ADD COLUMN last_entry INTEGER NOT NULL DEFAULT 0;
        UPDATE hub SET entries_unsealed = (SELECT count(*) FROM member_entry),
            last_entry = (SELECT coalesce(max(rowid), 0) FROM member_entry);
        """
}
