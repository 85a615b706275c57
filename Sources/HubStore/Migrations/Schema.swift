/// The hub's tables. A migration that has left this repository is never edited; a new one is added.
///
/// Integers for money and time, STRICT everywhere, and what is history (`journal`, `ledger`) can only grow.
enum Schema {
    static let first = [people, kiosks, journal, cards, spends, lots, desk, remote, guards].joined(separator: "\n")

    private static let people = """
        CREATE TABLE hub (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            epoch TEXT NOT NULL,
            version INTEGER NOT NULL CHECK (version >= 0),
            booking_day INTEGER NOT NULL,
            salon_zh TEXT NOT NULL, salon_en TEXT NOT NULL,
            offline_limit_points INTEGER NOT NULL CHECK (offline_limit_points >= 0),
            offline_limit_fen INTEGER NOT NULL CHECK (offline_limit_fen >= 0),
            snapshot_max_age_seconds INTEGER NOT NULL CHECK (snapshot_max_age_seconds > 0),
            proof_above_points INTEGER NOT NULL CHECK (proof_above_points >= 0),
            proof_above_fen INTEGER NOT NULL CHECK (proof_above_fen >= 0),
            check_in_early_minutes INTEGER NOT NULL CHECK (check_in_early_minutes >= 0),
            check_in_late_minutes INTEGER NOT NULL CHECK (check_in_late_minutes >= 0)
        ) STRICT;
        CREATE TABLE store (
            id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, time_zone TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE staff (
            id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL, store TEXT NOT NULL REFERENCES store (id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE service (
            id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL,
            public_zh TEXT NOT NULL, public_en TEXT NOT NULL,
            minutes INTEGER NOT NULL CHECK (minutes > 0), price_fen INTEGER NOT NULL CHECK (price_fen >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE tier (
            id TEXT PRIMARY KEY, rank INTEGER NOT NULL UNIQUE, zh TEXT NOT NULL, en TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE reward (
            id TEXT PRIMARY KEY, zh TEXT NOT NULL, en TEXT NOT NULL,
            points INTEGER NOT NULL CHECK (points >= 0), fen INTEGER NOT NULL CHECK (fen >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE member (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            number TEXT NOT NULL UNIQUE,
            surname_zh TEXT NOT NULL, surname_en TEXT NOT NULL, given TEXT NOT NULL, phone TEXT NOT NULL,
            title TEXT NOT NULL CHECK (title IN ('ms', 'mr', 'none')),
            tier TEXT NOT NULL REFERENCES tier (id),
            language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
            version INTEGER NOT NULL UNIQUE,
            booked_through_ms INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE removed_member (
            version INTEGER PRIMARY KEY, id BLOB NOT NULL CHECK (length(id) = 16)
        ) STRICT;
        CREATE TABLE booking (
            id TEXT PRIMARY KEY, member BLOB NOT NULL REFERENCES member (id),
            store TEXT NOT NULL REFERENCES store (id), service TEXT NOT NULL REFERENCES service (id),
            staff TEXT NOT NULL REFERENCES staff (id),
            starts_at_ms INTEGER NOT NULL, minutes INTEGER NOT NULL CHECK (minutes > 0),
            status TEXT NOT NULL CHECK (status IN ('booked', 'checkedIn', 'cancelled', 'done'))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX booking_of_member ON booking (member, starts_at_ms);
        CREATE INDEX booking_by_time ON booking (starts_at_ms);
        """

    private static let kiosks = """
        CREATE TABLE kiosk (
            name TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE CHECK (number > 0),
            store TEXT NOT NULL REFERENCES store (id),
            store_epoch TEXT,
            heartbeat TEXT, heartbeat_at_ms INTEGER,
            -- The last version of the feed's end that it was sent, and that it has shown to hold.
            feed_sent INTEGER NOT NULL DEFAULT 0, feed_held INTEGER NOT NULL DEFAULT 0,
            -- Once its journal is here up to this line, all it did before it held `barrier_version` is here.
            barrier_version INTEGER, barrier_epoch TEXT, barrier_sequence INTEGER,
            cleared_version INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE token (
            hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
            role TEXT NOT NULL CHECK (role IN ('kiosk', 'staff', 'operator')),
            kiosk TEXT REFERENCES kiosk (name),
            CHECK ((role = 'kiosk') = (kiosk IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        """

