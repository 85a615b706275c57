internal import Database

/// A row of a member's, with what is the same in every copy and what is not.
struct RowPattern: Sendable {
    private enum Cell: Sendable {
        case same(SQLValue)
        /// The bytes of a name.
        case bytes(Int)
        case text(TextPattern)
        case version, evaluation
        /// An id that no text refers to.
        case numbered(String)
    }

    /// What makes one copy another one.
    struct Filling {
        let names: [CopiedName]
        let texts: [String]
        let version: Int64
        /// A stamp that no cached history has; see `HistoryCache`.
        let evaluation: Int64
        let index: Int

        init(_ names: [CopiedName], version: Int64, evaluation: Int64, index: Int) {
            self.names = names
            texts = names.map(\.text)
            self.version = version
            self.evaluation = evaluation
            self.index = index
        }
    }

    private let cells: [Cell]

    init(_ values: [SQLValue], of table: MemberTable, _ names: CutNames) {
        cells = zip(table.columns, values).map { column, value in
            switch (table.name, column, value) {
            case ("member", "version", _): .version
            case ("member", "evaluation", _): .evaluation
            case ("booking", "id", .text(let id)): .numbered(id)
            case (_, _, .blob(let bytes)): names.place(of: bytes).map { .bytes($0) } ?? .same(value)
            case (_, _, .text(let text)): names.cut(text).map { .text($0) } ?? .same(value)
            default: .same(value)
            }
        }
    }

    func values(_ filling: Filling) -> [SQLValue] {
        cells.map { cell in
            switch cell {
            case .same(let value): return value
            case .bytes(let place):
                guard case .id(let bytes) = filling.names[place] else { return .null }
                return .blob(bytes)
            case .text(let pattern): return .text(pattern.text(with: filling.texts))
            case .version: return .integer(filling.version)
            case .evaluation: return .integer(filling.evaluation)
            case .numbered(let id): return .text("\(id)-\(filling.index)")
            }
        }
    }
}

/// One member's names, and where they stand in values.
struct CutNames {
    let names: [CopiedName]
    private let texts: [[UInt8]]
    private let places: [[UInt8]: Int]

    init(_ names: [CopiedName]) {
        self.names = names
        texts = names.map { Array($0.text.utf8) }
        var places: [[UInt8]: Int] = [:]
        for (place, name) in names.enumerated() {
            if case .id(let bytes) = name { places[bytes] = place }
        }
        self.places = places
    }

    func place(of bytes: [UInt8]) -> Int? { places[bytes] }

    /// - Returns: `nil` for a text without names.
    func cut(_ text: String) -> TextPattern? {
        let pattern = TextPattern(text, cutAt: texts)
        return pattern.hasNames ? pattern : nil
    }
}
