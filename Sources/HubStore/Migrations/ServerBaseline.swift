/// The schema of a server, as it is after the sixteenth migration of a file: what came before was never on a server.
/// A test holds the two against each other.
enum ServerBaseline {
    /// The migrations that it stands for.
    static let steps = 16

    static let script = [guards, salon, kiosks, cards, desk, entries, triggers].joined(separator: "\n")

    /// Lines of tables that are history are never changed.
    private static let guards = """
        CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$;
        """

    private static let triggers =
        ["policy", "policy_calendar", "journal", "ledger", "card_decision", "member_entry"].map(onlyGrows)
        .joined(separator: "\n")

    private static func onlyGrows(_ table: String) -> String {
        """
        CREATE TRIGGER \(table)_keeps_lines BEFORE DELETE ON \(table)
            FOR EACH ROW EXECUTE FUNCTION only_grows();
        CREATE TRIGGER \(table)_keeps_words BEFORE UPDATE ON \(table)
            FOR EACH ROW EXECUTE FUNCTION only_grows();
        CREATE TRIGGER \(table)_keeps_all BEFORE TRUNCATE ON \(table)
            FOR EACH STATEMENT EXECUTE FUNCTION only_grows();
        """
    }

    private static let salon = """
        CREATE TABLE store (
            id text PRIMARY KEY, zh text NOT NULL, en text NOT NULL, time_zone text NOT NULL
        );
        CREATE TABLE staff (
            id text PRIMARY KEY, zh text NOT NULL, en text NOT NULL, store text NOT NULL REFERENCES store (id)
        );
        CREATE TABLE service (
            id text PRIMARY KEY, zh text NOT NULL, en text NOT NULL,
            public_zh text NOT NULL, public_en text NOT NULL,
            minutes bigint NOT NULL CHECK (minutes > 0), price_fen bigint NOT NULL CHECK (price_fen >= 0)
        );
        CREATE TABLE tier (
            id text PRIMARY KEY, rank bigint NOT NULL UNIQUE, zh text NOT NULL, en text NOT NULL
        );
        CREATE TABLE reward (
            id text PRIMARY KEY, zh text NOT NULL, en text NOT NULL
        );
        CREATE TABLE policy (
            version text PRIMARY KEY CHECK (version <> ''),
            effective_from_ms bigint NOT NULL,
            document text NOT NULL,
            sha256 bytea NOT NULL CHECK (length(sha256) = 32),
            published_at_ms bigint NOT NULL
        );
        CREATE INDEX policy_by_time ON policy (effective_from_ms, published_at_ms);
        CREATE TABLE policy_calendar (
            policy text NOT NULL REFERENCES policy (version), name text NOT NULL, document text NOT NULL,
            PRIMARY KEY (policy, name)
        );
        CREATE TABLE hub (
            one bigint PRIMARY KEY CHECK (one = 1),
            epoch text NOT NULL,
            version bigint NOT NULL CHECK (version >= 0),
            booking_day bigint NOT NULL,
            salon_zh text NOT NULL, salon_en text NOT NULL,
            policy text REFERENCES policy (version), entries_unsealed bigint NOT NULL DEFAULT 0,
            last_entry bigint NOT NULL DEFAULT 0, clock_floor_ms bigint,
            clock_accepts bigint NOT NULL DEFAULT 0
        );
        CREATE TABLE member (
            id bytea PRIMARY KEY CHECK (length(id) = 16),
            number text NOT NULL UNIQUE,
            surname_zh text NOT NULL, surname_en text NOT NULL, given text NOT NULL, phone text NOT NULL,
            title text NOT NULL CHECK (title IN ('ms', 'mr', 'none')),
            tier text NOT NULL REFERENCES tier (id),
            language text NOT NULL CHECK (language IN ('zh', 'en')),
            version bigint NOT NULL UNIQUE,
            standing text CHECK (standing IS NULL OR standing::json IS NOT NULL), night_due_ms bigint,
            evaluation bigint, swept bigint NOT NULL DEFAULT 0, arrived_at_ms bigint, arrived_store text
        );
        CREATE INDEX member_by_night ON member (night_due_ms) WHERE night_due_ms IS NOT NULL;
        CREATE TABLE removed_member (
            version bigint PRIMARY KEY, id bytea NOT NULL CHECK (length(id) = 16)
        );
        CREATE TABLE booking (
            id text PRIMARY KEY, member bytea NOT NULL REFERENCES member (id),
            store text NOT NULL REFERENCES store (id), service text NOT NULL REFERENCES service (id),
            staff text NOT NULL REFERENCES staff (id),
            starts_at_ms bigint NOT NULL, minutes bigint NOT NULL CHECK (minutes > 0),
            status text NOT NULL CHECK (status IN ('booked', 'checkedIn', 'cancelled', 'done'))
        );
        CREATE INDEX booking_by_time ON booking (starts_at_ms);
        CREATE INDEX booking_of_member ON booking (member, starts_at_ms);
        """