    private static let journal = """
        CREATE TABLE store_epoch (
            id INTEGER PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk (name), epoch TEXT NOT NULL,
            last_sequence INTEGER NOT NULL CHECK (last_sequence >= 0),
            last_hash BLOB NOT NULL CHECK (length(last_hash) = 32),
            last_at_ms INTEGER NOT NULL,
            UNIQUE (kiosk, epoch)
        ) STRICT;
        CREATE TABLE journal (
            epoch INTEGER NOT NULL REFERENCES store_epoch (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            body TEXT NOT NULL,
            entry BLOB CHECK (length(entry) = 16),
            verdict TEXT NOT NULL CHECK (verdict IN ('held', 'repeated', 'conflict', 'unreadable')),
            at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL,
            PRIMARY KEY (epoch, sequence),
            CHECK ((verdict = 'unreadable') = (entry IS NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX journal_entry ON journal (entry) WHERE verdict = 'held';
        CREATE TABLE forked_line (
            epoch INTEGER NOT NULL REFERENCES store_epoch (id), sequence INTEGER NOT NULL,
            hash TEXT NOT NULL, body TEXT NOT NULL, received_at_ms INTEGER NOT NULL,
            PRIMARY KEY (epoch, sequence, hash)
        ) STRICT, WITHOUT ROWID;
        """

    private static let cards = """
        CREATE TABLE card (
            id TEXT PRIMARY KEY, uid TEXT NOT NULL, issue_number INTEGER NOT NULL CHECK (issue_number > 0),
            member BLOB NOT NULL REFERENCES member (id),
            kind TEXT NOT NULL CHECK (kind IN ('desfire', 'uidOnly')),
            status TEXT NOT NULL CHECK (status IN ('issuing', 'active', 'blocked', 'closed')),
            status_reason TEXT NOT NULL DEFAULT '',
            suspect INTEGER NOT NULL DEFAULT 0 CHECK (suspect IN (0, 1)),
            spends_offline INTEGER NOT NULL DEFAULT 0 CHECK (spends_offline IN (0, 1)),
            spent_offline INTEGER NOT NULL DEFAULT 0 CHECK (spent_offline IN (0, 1)),
            blocked_version INTEGER,
            expiry_day INTEGER NOT NULL,
            replaces TEXT REFERENCES card (id),
            created_at_ms INTEGER NOT NULL,
            base_points INTEGER NOT NULL DEFAULT 0, base_fen INTEGER NOT NULL DEFAULT 0,
            folded_points INTEGER NOT NULL DEFAULT 0, folded_fen INTEGER NOT NULL DEFAULT 0,
            settled_points INTEGER NOT NULL DEFAULT 0, settled_fen INTEGER NOT NULL DEFAULT 0,
            gaps INTEGER NOT NULL DEFAULT 0,
            UNIQUE (uid, issue_number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX card_of_member ON card (member);
        CREATE UNIQUE INDEX card_offline ON card (member) WHERE spends_offline = 1;
        CREATE TABLE reading (
            card TEXT NOT NULL REFERENCES card (id), points INTEGER NOT NULL, fen INTEGER NOT NULL,
            PRIMARY KEY (card, points, fen)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE last_reading (
            card TEXT NOT NULL REFERENCES card (id), epoch INTEGER NOT NULL REFERENCES store_epoch (id),
            points INTEGER NOT NULL, fen INTEGER NOT NULL,
            PRIMARY KEY (card, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE write_off (
            incident INTEGER PRIMARY KEY REFERENCES incident (id), card TEXT NOT NULL REFERENCES card (id),
            from_points INTEGER NOT NULL, from_fen INTEGER NOT NULL,
            to_points INTEGER NOT NULL, to_fen INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX write_off_of_card ON write_off (card);
        """

    private static let spends = """
        -- One row per spend that anybody has spoken of; amounts are NULL while only an outcome is known.
        CREATE TABLE spend (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            card TEXT REFERENCES card (id), member BLOB REFERENCES member (id), kiosk TEXT,
            points INTEGER CHECK (points >= 0), fen INTEGER CHECK (fen >= 0),
            before_points INTEGER, before_fen INTEGER,
            at_ms INTEGER NOT NULL, reward TEXT, claim_code TEXT,
            has_intent INTEGER NOT NULL CHECK (has_intent IN (0, 1)),
            evidence INTEGER NOT NULL, reason TEXT,
            state TEXT NOT NULL CHECK (state IN ('waiting', 'pending', 'posted', 'voided')),
            tail INTEGER NOT NULL CHECK (tail IN (0, 1)),
            open INTEGER NOT NULL CHECK (open IN (0, 1)),
            CHECK ((points IS NULL) = (fen IS NULL)),
            CHECK ((points IS NULL) = (state = 'waiting'))
        ) STRICT;
        CREATE INDEX spend_tail ON spend (card) WHERE tail = 1;
        CREATE INDEX spend_open ON spend (card) WHERE open = 1;
        CREATE INDEX spend_pending ON spend (member) WHERE state = 'pending';
        CREATE INDEX spend_of_member ON spend (member) WHERE state = 'posted';
        CREATE TABLE hold (
            id BLOB PRIMARY KEY CHECK (length(id) = 16), kiosk TEXT NOT NULL, member BLOB NOT NULL, card TEXT NOT NULL,
            points INTEGER NOT NULL CHECK (points >= 0), fen INTEGER NOT NULL CHECK (fen >= 0), reward TEXT,
            refusal TEXT, expires_at_ms INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('active', 'released', 'refused'))
        ) STRICT;
        CREATE INDEX hold_active ON hold (member) WHERE state = 'active';
        CREATE INDEX hold_expiry ON hold (expires_at_ms) WHERE state = 'active';
        """

