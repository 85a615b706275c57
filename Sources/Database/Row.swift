/// One row of an answer. It is read strictly:
///
///     let row = try tx.row("SELECT id, note, status FROM hold WHERE id = $1", [id])
///     let note: String? = try row["note"]
///     let status: Hold.Status = try row.choice("status")
///
/// A null where a value must be, another type, an unknown choice or a column that was not asked for throws
/// `DatabaseError.damaged`; nothing traps and nothing is guessed.
package struct Row: Sendable {
    fileprivate let columns: Columns
    fileprivate let values: [SQLValue]
    fileprivate let start: Int

    package subscript<Value: SQLReadable>(_ column: String) -> Value {
        get throws(DatabaseError) {
            let found = try value(column)
            guard let value = Value(sqlValue: found) else { throw damaged(column, found, wanted: "\(Value.self)") }
            return value
        }
    }

    /// One of the texts that `Choice` knows.
    package func choice<Choice: RawRepresentable<String>>(_ column: String) throws(DatabaseError) -> Choice {
        let found = try value(column)
        guard case .text(let text) = found, let choice = Choice(rawValue: text) else {
            throw damaged(column, found, wanted: "\(Choice.self)")
        }
        return choice
    }

    /// One of the texts that `Choice` knows, or nothing.
    package func choice<Choice: RawRepresentable<String>>(_ column: String) throws(DatabaseError) -> Choice? {
        if case .null = try value(column) { return nil }
        let choice: Choice = try self.choice(column)
        return choice
    }

    /// As it stands in the row.
    package func value(_ column: String) throws(DatabaseError) -> SQLValue {
        guard let place = columns.places[column] else {
            throw .damaged(Damage(column: column, statement: columns.statement.text, words: "there is no such column"))
        }
        return values[start + place]
    }

    /// The first column, for statements that ask for one thing.
    package func first<Value: SQLReadable>() throws(DatabaseError) -> Value {
        guard let column = columns.names.first else {
            throw .damaged(Damage(column: "", statement: columns.statement.text, words: "it answers nothing"))
        }
        return try self[column]
    }

    /// For types whose several columns do not fit together.
    package func damaged(_ column: String, _ words: String) -> DatabaseError {
        .damaged(Damage(column: column, statement: columns.statement.text, words: words))
    }

    private func damaged(_ column: String, _ found: SQLValue, wanted: String) -> DatabaseError {
        damaged(column, "\(found.kind) is there, which is no \(wanted)")
    }
}

/// All rows of an answer.
package struct Rows: RandomAccessCollection, Sendable {
    private let columns: Columns
    private let values: [SQLValue]
    package let startIndex = 0
    package let endIndex: Int

    /// - Parameter values: row after row.
    package init(columns: Columns, values: [SQLValue], count: Int) {
        self.columns = columns
        self.values = values
        endIndex = count
    }

    package subscript(position: Int) -> Row {
        Row(columns: columns, values: values, start: position * columns.names.count)
    }
}

extension Sequence<Row> {
    /// The first column of all rows, for statements that ask for one thing.
    package func firstColumn<Value: SQLReadable>() throws(DatabaseError) -> [Value] {
        try map { row throws(DatabaseError) in try row.first() }
    }

    /// One column of all rows.
    package func column<Value: SQLReadable>(_ name: String) throws(DatabaseError) -> [Value] {
        try map { row throws(DatabaseError) in try row[name] }
    }
}

/// The columns of a statement's answer; an engine makes them once per prepared statement.
package final class Columns: Sendable {
    package let names: [String]
    package let statement: SQL
    fileprivate let places: [String: Int]

    /// Of two columns with one name the first counts.
    package init(_ names: [String], of statement: SQL) {
        self.names = names
        self.statement = statement
        places = Dictionary(zip(names, names.indices)) { first, _ in first }
    }
}
