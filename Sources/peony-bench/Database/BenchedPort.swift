import Database
import Synchronization

/// Ours: the same statements on either engine.
struct BenchedPort: BenchedDatabase {
    private let database: any DatabaseEngine

    init(_ database: any DatabaseEngine) { self.database = database }

    static let sqliteSchema = """
        CREATE TABLE line (epoch INTEGER NOT NULL, sequence INTEGER NOT NULL, hash BLOB NOT NULL, body TEXT NOT NULL,
            at_ms INTEGER NOT NULL, PRIMARY KEY (epoch, sequence)) STRICT, WITHOUT ROWID;
        CREATE TABLE sender (epoch INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
        INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES (0, 7, x'00', 'seven', 1);
        """
    static let postgresSchema = """
        CREATE TABLE line (epoch bigint NOT NULL, sequence bigint NOT NULL, hash bytea NOT NULL, body text NOT NULL,
            at_ms bigint NOT NULL, PRIMARY KEY (epoch, sequence));
        CREATE TABLE sender (epoch bigint PRIMARY KEY, last bigint NOT NULL);
        INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES (0, 7, '\\x00', 'seven', 1);
        """

    private static let numbers = Atomic<Int64>(1000)

    /// A number that no line has yet.
    static func next() -> Int64 { numbers.add(1, ordering: .relaxed).newValue }

    func prepare(_ schema: String) async throws {
        try await database.write { tx in try tx.execute(Script(schema)) }
    }

    func close() async throws { try await database.close() }

    func work(_ kind: BenchedWork, _ count: Int) async throws -> Double {
        switch kind {
        case .insert: return try await database.write { tx in try microseconds(count) { try Self.insert(tx) } }
        case .select: return try await database.read { tx in try microseconds(count) { try Self.select(tx) } }
        case .write, .idle, .read:
            let start = Ticks.now()
            for _ in 0..<count {
                switch kind {
                case .write: try await database.write { tx in try Self.insert(tx) }
                case .idle:
                    try await database.write { tx in
                        try tx.run("UPDATE line SET at_ms = $1 WHERE epoch = $2", [2, -1])
                    }
                default: try await database.read { tx in try Self.select(tx) }
                }
            }
            return Double(Ticks.now() - start) / 1000 / Double(count)
        }
    }

    private static let insertLine: SQL =
        "INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES ($1, $2, $3, $4, $5)"

    private static func insert(_ tx: Transaction) throws {
        let line = BenchedLine(next())
        try tx.run(
            "INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES ($1, $2, $3, $4, $5)",
            [1, line.sequence, line.hash, line.body, 1])
    }

    private static func select(_ tx: Transaction) throws {
        let row = try tx.row("SELECT sequence, hash, body FROM line WHERE epoch = $1 AND sequence = $2", [0, 7])
        let sequence: Int64 = try row?["sequence"] ?? 0
        let (_, _): ([UInt8]?, String?) = (try row?["hash"], try row?["body"])
        guard sequence == 7 else { throw BaselineFailure(what: "row", code: Int(sequence)) }
    }

    /// - Returns: microseconds a row.
    func insertMany(_ count: Int) async throws -> Double {
        let start = Ticks.now()
        try await database.write { tx in try tx.runMany(Self.insertLine, Self.lines(count, epoch: 2)) }
        return Double(Ticks.now() - start) / 1000 / Double(count)
    }

    /// One request: its lines and how far its sender has come.
    func upload(sender: Int, batch: Int, lines count: Int) async throws {
        try await database.write { tx in
            try tx.runMany(
                """
                INSERT INTO line (epoch, sequence, hash, body, at_ms) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (epoch, sequence) DO NOTHING
                """, Self.lines(count, epoch: sender + 10))
            try tx.run(
                """
                INSERT INTO sender (epoch, last) VALUES ($1, $2) ON CONFLICT (epoch) DO UPDATE SET last = excluded.last
                """, [sender, batch * count])
        }
    }

    private static func lines(_ count: Int, epoch: Int) -> [[any SQLBindable]] {
        (0..<count).map { _ in
            let line = BenchedLine(next())
            return [epoch, line.sequence, line.hash, line.body, 1]
        }
    }
}
