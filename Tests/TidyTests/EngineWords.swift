extension Budget {
    /// Targets whose SQL runs on both engines.
    static let targetsOfBothEngines: Set<String> = ["Database", "HubStore"]

    /// Folders in such a target that may write for one engine: schemas differ.
    static let foldersOfOneEngine = ["/Migrations/"]

    /// A text with one of these is SQL.
    static let sqlVerbs = [
        "SELECT ", "INSERT INTO ", "INSERT OR ", "UPDATE ", "DELETE FROM ", "CREATE ", " FROM ", "WHERE ", "ORDER BY ",
        "VALUES ", "PRAGMA ",
    ]

    /// By what is written, what both engines know instead. They are found in any case, at the beginning of a word.
    static let wordsOfOneEngine: [(word: String, instead: String)] = [
        ("json_extract", "columns, or JSON read in Swift"), ("json_valid", "look at it in Swift"),
        ("json_each", "rows"), ("json(", "keep the text as it came"), ("hex(", "select the bytes"),
        ("iif(", "CASE, or decide in Swift"), ("ifnull(", "coalesce"), ("insert or ", "ON CONFLICT"),
        ("replace into", "ON CONFLICT"), ("pragma ", "a function of SQLiteDatabase"), ("strict", "a migration"),
        ("without rowid", "a migration"), ("rowid", "a key of one's own"), ("sqlite_", "a function of SQLiteDatabase"),
        ("changes()", "what run returns"), ("last_insert_rowid", "RETURNING"), ("glob ", "LIKE, or Swift"),
        ("typeof(", "a strict column"), ("randomblob", "bytes that come in"), ("group_concat", "join in Swift"),
        ("strftime", "milliseconds"), ("datetime(", "milliseconds"), ("unixepoch", "milliseconds"),
        ("pg_", "a function of PostgresDatabase"), ("unnest(", "runMany"), ("ilike ", "lower and LIKE"),
        ("jsonb", "keep the text as it came"), ("string_agg", "join in Swift"), ("array_agg", "rows"),
        ("for update", "lock, or rowsToTake"), ("skip locked", "rowsToTake"), ("any(", "runMany, or a join"),
        ("distinct on", "a window"), ("generate_series", "rows from Swift"), ("nextval", "RETURNING"),
        ("now()", "a moment that comes in"), ("interval ", "milliseconds"), ("truncate ", "DELETE"),
    ]
}

/// SQL that only one engine understands.
enum EngineWords {
    /// - Returns: for each such place what to write instead.
    static func problems(_ text: String) -> [String] {
        guard Budget.sqlVerbs.contains(where: text.contains) else { return [] }
        let lower = text.lowercased()
        var problems = Budget.wordsOfOneEngine.filter { begins($0.word, in: lower) }.map { "\($0.word): \($0.instead)" }
        if lower.contains("::") { problems.append(":: : CAST") }
        if lower.contains("?") { problems.append("?: $1, $2") }
        if lower.contains(/\b(min|max)\([^()]*,/) { problems.append("min or max of two values: CASE, or Swift") }
        return problems
    }

    private static func begins(_ word: String, in text: String) -> Bool {
        text.ranges(of: word).contains { range in
            guard let before = text[..<range.lowerBound].last else { return true }
            return !before.isLetter && !before.isNumber && before != "_"
        }
    }
}
