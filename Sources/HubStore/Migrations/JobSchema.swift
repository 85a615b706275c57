/// The fifteenth migration: what of several hubs exactly one does at a time.
enum JobSchema {
    static let fifteenth = """
        -- A row is made when its work is done for the first time; it says nothing, but can be held.
        CREATE TABLE job (
            name TEXT NOT NULL PRIMARY KEY CHECK (name <> '')
        ) STRICT, WITHOUT ROWID;
        """
}