    private static let kiosks = """
        CREATE TABLE kiosk (
            name text PRIMARY KEY, number bigint NOT NULL UNIQUE CHECK (number > 0),
            store text NOT NULL REFERENCES store (id),
            store_epoch text,
            heartbeat text, heartbeat_at_ms bigint,
            feed_sent bigint NOT NULL DEFAULT 0, feed_held bigint NOT NULL DEFAULT 0,
            barrier_version bigint, barrier_epoch text, barrier_sequence bigint,
            cleared_version bigint NOT NULL DEFAULT 0
        );
        CREATE TABLE token (
            hash bytea PRIMARY KEY CHECK (length(hash) = 32),
            role text NOT NULL CHECK (role IN ('kiosk', 'staff', 'operator')),
            kiosk text REFERENCES kiosk (name), added_at_ms bigint, revoked_at_ms bigint,
            CHECK ((role = 'kiosk') = (kiosk IS NOT NULL))
        );
        CREATE TABLE store_epoch (
            id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            kiosk text NOT NULL REFERENCES kiosk (name), epoch text NOT NULL,
            last_sequence bigint NOT NULL CHECK (last_sequence >= 0),
            last_hash bytea NOT NULL CHECK (length(last_hash) = 32),
            last_at_ms bigint NOT NULL,
            UNIQUE (kiosk, epoch)
        );
        CREATE TABLE journal (
            epoch bigint NOT NULL REFERENCES store_epoch (id),
            sequence bigint NOT NULL CHECK (sequence > 0),
            hash bytea NOT NULL CHECK (length(hash) = 32),
            body text NOT NULL,
            entry bytea CHECK (length(entry) = 16),
            verdict text NOT NULL CHECK (verdict IN ('held', 'repeated', 'conflict', 'unreadable')),
            at_ms bigint NOT NULL, received_at_ms bigint NOT NULL,
            PRIMARY KEY (epoch, sequence),
            CHECK ((verdict = 'unreadable') = (entry IS NULL))
        );
        CREATE UNIQUE INDEX journal_entry ON journal (entry) WHERE verdict = 'held';
        CREATE TABLE forked_line (
            epoch bigint NOT NULL REFERENCES store_epoch (id), sequence bigint NOT NULL,
            hash text NOT NULL, body text NOT NULL, received_at_ms bigint NOT NULL,
            PRIMARY KEY (epoch, sequence, hash)
        );
        """

