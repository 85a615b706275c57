import Testing

@Suite struct EngineWordTests {
    private func files() throws -> [SourceFile] {
        try SourceFile.all().filter { file in
            file.path.hasPrefix("Sources/") && Budget.targetsOfBothEngines.contains(file.target)
                && !Budget.foldersOfOneEngine.contains { file.path.contains($0) }
        }
    }

    @Test func `SQL for both engines has no word of one`() throws {
        var problems: [String] = []
        for file in try files() {
            for token in file.tokens where token.kind == .text {
                problems += EngineWords.problems(token.text).map { "\(file.path):\(token.line): \($0)" }
            }
        }
        #expect(problems == [], "\(problems.joined(separator: "\n"))")
    }

    /// A script is a text that anybody may have put together.
    @Test func `Only migrations execute scripts`() throws {
        let makers = try files().filter { $0.target != "Database" && $0.code.contains { $0.contains("Script(") } }
        #expect(makers.map(\.path) == [])
    }

    @Test(arguments: [
        ("SELECT hex(hash) FROM line", 1), ("SELECT id FROM line WHERE hash = ?", 1), ("INSERT OR IGNORE INTO t", 1),
        ("SELECT min(a, b) FROM t", 1), ("SELECT min(a), max(b) FROM t", 0), ("SELECT id::text FROM t", 1),
        ("SELECT json_extract(body, '$.id') FROM line", 1), ("SELECT pg_notify($1, $2) FROM t", 1),
        ("SELECT index_pg_ FROM anybody WHERE many(1)", 0), ("UPDATE job SET n = 1 RETURNING id", 0),
        ("CREATE TABLE t (a INTEGER) STRICT, WITHOUT ROWID", 3), ("May we look at it now() ?", 0),
        ("SELECT id FROM job ORDER BY id FOR UPDATE SKIP LOCKED", 2),
    ])
    func `Words of one engine are found`(_ text: String, _ count: Int) {
        #expect(EngineWords.problems(text).count == count, "\(EngineWords.problems(text))")
    }
}
