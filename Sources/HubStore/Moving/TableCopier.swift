internal import Database
internal import Vocabulary

/// Copies all that a hub holds from one transaction into another, whichever engines they are of. Both see one moment
/// and keep all of it or nothing: a copy that broke off in the middle and left half of it there could not be begun
/// again (synapse #8753, smithers #778).
struct TableCopier {
    let source: Transaction
    let target: Transaction
    /// 0 to 1.
    let progress: (Double) throws -> Void
    var tables = CopiedTables.all
    /// `nil` for what each table says itself.
    var limit: PageLimit?

    /// - Parameter target: a schema as it is made, without rows but those that it comes with.
    /// - Returns: what was read.
    /// - Throws: `MoveError.rows` for rows that the target does not take.
    func copy() throws -> BookFigures {
        let counts = try tables.map { table in try source.integer(table.count) }
        let all = max(counts.reduce(0, +), 1)
        var (done, digests): (Int64, [TableFigures]) = (0, [])
        for table in tables where table.isMadeFilled { try target.run(table.emptying) }
        for table in tables {
            digests.append(
                try copy(table) { rows in
                    done += Int64(rows)
                    try progress(Double(done) / Double(all))
                })
        }
        return try BookFigures(digests, source)
    }

    private func copy(_ table: CopiedTable, _ copied: (Int) throws -> Void) throws -> TableFigures {
        var digest = TableDigest(table)
        let emptied = table.columns.indices.suffix(table.later.count)
        for page in pages(table, table.columns) {
            var rows = try page.get()
            digest.take(rows)
            for row in rows.indices {
                for column in emptied { rows[row][column] = .null }
            }
            try put(rows, table)
            try copied(rows.count)
        }
        for column in table.later { try fill(column, of: table) }
        return digest.figures
    }

    private func fill(_ column: SQL, of table: CopiedTable) throws {
        for page in pages(table, [column] + table.key) {
            let rows = try page.get().filter { $0[0] != .null }
            try putting(rows, table) { try target.runMany(table.filling(column), rows) }
        }
    }

    private func put(_ rows: [[SQLValue]], _ table: CopiedTable) throws {
        try putting(rows, table) { try target.runMany(table.insertion, rows) }
    }

    /// - Throws: `MoveError.rows`, with where these rows are, when the target does not take one of them.
    private func putting(_ rows: [[SQLValue]], _ table: CopiedTable, _ action: () throws -> Void) throws {
        do { try action() } catch let error as DatabaseError where error.isOfTheValues {
            throw MoveError.rows(
                table: table.name.text, from: Self.words(rows.first), through: Self.words(rows.last),
                reason: error.description)
        }
    }

    /// The first column of a row's key, which is nobody's name.
    private static func words(_ row: [SQLValue]?) -> String {
        switch row?.first {
        case .blob(let bytes): Hex.text(bytes)
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .real, .null, nil: ""
        }
    }

    private func pages(_ table: CopiedTable, _ columns: [SQL]) -> TablePages {
        TablePages(table: table, columns: columns, limit: limit ?? table.limit, tx: source)
    }
}
