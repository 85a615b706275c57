import Database
import DatabaseTesting
import Testing

/// One failure has one name on both engines.
@Suite struct RefusalTests {
    private static let schema = """
        CREATE TABLE room (id TEXT PRIMARY KEY, seats {int} NOT NULL CONSTRAINT few_seats CHECK (seats < 10)) {end};
        CREATE TABLE slot (id {int} PRIMARY KEY, room TEXT NOT NULL REFERENCES room (id), staff {int}, from_ms {int},
            UNIQUE (staff, from_ms)) {end};
        INSERT INTO room (id, seats) VALUES ('green', 2);
        INSERT INTO slot (id, room, staff, from_ms) VALUES (1, 'green', 7, 900);
        """

    static let cases: [(statement: SQL, failure: DatabaseError)] = [
        ("INSERT INTO room (id, seats) VALUES ('green', 3)", .taken(table: "room", key: "id")),
        (
            "INSERT INTO slot (id, room, staff, from_ms) VALUES (2, 'green', 7, 900)",
            .taken(table: "slot", key: "staff, from_ms")
        ),
        ("INSERT INTO room (id, seats) VALUES ('red', 11)", .refused(.check("few_seats"))),
        ("INSERT INTO room (id) VALUES ('red')", .refused(.notNull("room.seats"))),
        ("INSERT INTO slot (id, room) VALUES (2, 'red')", .refused(.foreignKey)),
        ("DELETE FROM room", .refused(.foreignKey)),
    ]

    @Test(arguments: Engines.available)
    func `Broken rules are named alike`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { db in
            for (statement, failure) in Self.cases {
                await #expect(throws: failure) { try await db.database.write { tx in try tx.run(statement) } }
                #expect(failure.isOfTheValues)
            }
        }
    }

    private static let guards: [TestEngine: String] = [
        .sqlite: """
        CREATE TRIGGER kept BEFORE DELETE ON room BEGIN SELECT RAISE(ABORT, 'rooms are never removed'); END;
        CREATE TRIGGER overlap BEFORE INSERT ON slot WHEN EXISTS (
            SELECT 1 FROM slot s WHERE s.room = NEW.room AND s.from_ms < NEW.from_ms + 60
            AND NEW.from_ms < s.from_ms + 60)
        BEGIN SELECT RAISE(ABORT, 'taken: slot.no_overlap'); END;
        """,
        .postgres: """
        CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql
            AS $$ BEGIN RAISE EXCEPTION 'rooms are never removed'; END $$;
        CREATE TRIGGER kept BEFORE DELETE ON room FOR EACH ROW EXECUTE FUNCTION kept();
        ALTER TABLE slot ADD CONSTRAINT no_overlap
            EXCLUDE USING gist (room WITH =, int8range(from_ms, from_ms + 60) WITH &&);
        """,
    ]

    @Test(arguments: Engines.available)
    func `Guards speak alike`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { db in
            try await db.execute(Self.guards[engine] ?? "")
            await #expect(throws: DatabaseError.refused(.trigger("rooms are never removed"))) {
                try await db.database.write { tx in try tx.run("DELETE FROM room") }
            }
            await #expect(throws: DatabaseError.taken(table: "slot", key: "no_overlap")) {
                try await db.database.write { tx in
                    try tx.run("INSERT INTO slot (id, room, staff, from_ms) VALUES (2, 'green', 8, 950)")
                }
            }
            // Half open: one begins where the other ends.
            try await db.database.write { tx in
                try tx.run("INSERT INTO slot (id, room, staff, from_ms) VALUES (2, 'green', 8, 960)")
            }
        }
    }

    @Test(arguments: Engines.available)
    func `A statement with a mistake says which`(_ engine: TestEngine) async throws {
        try await engine.withDatabase(Self.schema) { db in
            let failure = await #expect(throws: DatabaseError.self) {
                try await db.database.read { tx in try tx.rows("SELECT colour FROM room").count }
            }
            #expect("\(failure.map { "\($0)" } ?? "")".contains("SELECT colour FROM room"))
        }
    }
}
