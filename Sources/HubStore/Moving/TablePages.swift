internal import Database

/// How many rows of a table are in memory at once. The statement's text contains the number: with a parameter, a server
/// would plan for a tenth of all rows, and sort them for each page.
struct PageLimit: Sendable {
    let rows: Int
    let text: SQL

    static let ordinary = PageLimit(rows: 1000, text: "1000")
    /// Of rows of up to `HubLimits.remoteAnswerBytes`.
    static let long = PageLimit(rows: 16, text: "16")
}

/// The rows of a table in the order of its key, as many at once as memory is to hold (pgloader #1237 took all of it).
struct TablePages: Sequence, IteratorProtocol {
    private let table: CopiedTable
    private let columns: [SQL]
    private let limit: PageLimit
    private let tx: Transaction
    private var last: [SQLValue]?
    private var isThrough = false
    private let bodies: [Int]
    private let keys: [Int]

    /// - Parameter columns: the key is among them.
    init(table: CopiedTable, columns: [SQL], limit: PageLimit, tx: Transaction) {
        (self.table, self.columns, self.limit, self.tx) = (table, columns, limit, tx)
        bodies = columns.indices.filter { table.bodies.contains(columns[$0]) }
        keys = table.key.compactMap { columns.firstIndex(of: $0) }
    }

    mutating func next() -> Result<[[SQLValue]], any Error>? {
        guard !isThrough else { return nil }
        do {
            let rows = try read()
            isThrough = rows.count < limit.rows
            last = rows.last.map { row in keys.map { row[$0] } }
            return rows.isEmpty ? nil : .success(rows)
        } catch {
            isThrough = true
            return .failure(error)
        }
    }

    private func read() throws -> [[SQLValue]] {
        let statement = table.page(columns, isFirst: last == nil, limit)
        return try tx.rows(statement, last ?? []).map { row in
            var values = try columns.map { column in try row.value(column.text) }
            for body in bodies { values[body] = Self.kept(values[body]) }
            return values
        }
    }

    /// Encodes U+0000 in a body as `BodyText` does; readers get the original bytes. Tools that drop the character
    /// change what was signed (mattermost docs #7163).
    private static func kept(_ value: SQLValue) -> SQLValue {
        guard case .text(let text) = value, text.utf8.contains(0) else { return value }
        return .text(BodyText.kept(text))
    }
}
