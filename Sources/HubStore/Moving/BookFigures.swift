internal import Crypto
internal import Database
internal import Vocabulary

/// What a table comes to.
package struct TableFigures: Hashable, Sendable, Encodable {
    package var table: String
    package var rows: Int64
    /// Of all values in the order of the key, so that two tables with the same one hold the same.
    package var sha256: String
}

/// What a hub's books come to: equal for a copy and what it was made of, on whichever engines.
package struct BookFigures: Hashable, Sendable, Encodable {
    package var hubEpoch: String
    package var tables: [TableFigures]
    package var sums: Sums

    /// What a person looks at first.
    package struct Sums: Hashable, Sendable, Encodable {
        /// What is left in lots, by currency: points as such, stored value in fen.
        package var points: Int64
        package var principalFen: Int64
        package var giftFen: Int64
        /// All lines of the ledger, which grow by what comes in and shrink by what goes out.
        package var ledger: Int64
        package var spentPoints: Int64
        package var spentFen: Int64
        /// The last line of each journal, added up.
        package var journalLines: Int64
        package var lastEntry: Int64
    }

    init(_ tables: [TableFigures], _ tx: Transaction) throws {
        self.tables = tables
        hubEpoch = try tx.hubEpoch()
        sums = try Sums(tx)
    }

    /// Reads all of it.
    static func read(_ tx: Transaction) throws -> BookFigures {
        let tables = try CopiedTables.all.map { table in
            var digest = TableDigest(table)
            for page in TablePages(table: table, columns: table.columns, limit: table.limit, tx: tx) {
                digest.take(try page.get())
            }
            return digest.figures
        }
        return try BookFigures(tables, tx)
    }

    /// The names of tables that are not the same.
    func differing(from other: BookFigures) -> [String] {
        zip(tables, other.tables).filter { $0 != $1 }.map { "\($0.table): \($0.rows) rows and \($1.rows)" }
    }
}

extension BookFigures.Sums {
    init(_ tx: Transaction) throws {
        points = try Self.left(in: "points", tx)
        principalFen = try Self.left(in: "principal", tx)
        giftFen = try Self.left(in: "gift", tx)
        ledger = try tx.integer("SELECT coalesce(sum(amount), 0) FROM ledger")
        spentPoints = try tx.integer("SELECT coalesce(sum(points), 0) FROM spend WHERE state = 'posted'")
        spentFen = try tx.integer("SELECT coalesce(sum(fen), 0) FROM spend WHERE state = 'posted'")
        journalLines = try tx.integer("SELECT coalesce(sum(last_sequence), 0) FROM store_epoch")
        lastEntry = try tx.integer("SELECT coalesce(max(last_entry), 0) FROM hub")
    }

    private static func left(in currency: String, _ tx: Transaction) throws -> Int64 {
        try tx.integer(
            "SELECT coalesce(sum(granted - taken - expired), 0) FROM lot WHERE currency = $1", [currency])
    }
}

/// Works out a table's figures page by page.
struct TableDigest {
    private let table: CopiedTable
    private var rows: Int64 = 0
    private var hash = SHA256()

    init(_ table: CopiedTable) { self.table = table }

    mutating func take(_ page: [[SQLValue]]) {
        rows += Int64(page.count)
        var bytes: [UInt8] = []
        for value in page.joined() { Self.append(value, to: &bytes) }
        hash.update(data: bytes)
    }

    var figures: TableFigures {
        TableFigures(table: table.name.text, rows: rows, sha256: Hex.text(Array(hash.finalize())))
    }

    /// The kind, the length and the bytes, so that no two rows are written alike.
    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0)
        case .integer(let value): append(1, value.bigEndian, to: &bytes)
        case .real(let value): append(2, value.bitPattern.bigEndian, to: &bytes)
        case .text(let text): append(3, text.utf8, to: &bytes)
        case .blob(let blob): append(4, blob, to: &bytes)
        }
    }

    private static func append(_ kind: UInt8, _ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        bytes.append(kind)
        withUnsafeBytes(of: value) { bytes += $0 }
    }

    private static func append(_ kind: UInt8, _ value: some Collection<UInt8>, to bytes: inout [UInt8]) {
        append(kind, UInt64(value.count).bigEndian, to: &bytes)
        bytes += value
    }
}
