internal import Database

/// What only a server's schema needs around a copy.
enum ServerTables {
    /// The names of all tables, views and indexes of the schema.
    static func names(_ tx: Transaction) throws -> Set<String> {
        Set(
            try tx.rows(
                "SELECT relname FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)"
            ).firstColumn() as [String])
    }

    /// Empties the schema, history included: the triggers that keep history from being deleted go with their tables.
    static func drop(_ tx: Transaction) throws {
        let tables: [String] = try tx.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            .firstColumn()
        guard !tables.isEmpty else { return }
        let quoted = tables.sorted().map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ", ")
        try tx.execute(Script("DROP TABLE \(quoted) CASCADE; DROP FUNCTION IF EXISTS only_grows() CASCADE"))
    }

    /// Columns that a server numbers by itself, and how to ask for the last number.
    static let numbered: [(table: String, column: String, last: SQL)] = [
        ("store_epoch", "id", "SELECT max(id) FROM store_epoch"),
        ("card_decision", "id", "SELECT max(id) FROM card_decision"),
        ("ledger", "id", "SELECT max(id) FROM ledger"), ("incident", "id", "SELECT max(id) FROM incident"),
        ("member_entry", "number", "SELECT max(number) FROM member_entry"),
    ]

    /// Sets the server's sequences past the copied rows: a server ignores rows inserted with explicit numbers, and
    /// would give the same numbers again (synapse #3050 and #9344, gitea #740).
    static func setSequences(_ tx: Transaction) throws {
        for (table, column, last) in numbered {
            guard let last = try tx.integerIfAny(last) else { continue }
            _ = try tx.rows(
                "SELECT setval(CAST(pg_get_serial_sequence($1, $2) AS regclass), $3)", [table, column, last])
        }
    }
}
