internal import GRDB

/// The tables of the kiosk's file. A script that was released is never edited; a change is a new script.
///
/// A journal *line* counts through all epochs of the file; the *sequence* that the hub knows counts from 1
/// within an epoch: `sequence = line - epoch.linesBefore`.
enum Schema {
    /// Script number n takes a file from `user_version` n to n + 1.
    static let scripts = [first, second, third]

    static var version: Int { scripts.count }

    /// - Throws: `StoreError.damaged` for a file of a newer program, which must not be written by this one.
    static func migrate(_ database: Database) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard (0...version).contains(found) else {
            throw StoreError.damaged(reason: "schema version \(found); this program knows \(version)")
        }
        guard found < version else { return }
        try database.inTransaction(.immediate) {
            for script in scripts[found...] { try database.execute(sql: script) }
            try database.execute(sql: "PRAGMA user_version = \(version)")
            return .commit
        }
    }

    private static let first = """
        CREATE TABLE epoch (
            number INTEGER PRIMARY KEY CHECK (number >= 1),
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
            linesBefore INTEGER NOT NULL CHECK (linesBefore >= 0),
            beganAtMs INTEGER NOT NULL,
            reason TEXT NOT NULL
        ) STRICT;

        CREATE TABLE journal (
            line INTEGER PRIMARY KEY CHECK (line >= 1),
            epoch INTEGER NOT NULL REFERENCES epoch (number),
            id BLOB NOT NULL CHECK (length(id) = 16),
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            recordedAtMs INTEGER NOT NULL,
            -- The highest recordedAtMs up to here: what the clock may not fall behind.
            floorMs INTEGER NOT NULL CHECK (floorMs >= recordedAtMs),
            card TEXT,
            body TEXT NOT NULL,
            UNIQUE (id, epoch)
        ) STRICT;

        CREATE TRIGGER epochIsNeverChanged BEFORE UPDATE ON epoch
            BEGIN SELECT RAISE(ABORT, 'epochs are append-only'); END;
        CREATE TRIGGER epochIsNeverDeleted BEFORE DELETE ON epoch
            BEGIN SELECT RAISE(ABORT, 'epochs are append-only'); END;
        CREATE TRIGGER journalIsNeverChanged BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        CREATE TRIGGER journalIsNeverDeleted BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

        -- Lines the hub has not acknowledged: always the last ones of the present epoch, without holes.
        CREATE TABLE outbox (line INTEGER PRIMARY KEY REFERENCES journal (line)) STRICT;

        -- Lines the hub could not take, and why.
        CREATE TABLE refusal (
            line INTEGER PRIMARY KEY REFERENCES journal (line),
            code TEXT NOT NULL,
            message TEXT NOT NULL
        ) STRICT;

        -- Derived from the journal in the same transaction: what this kiosk's cards have announced to spend.
        -- Each of these tables costs a commit one page, so each is its own only index.
        CREATE TABLE intent (
            member BLOB NOT NULL CHECK (length(member) = 16),
            line INTEGER NOT NULL REFERENCES journal (line),
            id BLOB NOT NULL CHECK (length(id) = 16),
            card TEXT NOT NULL,
            points INTEGER NOT NULL CHECK (points >= 0),
            fen INTEGER NOT NULL CHECK (fen >= 0),
            beforePoints INTEGER NOT NULL CHECK (beforePoints >= 0),
            beforeFen INTEGER NOT NULL CHECK (beforeFen >= 0),
            CHECK (points > 0 OR fen > 0),
            PRIMARY KEY (member, line)
        ) STRICT, WITHOUT ROWID;

        -- How intents ended, this kiosk's and others': the last word counts.
        CREATE TABLE settlement (
            intent BLOB PRIMARY KEY NOT NULL CHECK (length(intent) = 16),
            line INTEGER NOT NULL REFERENCES journal (line),
            posted INTEGER NOT NULL CHECK (posted IN (0, 1))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE checkIn (
            member BLOB NOT NULL CHECK (length(member) = 16),
            line INTEGER NOT NULL REFERENCES journal (line),
            booking TEXT NOT NULL,
            PRIMARY KEY (member, line)
        ) STRICT, WITHOUT ROWID;

        -- The hub's facts. A generation is one complete fetch and the changes after it; while the next one is
        -- being fetched, the members of the one before still serve.
        CREATE TABLE snapshot (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            generation INTEGER NOT NULL,
            hubEpoch TEXT,
            cursor INTEGER,
            asOfMs INTEGER,
            -- JSON: the kiosk's own facts, the policy, the rewards.
            facts TEXT,
            -- The hub epoch that last acknowledged an upload.
            uploadHubEpoch TEXT
        ) STRICT;
        INSERT INTO snapshot (one, generation) VALUES (1, 1);

        -- reflectedLine: own journal lines up to this one are in the facts already.
        CREATE TABLE generation (
            number INTEGER PRIMARY KEY,
            reflectedLine INTEGER NOT NULL CHECK (reflectedLine >= 0)
        ) STRICT;
        INSERT INTO generation VALUES (1, 0);

        CREATE TABLE member (
            id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
            generation INTEGER NOT NULL,
            reflectedLine INTEGER NOT NULL CHECK (reflectedLine >= 0),
            facts TEXT NOT NULL
        ) STRICT;

        CREATE TABLE card (
            id TEXT PRIMARY KEY NOT NULL,
            uid BLOB NOT NULL CHECK (length(uid) IN (4, 7, 10)),
            -- Lowest first: which card counts when one plastic was issued several times.
            rank INTEGER NOT NULL,
            member BLOB NOT NULL REFERENCES member (id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cardByUID ON card (uid, rank);
        CREATE INDEX cardByMember ON card (member);

        CREATE TABLE canary (one INTEGER PRIMARY KEY CHECK (one = 1), beat INTEGER NOT NULL) STRICT;
        INSERT INTO canary VALUES (1, 0);
        """

    /// Policies as documents. What the hub told before has another form: it is asked for everything anew.
    private static let second = """
        CREATE TABLE policy (
            sha256 TEXT PRIMARY KEY NOT NULL CHECK (length(sha256) = 64),
            version TEXT NOT NULL,
            effectiveFromMs INTEGER NOT NULL,
            -- JSON: the document and its calendars, as they were published.
            text TEXT NOT NULL
        ) STRICT;
        DELETE FROM card;
        DELETE FROM member;
        DELETE FROM generation;
        INSERT INTO generation VALUES (1, 0);
        UPDATE snapshot SET generation = 1, hubEpoch = NULL, cursor = NULL, asOfMs = NULL, facts = NULL;
        """

    /// Arrivals without a booking too, and what language somebody chose here.
    private static let third = """
        CREATE TABLE newCheckIn (
            member BLOB NOT NULL CHECK (length(member) = 16),
            line INTEGER NOT NULL REFERENCES journal (line),
            booking TEXT,
            PRIMARY KEY (member, line)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO newCheckIn SELECT member, line, booking FROM checkIn;
        DROP TABLE checkIn;
        ALTER TABLE newCheckIn RENAME TO checkIn;

        -- Not the hub's: it counts at this kiosk, and goes with its file.
        CREATE TABLE preference (
            member BLOB PRIMARY KEY NOT NULL CHECK (length(member) = 16),
            language TEXT NOT NULL CHECK (language IN ('zh', 'en')),
            chosenAtMs INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