    private static let lots = """
        CREATE TABLE lot (
            member BLOB NOT NULL REFERENCES member (id), id TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (currency IN ('points', 'fen')),
            granted INTEGER NOT NULL CHECK (granted >= 0),
            gained_at_ms INTEGER NOT NULL, expires_at_ms INTEGER,
            taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
            expired INTEGER NOT NULL DEFAULT 0 CHECK (expired >= 0),
            debt INTEGER NOT NULL DEFAULT 0 CHECK (debt IN (0, 1)),
            PRIMARY KEY (member, id),
            CHECK (debt = 1 OR taken + expired <= granted),
            CHECK (debt = 0 OR (granted = 0 AND expired = 0))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX lot_expiry ON lot (expires_at_ms) WHERE debt = 0;
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY,
            member BLOB NOT NULL, lot TEXT NOT NULL, spend BLOB,
            kind TEXT NOT NULL CHECK (kind IN
                ('grant', 'spend', 'spendReversal', 'repayment', 'repaymentReversal', 'expiry', 'expiryReversal')),
            -- What it adds to the lot; never 0.
            amount INTEGER NOT NULL CHECK (amount <> 0),
            at_ms INTEGER NOT NULL, booked_at_ms INTEGER NOT NULL,
            FOREIGN KEY (member, lot) REFERENCES lot (member, id)
        ) STRICT;
        CREATE INDEX ledger_of_member ON ledger (member);
        """

    private static let desk = """
        CREATE TABLE claim (
            spend BLOB PRIMARY KEY REFERENCES spend (id), code TEXT NOT NULL,
            member BLOB NOT NULL REFERENCES member (id), reward TEXT NOT NULL, at_ms INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('open', 'handedOver', 'cancelled')),
            handed_over_at_ms INTEGER,
            CHECK ((status = 'handedOver') = (handed_over_at_ms IS NOT NULL))
        ) STRICT;
        CREATE INDEX claim_by_code ON claim (code);
        CREATE INDEX claim_by_status ON claim (status, at_ms);
        CREATE TABLE incident (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            -- What it is about, so that one cause opens one incident.
            key TEXT NOT NULL, kind TEXT NOT NULL,
            kiosk TEXT, member BLOB, card TEXT, spend BLOB,
            points INTEGER NOT NULL DEFAULT 0, fen INTEGER NOT NULL DEFAULT 0,
            from_points INTEGER, from_fen INTEGER,
            detail TEXT NOT NULL, opened_at_ms INTEGER NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('open', 'explained', 'resolved')),
            reason TEXT
        ) STRICT;
        CREATE UNIQUE INDEX incident_open ON incident (key) WHERE status <> 'explained';
        CREATE INDEX incident_of_card ON incident (card) WHERE status = 'open';
        CREATE INDEX incident_by_status ON incident (status, id);
        """

    private static let remote = """
        CREATE TABLE remote_request (
            id TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk (name),
            kind TEXT NOT NULL CHECK (kind IN ('logs', 'status', 'screenshot')),
            since_ms INTEGER, cursor INTEGER, follow INTEGER NOT NULL CHECK (follow IN (0, 1)),
            created_at_ms INTEGER NOT NULL, asked_at_ms INTEGER NOT NULL, fetched_at_ms INTEGER,
            done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX remote_open ON remote_request (kiosk) WHERE done = 0;
        CREATE TABLE remote_part (
            request TEXT NOT NULL REFERENCES remote_request (id) ON DELETE CASCADE,
            part INTEGER NOT NULL CHECK (part >= 0), body TEXT NOT NULL,
            PRIMARY KEY (request, part)
        ) STRICT;
        """

    /// What staff decided about a card, and when a token came and went.
    static let second = """
        CREATE TABLE card_decision (
            id INTEGER PRIMARY KEY,
            card TEXT NOT NULL REFERENCES card (id),
            decision TEXT NOT NULL CHECK (decision IN ('unblocked')),
            reason TEXT NOT NULL CHECK (length(reason) > 0),
            decided_at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX card_decision_of_card ON card_decision (card);
        ALTER TABLE token ADD COLUMN added_at_ms INTEGER;
        ALTER TABLE token ADD COLUMN revoked_at_ms INTEGER;

        """ + onlyGrows("card_decision")

    private static let guards = ["journal", "ledger"].map(onlyGrows).joined(separator: "\n")

    /// Refuses every change to lines of a table that is history.
    static func onlyGrows(_ table: String) -> String {
        """
        CREATE TRIGGER \(table)_keeps_lines BEFORE DELETE ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) only grows'); END;
        CREATE TRIGGER \(table)_keeps_words BEFORE UPDATE ON \(table)
            BEGIN SELECT RAISE(ABORT, '\(table) only grows'); END;
        """
    }
}
