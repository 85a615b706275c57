/// The thirteenth migration: entries have numbers of their own. Seals name an entry by its number, which was SQLite's
/// row number until now; `VACUUM` may give a table without a key of that kind other ones.
enum NumberSchema {
    static let thirteenth = """
        CREATE TABLE new_member_entry (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (id <> ''),
            member BLOB NOT NULL REFERENCES member (id),
            at_ms INTEGER NOT NULL,
            policy TEXT NOT NULL REFERENCES policy (version),
            body TEXT NOT NULL CHECK (json_valid(body)),
            booked_at_ms INTEGER NOT NULL,
            -- What a desk asked for, where the entry holds more than that.
            request TEXT
        ) STRICT;
        INSERT INTO new_member_entry (number, id, member, at_ms, policy, body, booked_at_ms, request)
            SELECT rowid, id, member, at_ms, policy, body, booked_at_ms, request FROM member_entry ORDER BY rowid;
        DROP TABLE member_entry;
        ALTER TABLE new_member_entry RENAME TO member_entry;
        CREATE INDEX member_entry_of_member ON member_entry (member, at_ms, id);
        CREATE INDEX member_entry_as_operation ON member_entry (lower(id)) WHERE length(id) = 36;
        \(Schema.onlyGrows("member_entry"))
        -- A word of its own in SQL, which a server refuses as a name.
        ALTER TABLE hub RENAME COLUMN only TO one;
        ALTER TABLE canary RENAME COLUMN only TO one;
        -- A program that does not know this migration must not serve from it any more.
        ALTER TABLE canary ADD COLUMN oldest_step INTEGER NOT NULL DEFAULT 13;
        """
}