    private static let cards = """
        CREATE TABLE card (
            id text PRIMARY KEY, uid text NOT NULL, issue_number bigint NOT NULL CHECK (issue_number > 0),
            member bytea NOT NULL REFERENCES member (id),
            kind text NOT NULL CHECK (kind IN ('desfire', 'uidOnly')),
            status text NOT NULL CHECK (status IN ('issuing', 'active', 'blocked', 'closed')),
            status_reason text NOT NULL DEFAULT '',
            suspect bigint NOT NULL DEFAULT 0 CHECK (suspect IN (0, 1)),
            spends_offline bigint NOT NULL DEFAULT 0 CHECK (spends_offline IN (0, 1)),
            spent_offline bigint NOT NULL DEFAULT 0 CHECK (spent_offline IN (0, 1)),
            blocked_version bigint,
            expiry_day bigint NOT NULL,
            replaces text REFERENCES card (id),
            created_at_ms bigint NOT NULL,
            base_points bigint NOT NULL DEFAULT 0, base_fen bigint NOT NULL DEFAULT 0,
            folded_points bigint NOT NULL DEFAULT 0, folded_fen bigint NOT NULL DEFAULT 0,
            settled_points bigint NOT NULL DEFAULT 0, settled_fen bigint NOT NULL DEFAULT 0,
            gaps bigint NOT NULL DEFAULT 0,
            UNIQUE (uid, issue_number)
        );
        CREATE INDEX card_of_member ON card (member);
        CREATE UNIQUE INDEX card_offline ON card (member) WHERE spends_offline = 1;
        CREATE TABLE card_decision (
            id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            card text NOT NULL REFERENCES card (id),
            decision text NOT NULL CHECK (decision IN ('unblocked')),
            reason text NOT NULL CHECK (length(reason) > 0),
            decided_at_ms bigint NOT NULL
        );
        CREATE INDEX card_decision_of_card ON card_decision (card);
        CREATE TABLE reading (
            card text NOT NULL REFERENCES card (id), points bigint NOT NULL, fen bigint NOT NULL,
            PRIMARY KEY (card, points, fen)
        );
        CREATE TABLE last_reading (
            card text NOT NULL REFERENCES card (id), epoch bigint NOT NULL REFERENCES store_epoch (id),
            points bigint NOT NULL, fen bigint NOT NULL,
            PRIMARY KEY (card, epoch)
        );
        CREATE TABLE spend (
            id bytea PRIMARY KEY CHECK (length(id) = 16),
            card text REFERENCES card (id), member bytea REFERENCES member (id), kiosk text,
            points bigint CHECK (points >= 0), fen bigint CHECK (fen >= 0),
            before_points bigint, before_fen bigint,
            at_ms bigint NOT NULL, reward text, claim_code text,
            has_intent bigint NOT NULL CHECK (has_intent IN (0, 1)),
            evidence bigint NOT NULL, reason text,
            state text NOT NULL CHECK (state IN ('waiting', 'pending', 'posted', 'voided')),
            tail bigint NOT NULL CHECK (tail IN (0, 1)),
            open bigint NOT NULL CHECK (open IN (0, 1)),
            CHECK ((points IS NULL) = (fen IS NULL)),
            CHECK ((points IS NULL) = (state = 'waiting'))
        );
        CREATE INDEX spend_of_member ON spend (member) WHERE state = 'posted';
        CREATE INDEX spend_open ON spend (card) WHERE open = 1;
        CREATE INDEX spend_pending ON spend (member) WHERE state = 'pending';
        CREATE INDEX spend_tail ON spend (card) WHERE tail = 1;
        CREATE TABLE hold (
            id bytea PRIMARY KEY CHECK (length(id) = 16), kiosk text NOT NULL, member bytea NOT NULL,
            card text NOT NULL,
            points bigint NOT NULL CHECK (points >= 0), fen bigint NOT NULL CHECK (fen >= 0), reward text,
            refusal text, expires_at_ms bigint NOT NULL,
            state text NOT NULL CHECK (state IN ('active', 'released', 'refused'))
        );
        CREATE INDEX hold_active ON hold (member) WHERE state = 'active';
        CREATE INDEX hold_expiry ON hold (expires_at_ms) WHERE state = 'active';
        CREATE INDEX hold_of_kiosk ON hold (kiosk, state) WHERE state <> 'released';
        CREATE TABLE lot (
            member bytea NOT NULL REFERENCES member (id), id text NOT NULL,
            currency text NOT NULL CHECK (currency IN ('points', 'principal', 'gift')),
            source text NOT NULL,
            granted bigint NOT NULL CHECK (granted >= 0),
            gained_at_ms bigint NOT NULL,
            active_from_ms bigint NOT NULL CHECK (active_from_ms >= gained_at_ms),
            expires_at_ms bigint,
            taken bigint NOT NULL DEFAULT 0 CHECK (taken >= 0),
            expired bigint NOT NULL DEFAULT 0 CHECK (expired >= 0),
            debt bigint NOT NULL DEFAULT 0 CHECK (debt IN (0, 1)),
            PRIMARY KEY (member, id),
            CHECK (debt = 1 OR taken + expired <= granted),
            CHECK (debt = 0 OR (granted = 0 AND expired = 0))
        );
        CREATE INDEX lot_activation ON lot (active_from_ms) WHERE active_from_ms > gained_at_ms;
        CREATE INDEX lot_expiry ON lot (expires_at_ms) WHERE debt = 0 AND granted > taken + expired;
        CREATE TABLE ledger (
            id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            member bytea NOT NULL, lot text NOT NULL,
            spend bytea, entry text,
            kind text NOT NULL CHECK (kind IN (
                'grant', 'spend', 'spendReversal', 'repayment', 'repaymentReversal', 'expiry', 'expiryReversal',
                'clawback', 'clawbackReversal', 'refund', 'refundReversal', 'transfer', 'transferReversal')),
            amount bigint NOT NULL CHECK (amount <> 0),
            at_ms bigint NOT NULL, booked_at_ms bigint NOT NULL,
            FOREIGN KEY (member, lot) REFERENCES lot (member, id),
            CHECK ((spend IS NULL) <> (entry IS NULL))
        );
        CREATE INDEX ledger_of_member ON ledger (member);
        """

