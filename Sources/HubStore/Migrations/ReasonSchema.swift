/// The twelfth migration: reasons lie in a table with row numbers. Where the text stands in the key's own tree, a row
/// of more than about a kilobyte takes a page of four by itself.
enum ReasonSchema {
    static let twelfth = """
        ALTER TABLE why RENAME TO why_before;
        CREATE TABLE why (
            entry TEXT NOT NULL PRIMARY KEY,
            member BLOB NOT NULL REFERENCES member (id),
            body TEXT NOT NULL CHECK (json_valid(body))
        ) STRICT;
        INSERT INTO why (entry, member, body) SELECT entry, member, body FROM why_before;
        DROP TABLE why_before;
        CREATE INDEX why_of_member ON why (member);
        """
}
