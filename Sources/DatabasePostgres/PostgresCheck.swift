internal import Database

/// Whether a server is one to keep money on.
extension PostgresDatabase {
    /// The oldest version that the statements and the batches were tried with.
    private static let oldestVersion: Int64 = 150_000
    /// Orders of texts by their bytes, as SQLite has it: the books are sorted by moment, then id.
    private static let byteOrders = ["C", "POSIX", "C.UTF-8", "C.utf8"]

    /// - Returns: for each reason not to serve from it a sentence that says what to do.
    func problems(_ options: PostgresOptions) async throws -> [String] {
        try await read { tx in
            try Self.serverProblems(tx) + Self.durabilityProblems(tx) + Self.rightProblems(tx, options)
        }
    }

    private static func serverProblems(_ tx: Transaction) throws -> [String] {
        let row = try tx.row(
            """
            SELECT CAST(current_setting('server_version_num') AS bigint) AS version,
                current_setting('server_version') AS words, pg_encoding_to_char(encoding) AS encoding,
                datcollate AS sorting, CAST(datlocprovider AS text) AS provider, pg_is_in_recovery() AS is_copy
            FROM pg_database WHERE datname = current_database()
            """)
        guard let row else { return ["The server does not say which database this is."] }
        let (words, encoding): (String, String) = (try row["words"], try row["encoding"])
        let (sorting, provider): (String, String) = (try row["sorting"], try row["provider"])
        let again = "Make the database anew: CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'."
        var problems: [String] = []
        if try row["version"] < oldestVersion {
            problems.append("The server is PostgreSQL \(words); 15 or newer is needed. Upgrade the server.")
        }
        if encoding != "UTF8" { problems.append("The database holds texts as \(encoding), not UTF8. \(again)") }
        if provider != "c" || !byteOrders.contains(sorting) {
            problems.append("The database sorts texts as \(sorting) does, not by their bytes. \(again)")
        }
        if try row["is_copy"] { problems.append("The server is a copy that only reads. Name the primary server.") }
        return problems
    }

    /// As SQLite's `synchronous=FULL`.
    private static func durabilityProblems(_ tx: Transaction) throws -> [String] {
        let wanted = [("fsync", "on"), ("full_page_writes", "on"), ("synchronous_commit", "on")]
        return try wanted.compactMap { name, value in
            let found: String = try tx.row("SELECT current_setting($1) AS value", [name])?["value"] ?? ""
            let isSafe = found == value || name == "synchronous_commit" && ["remote_apply", "local"].contains(found)
            guard !isSafe else { return nil }
            return "The server has \(name) = \(found): a power cut could take commits with it. Set \(name) = \(value)."
        }
    }

    private static func rightProblems(_ tx: Transaction, _ options: PostgresOptions) throws -> [String] {
        let exists = try tx.integer("SELECT count(*) FROM pg_namespace WHERE nspname = $1", [options.schema]) > 0
        guard exists else {
            return ["There is no schema \(options.schema). Make it: CREATE SCHEMA \(options.schema)."]
        }
        var problems: [String] = []
        let mayCreate: Bool? = try tx.row(
            "SELECT has_schema_privilege($1, 'USAGE') AND has_schema_privilege($1, 'CREATE') AS may", [options.schema]
        )?["may"]
        if mayCreate != true {
            problems.append(
                """
                This user must not make tables in the schema \(options.schema). Allow it: \
                GRANT USAGE, CREATE ON SCHEMA \(options.schema) TO the user.
                """)
        }
        for name in options.requiredExtensions {
            let isThere = try tx.integer("SELECT count(*) FROM pg_extension WHERE extname = $1", [name]) > 0
            guard !isThere else { continue }
            let isNear = try tx.integer("SELECT count(*) FROM pg_available_extensions WHERE name = $1", [name]) > 0
            let first = isNear ? "" : "Install PostgreSQL's package of extensions (postgresql-contrib) first. "
            problems.append(
                "The extension \(name) is missing. \(first)As the owner of the database: CREATE EXTENSION \(name).")
        }
        return problems
    }
}
