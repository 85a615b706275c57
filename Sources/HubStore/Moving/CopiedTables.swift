internal import Database

/// All tables that are the hub's own, in an order in which each comes after those that it refers to. A test holds the
/// list against both schemas, so that no table and no column is ever left behind.
enum CopiedTables {
    static let all = salon + kiosks + cards + money + desk + entries + upkeep

    /// Tables that say what the database is, and not what the hub holds, or who works on it just now.
    static let left: Set<String> = ["grdb_migrations", "hub_move", "job"]

    private static let salon = [
        CopiedTable("store", key: ["id"], ["zh", "en", "time_zone"]),
        CopiedTable("staff", key: ["id"], ["zh", "en", "store"]),
        CopiedTable(
            "service", key: ["id"], ["zh", "en", "public_zh", "public_en", "minutes", "price_fen"]),
        CopiedTable("tier", key: ["id"], ["rank", "zh", "en"]),
        CopiedTable("reward", key: ["id"], ["zh", "en"]),
        CopiedTable(
            "policy", key: ["version"], ["effective_from_ms", "document", "sha256", "published_at_ms"],
            holding: .longTexts),
        CopiedTable("policy_calendar", key: ["policy", "name"], ["document"], holding: .longTexts),
        CopiedTable(
            "hub", key: ["one"],
            [
                "epoch", "version", "booking_day", "salon_zh", "salon_en", "policy", "entries_unsealed", "last_entry",
                "clock_floor_ms", "clock_accepts",
            ]),
        CopiedTable(
            "member", key: ["id"],
            [
                "number", "surname_zh", "surname_en", "given", "phone", "title", "tier", "language", "version",
                "standing", "night_due_ms", "evaluation", "swept", "arrived_at_ms", "arrived_store",
            ]),
        CopiedTable("removed_member", key: ["version"], ["id"]),
        CopiedTable(
            "booking", key: ["id"], ["member", "store", "service", "staff", "starts_at_ms", "minutes", "status"]),
    ]

    private static let kiosks = [
        CopiedTable(
            "kiosk", key: ["name"],
            [
                "number", "store", "store_epoch", "heartbeat", "heartbeat_at_ms", "feed_sent", "feed_held",
                "barrier_version", "barrier_epoch", "barrier_sequence", "cleared_version",
            ]),
        CopiedTable("token", key: ["hash"], ["role", "kiosk", "added_at_ms", "revoked_at_ms"]),
        CopiedTable("store_epoch", key: ["id"], ["kiosk", "epoch", "last_sequence", "last_hash", "last_at_ms"]),
        CopiedTable(
            "journal", key: ["epoch", "sequence"], ["hash", "body", "entry", "verdict", "at_ms", "received_at_ms"],
            bodies: ["body"]),
        CopiedTable(
            "forked_line", key: ["epoch", "sequence", "hash"], ["body", "received_at_ms"], bodies: ["body"]),
    ]

    private static let cards = [
        CopiedTable(
            "card", key: ["id"],
            [
                "uid", "issue_number", "member", "kind", "status", "status_reason", "suspect", "spends_offline",
                "spent_offline", "blocked_version", "expiry_day", "created_at_ms", "base_points", "base_fen",
                "folded_points", "folded_fen", "settled_points", "settled_fen", "gaps",
            ], later: ["replaces"]),
        CopiedTable("card_decision", key: ["id"], ["card", "decision", "reason", "decided_at_ms"]),
        CopiedTable("reading", key: ["card", "points", "fen"], []),
        CopiedTable("last_reading", key: ["card", "epoch"], ["points", "fen"]),
        CopiedTable(
            "spend", key: ["id"],
            [
                "card", "member", "kiosk", "points", "fen", "before_points", "before_fen", "at_ms", "reward",
                "claim_code", "has_intent", "evidence", "reason", "state", "tail", "open",
            ]),
        CopiedTable(
            "hold", key: ["id"],
            ["kiosk", "member", "card", "points", "fen", "reward", "refusal", "expires_at_ms", "state"]),
    ]

    private static let money = [
        CopiedTable(
            "lot", key: ["member", "id"],
            [
                "currency", "source", "granted", "gained_at_ms", "active_from_ms", "expires_at_ms", "taken", "expired",
                "debt",
            ]),
        CopiedTable(
            "ledger", key: ["id"], ["member", "lot", "spend", "entry", "kind", "amount", "at_ms", "booked_at_ms"]),
    ]

    private static let desk = [
        CopiedTable("claim", key: ["spend"], ["code", "member", "reward", "at_ms", "status", "handed_over_at_ms"]),
        CopiedTable(
            "entry_claim", key: ["redemption"], ["code", "member", "reward", "at_ms", "status", "handed_over_at_ms"]),
        CopiedTable(
            "incident", key: ["id"],
            [
                "key", "kind", "kiosk", "member", "card", "spend", "points", "fen", "from_points", "from_fen",
                "detail", "opened_at_ms", "status", "reason",
            ]),
        CopiedTable("write_off", key: ["incident"], ["card", "from_points", "from_fen", "to_points", "to_fen"]),
        CopiedTable(
            "remote_request", key: ["id"],
            [
                "kiosk", "kind", "since_ms", "cursor", "follow", "created_at_ms", "asked_at_ms", "fetched_at_ms",
                "done", "bytes",
            ]),
        CopiedTable("remote_part", key: ["request", "part"], ["body"], holding: .longTexts),
    ]

    private static let entries = [
        CopiedTable(
            "member_entry", key: ["number"], ["id", "member", "at_ms", "policy", "body", "booked_at_ms", "request"]),
        CopiedTable("entry_seal", key: ["place"], ["entry", "hash"]),
        CopiedTable("unsealed_entry", key: ["entry"], []),
        CopiedTable("why", key: ["entry"], ["member", "body"]),
        CopiedTable("offer_use", key: ["offer", "entry"], ["member", "count"]),
    ]

    private static let upkeep = [
        CopiedTable(
            "sweep", key: ["kind"], ["number", "goal", "due_ms", "after_ms", "after_member", "after_id"]),
        CopiedTable("changed_member", key: ["member"], ["tells_block"]),
        CopiedTable("right_waiting", key: ["member"], ["version"]),
        CopiedTable("canary", key: ["one"], ["beat", "oldest_step"], holding: .madeRows),
    ]
}