    private static let desk = """
        CREATE TABLE claim (
            spend bytea PRIMARY KEY REFERENCES spend (id), code text NOT NULL,
            member bytea NOT NULL REFERENCES member (id), reward text NOT NULL, at_ms bigint NOT NULL,
            status text NOT NULL CHECK (status IN (
                'open', 'handedOver', 'cancelled', 'returned', 'forfeited', 'reversed')),
            handed_over_at_ms bigint,
            CHECK (status <> 'handedOver' OR handed_over_at_ms IS NOT NULL)
        );
        CREATE INDEX claim_by_code ON claim (code);
        CREATE INDEX claim_by_status ON claim (status, at_ms);
        CREATE INDEX claim_of_member ON claim (member);
        CREATE TABLE entry_claim (
            redemption text PRIMARY KEY, code text NOT NULL,
            member bytea NOT NULL REFERENCES member (id), reward text NOT NULL, at_ms bigint NOT NULL,
            status text NOT NULL CHECK (status IN (
                'open', 'handedOver', 'cancelled', 'returned', 'forfeited', 'reversed')),
            handed_over_at_ms bigint,
            CHECK (status <> 'handedOver' OR handed_over_at_ms IS NOT NULL)
        );
        CREATE INDEX entry_claim_by_code ON entry_claim (code);
        CREATE INDEX entry_claim_by_status ON entry_claim (status, at_ms);
        CREATE INDEX entry_claim_of_member ON entry_claim (member);
        CREATE TABLE incident (
            id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            key text NOT NULL, kind text NOT NULL,
            kiosk text, member bytea, card text, spend bytea,
            points bigint NOT NULL DEFAULT 0, fen bigint NOT NULL DEFAULT 0,
            from_points bigint, from_fen bigint,
            detail text NOT NULL, opened_at_ms bigint NOT NULL,
            status text NOT NULL CHECK (status IN ('open', 'explained', 'resolved')),
            reason text
        );
        CREATE INDEX incident_by_status ON incident (status, id);
        CREATE INDEX incident_of_card ON incident (card) WHERE status = 'open';
        CREATE INDEX incident_of_kiosk ON incident (kiosk) WHERE status = 'open';
        CREATE UNIQUE INDEX incident_open ON incident (key) WHERE status <> 'explained';
        CREATE TABLE write_off (
            incident bigint PRIMARY KEY REFERENCES incident (id), card text NOT NULL REFERENCES card (id),
            from_points bigint NOT NULL, from_fen bigint NOT NULL,
            to_points bigint NOT NULL, to_fen bigint NOT NULL
        );
        CREATE INDEX write_off_of_card ON write_off (card);
        CREATE TABLE remote_request (
            id text PRIMARY KEY, kiosk text NOT NULL REFERENCES kiosk (name),
            kind text NOT NULL CHECK (kind IN ('logs', 'status', 'screenshot')),
            since_ms bigint, cursor bigint, follow bigint NOT NULL CHECK (follow IN (0, 1)),
            created_at_ms bigint NOT NULL, asked_at_ms bigint NOT NULL, fetched_at_ms bigint,
            done bigint NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
        , bytes bigint NOT NULL DEFAULT 0);
        CREATE INDEX remote_of_kiosk ON remote_request (kiosk);
        CREATE INDEX remote_open ON remote_request (kiosk) WHERE done = 0;
        CREATE TABLE remote_part (
            request text NOT NULL REFERENCES remote_request (id) ON DELETE CASCADE,
            part bigint NOT NULL CHECK (part >= 0), body text NOT NULL,
            PRIMARY KEY (request, part)
        );
        """

