/// The fourth migration drops columns that duplicate the policy.
///
/// `tier` and `reward` stay as what every tier and reward was last called, because members and claims refer to them;
/// what they are and cost is the policy's. A salon that had no policy yet serves again once one is published.
enum PolicySchema {
    static let fourth = """
        CREATE TABLE policy_calendar (
            policy TEXT NOT NULL REFERENCES policy (version), name TEXT NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (policy, name)
        ) STRICT, WITHOUT ROWID;
        \(Schema.onlyGrows("policy_calendar"))
        ALTER TABLE reward DROP COLUMN points;
        ALTER TABLE reward DROP COLUMN fen;
        ALTER TABLE hub DROP COLUMN offline_limit_points;
        ALTER TABLE hub DROP COLUMN offline_limit_fen;
        ALTER TABLE hub DROP COLUMN snapshot_max_age_seconds;
        ALTER TABLE hub DROP COLUMN proof_above_points;
        ALTER TABLE hub DROP COLUMN proof_above_fen;
        ALTER TABLE hub DROP COLUMN check_in_early_minutes;
        ALTER TABLE hub DROP COLUMN check_in_late_minutes;
        -- The policy under which kiosks were last told of members.
        ALTER TABLE hub ADD COLUMN policy TEXT REFERENCES policy (version);
        """
}
