internal import Database

/// A table in which members have rows.
struct MemberTable: Sendable {
    let name: SQL
    /// Those that a copy writes: not the numbers that the database gives.
    let columns: [SQL]
    let key: [SQL]
    /// Which rows are those of the member `$1`.
    let condition: SQL

    /// In an order in which each comes after those that it refers to. Journals are not among them: their lines hang
    /// together over all members.
    static let all: [MemberTable] = CopiedTables.all.compactMap { table in
        guard let condition = conditions[table.name] else { return nil }
        let isNumbered = numbered.contains(table.name)
        return MemberTable(
            name: table.name, columns: isNumbered ? table.columns.filter { !table.key.contains($0) } : table.columns,
            key: table.key, condition: condition)
    }

    private static let numbered: Set<SQL> = ["ledger", "member_entry"]
    private static let ofMember: SQL = "member = $1"
    private static let ofCard: SQL = "card IN (SELECT id FROM card WHERE member = $1)"
    private static let conditions: [SQL: SQL] = [
        "member": "id = $1", "booking": ofMember, "card": ofMember, "reading": ofCard, "last_reading": ofCard,
        "spend": ofMember, "lot": ofMember, "ledger": ofMember, "claim": ofMember, "entry_claim": ofMember,
        "member_entry": ofMember, "why": ofMember, "offer_use": ofMember, "right_waiting": ofMember,
    ]

    var selection: SQL {
        "SELECT \(CopiedTable.list(columns)) FROM \(name) WHERE \(condition) ORDER BY \(CopiedTable.list(key))"
    }

    var insertion: SQL {
        let places = CopiedTable.list(CopiedTable.places.prefix(columns.count))
        return "INSERT INTO \(name) (\(CopiedTable.list(columns))) VALUES (\(places))"
    }

    /// Where the moment stands in a row; `nil` in a table without one.
    var momentPlace: Int? { columns.firstIndex(of: "at_ms") }
}