    private static let entries = """
        CREATE TABLE member_entry (
            number bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            id text NOT NULL UNIQUE CHECK (id <> ''),
            member bytea NOT NULL REFERENCES member (id),
            at_ms bigint NOT NULL,
            policy text NOT NULL REFERENCES policy (version),
            body text NOT NULL CHECK (body::json IS NOT NULL),
            booked_at_ms bigint NOT NULL,
            request text
        );
        CREATE INDEX member_entry_as_operation ON member_entry (lower(id)) WHERE length(id) = 36;
        CREATE INDEX member_entry_of_member ON member_entry (member, at_ms, id);
        CREATE TABLE entry_seal (
            place bigint PRIMARY KEY,
            entry bigint NOT NULL UNIQUE,
            hash bytea NOT NULL CHECK (length(hash) = 32)
        );
        CREATE TABLE unsealed_entry (
            entry bigint PRIMARY KEY REFERENCES member_entry (number)
        );
        CREATE TABLE changed_member (
            member bytea PRIMARY KEY REFERENCES member (id),
            tells_block bigint NOT NULL CHECK (tells_block IN (0, 1))
        );
        CREATE TABLE why (
            entry text NOT NULL PRIMARY KEY,
            member bytea NOT NULL REFERENCES member (id),
            body text NOT NULL CHECK (body::json IS NOT NULL)
        );
        CREATE INDEX why_of_member ON why (member);
        CREATE TABLE offer_use (
            offer text NOT NULL, entry text NOT NULL, member bytea NOT NULL REFERENCES member (id),
            count bigint NOT NULL CHECK (count > 0),
            PRIMARY KEY (offer, entry)
        );
        CREATE INDEX offer_use_of_member ON offer_use (member);
        CREATE TABLE sweep (
            kind text PRIMARY KEY CHECK (kind IN ('policy', 'bookings', 'activations')),
            number bigint NOT NULL,
            goal text NOT NULL,
            due_ms bigint NOT NULL, after_ms bigint NOT NULL, after_member bytea NOT NULL,
            after_id text NOT NULL
        );
        CREATE TABLE right_waiting (
            member bytea PRIMARY KEY REFERENCES member (id),
            version bigint NOT NULL
        );
        CREATE INDEX right_waiting_by_version ON right_waiting (version);
        CREATE TABLE canary (
            one bigint PRIMARY KEY CHECK (one = 1),
            beat bigint NOT NULL,
            oldest_step bigint NOT NULL DEFAULT 13
        );
        INSERT INTO canary (one, beat, oldest_step) VALUES (1, 0, 14);
        CREATE TABLE job (
            name text PRIMARY KEY CHECK (name <> '')
        );
        CREATE TABLE hub_move (
            one bigint PRIMARY KEY CHECK (one = 1),
            id text NOT NULL,
            state text NOT NULL CHECK (state IN ('arriving', 'arrived', 'served', 'givenUp', 'gone')),
            other_end text NOT NULL, at_ms bigint NOT NULL, hub_epoch text NOT NULL
        );
        """
}
