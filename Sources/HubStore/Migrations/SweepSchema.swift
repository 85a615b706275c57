/// The eighth migration: work over all members is done in steps, and how far it has come is kept.
enum SweepSchema {
    static let eighth = """
        -- What goes over all members, a few at a time; `after_...` is what it looked at last.
        CREATE TABLE sweep (
            kind TEXT PRIMARY KEY CHECK (kind IN ('policy', 'bookings', 'activations')),
            -- Each beginning has a number of its own.
            number INTEGER NOT NULL,
            -- Where it leads: the policy's version, the day. Empty when it is through.
            goal TEXT NOT NULL,
            due_ms INTEGER NOT NULL, after_ms INTEGER NOT NULL, after_member BLOB NOT NULL, after_id TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO sweep SELECT 'activations', 0, '', 0, lots_active_through_ms, zeroblob(0), '~' FROM hub;
        UPDATE sweep SET after_member = x'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF';
        ALTER TABLE hub DROP COLUMN lots_active_through_ms;
        -- The last sweep of a policy that has looked at the member.
        ALTER TABLE member ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;
        DROP INDEX lot_expiry;
        CREATE INDEX lot_expiry ON lot (expires_at_ms) WHERE debt = 0 AND granted > taken + expired;
        -- Members with a card that gets the right to spend off line once every kiosk has cleared this version.
        CREATE TABLE right_waiting (
            member BLOB PRIMARY KEY REFERENCES member (id),
            version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX right_waiting_by_version ON right_waiting (version);
        INSERT INTO right_waiting
            SELECT member, coalesce(max(CASE WHEN spent_offline = 1 AND status <> 'active' THEN blocked_version END), 0)
            FROM card GROUP BY member
            HAVING max(kind = 'desfire' AND status = 'active' AND suspect = 0) AND NOT max(spends_offline);
        """
}
