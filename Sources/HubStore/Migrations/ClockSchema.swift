/// The eleventh migration: the moment that the books have come to, and a way to find ids that two could use.
enum ClockSchema {
    static let eleventh = """
        ALTER TABLE hub ADD COLUMN clock_floor_ms INTEGER;
        -- How often an operator has said that the machine's clock is right.
        ALTER TABLE hub ADD COLUMN clock_accepts INTEGER NOT NULL DEFAULT 0;
        UPDATE hub SET clock_floor_ms = (SELECT booked_at_ms FROM ledger ORDER BY id DESC LIMIT 1);
        -- Ids that a kiosk could give to a spend of its own.
        CREATE INDEX member_entry_as_operation ON member_entry (lower(id)) WHERE length(id) = 36;
        """
}
