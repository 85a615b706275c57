import Database
import DatabasePostgres
import DatabaseSQLite
import DatabaseTesting
import GRDB

/// (i) What the port to the database costs over GRDB and over libpq used plainly, each pair in turn on one disk, and
/// how many journal lines that touch no ledger go in, in batches of a hundred.
struct DatabaseSection {
    private let bench: Workbench

    private static let blocks = 12
    private static let linesPerBatch = 100

    init(_ bench: Workbench) { self.bench = bench }

    func figures() async throws -> [Figure] {
        let sqlite = try await sqliteFigures()
        return try await sqlite + postgresFigures()
    }

    private func sqliteFigures() async throws -> [Figure] {
        var options = SQLiteOptions(path: bench.path("port.sqlite"))
        options.readerCount = 4
        let ours = BenchedPort(try SQLiteDatabase(options))
        let theirs = try BenchedGRDB(bench.path("grdb-port.sqlite"))
        try await ours.prepare(BenchedPort.sqliteSchema)
        var figures = try await pair("SQLite", "bare GRDB", ours, theirs, mayAdd: (statement: 5, transaction: 20))
        figures.append(try await lines("SQLite", ours, senders: 1, atLeast: 20_000))
        try await ours.close()
        try theirs.close()
        return figures
    }

    private func postgresFigures() async throws -> [Figure] {
        let cluster = try await PostgresCluster.start()
        defer { cluster.end() }
        let options = try await cluster.newOptions()
        let ours = BenchedPort(try await PostgresDatabase.open(options))
        let theirs = try PlainPostgres(cluster.url, schema: options.schema)
        try await ours.prepare(BenchedPort.postgresSchema)
        try theirs.prepare()
        var figures = try await pair("PostgreSQL", "plain libpq", ours, theirs, mayAdd: nil)
        figures.append(try await manyRows(ours, theirs))
        figures.append(try await lines("PostgreSQL", ours, senders: 4, atLeast: 40_000))
        try await ours.close()
        return figures
    }

    /// - Parameter mayAdd: microseconds over the other.
    private func pair(
        _ engine: String, _ name: String, _ ours: BenchedPort, _ theirs: any BenchedDatabase,
        mayAdd: (statement: Double, transaction: Double)?
    ) async throws -> [Figure] {
        var figures: [Figure] = []
        for kind in BenchedWork.allCases {
            let count = bench.count(kind.count, least: 20)
            var (blocks, added) = (Blocks(), [Double]())
            _ = try await (ours.work(kind, count), theirs.work(kind, count))
            for block in 0..<Self.blocks {
                // Nobody is always the second.
                let first = block.isMultiple(of: 2) ? try await ours.work(kind, count) : 0
                let other = try await theirs.work(kind, count)
                let mine = block.isMultiple(of: 2) ? first : try await ours.work(kind, count)
                blocks.add(ours: mine, theirs: other)
                added.append(mine - other)
            }
            figures.append(
                Figure(
                    what: "\(engine): \(kind.rawValue)", value: blocks.median, unit: "µs", beside: blocks.beside(name)))
            guard let mayAdd, kind != .write else { continue }
            let limit = kind.isWholeTransaction ? mayAdd.transaction : mayAdd.statement
            figures.append(
                Figure(
                    what: "\(engine): what the port adds to it", value: added.sorted()[added.count / 2], unit: "µs",
                    aim: .atMost(limit)))
        }
        return figures
    }

    private func manyRows(_ ours: BenchedPort, _ theirs: PlainPostgres) async throws -> Figure {
        let count = bench.count(10_000, least: 1000)
        var blocks = Blocks()
        for _ in 0..<6 {
            let mine = try await ours.insertMany(count)
            blocks.add(ours: 1e6 / mine, theirs: 1e6 / (try await theirs.work(.insert, count)))
        }
        return Figure(
            what: "PostgreSQL: rows by runMany", value: blocks.median, unit: "/s",
            beside: blocks.beside("plain libpq, one by one"), note: "\(count) rows in one transaction")
    }

    private func lines(_ engine: String, _ port: BenchedPort, senders: Int, atLeast: Double) async throws -> Figure {
        let batches = bench.count(400, least: 40) / senders
        let start = Ticks.now()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<senders {
                group.addTask {
                    for batch in 0..<batches {
                        try await port.upload(sender: sender, batch: batch, lines: Self.linesPerBatch)
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = senders * batches * Self.linesPerBatch
        return Figure(
            what: "\(engine): lines of \(senders) \(senders == 1 ? "sender" : "senders")",
            value: Double(count) * 1e9 / Double(Ticks.now() - start), unit: "/s", aim: .atLeast(atLeast),
            note: "\(count) in batches of \(Self.linesPerBatch), each a transaction of its own, flushed")
    }
}
