internal import Database

/// One table as a copy goes through it.
struct CopiedTable: Sendable {
    let name: SQL
    /// By which its rows are ordered, the same on both engines, and which no two rows share.
    let key: [SQL]
    let columns: [SQL]
    /// Columns that refer to rows of the same table: filled in once all rows are there, for no order of the key has
    /// each row after the one that it refers to (metabase #3151, pgsync #153).
    let later: [SQL]
    /// Columns with text from kiosks. A file from before hubs could be on a server may have U+0000 in them.
    let bodies: [SQL]
    let limit: PageLimit
    /// Whether a new schema has rows of its own in it, which the copy replaces.
    let isMadeFilled: Bool

    init(
        _ name: SQL, key: [SQL], _ others: [SQL], later: [SQL] = [], bodies: [SQL] = [], holding: Holding = .rows
    ) {
        self.name = name
        self.key = key
        columns = key + others + later
        self.later = later
        self.bodies = bodies
        limit = holding == .longTexts ? .long : .ordinary
        isMadeFilled = holding == .madeRows
    }

    enum Holding {
        case rows
        /// Rows of up to `HubLimits.remoteAnswerBytes`.
        case longTexts
        /// A row that the schema comes with.
        case madeRows
    }

    /// Selects the rows after a key, in key order. Both engines know the comparison `(a, b) > ($1, $2)`.
    func page(_ columns: [SQL], isFirst: Bool, _ limit: PageLimit) -> SQL {
        let (names, order) = (Self.list(columns), Self.list(key))
        guard !isFirst else { return "SELECT \(names) FROM \(name) ORDER BY \(order) LIMIT \(limit.text)" }
        let after = Self.list(Self.places.prefix(key.count))
        return "SELECT \(names) FROM \(name) WHERE (\(order)) > (\(after)) ORDER BY \(order) LIMIT \(limit.text)"
    }

    var insertion: SQL {
        "INSERT INTO \(name) (\(Self.list(columns))) VALUES (\(Self.list(Self.places.prefix(columns.count))))"
    }

    /// Fills in one of the `later` columns: its value comes first, then the key's.
    func filling(_ column: SQL) -> SQL {
        let places = Self.list(Self.places[1...].prefix(key.count))
        return "UPDATE \(name) SET \(column) = $1 WHERE (\(Self.list(key))) = (\(places))"
    }

    var count: SQL { "SELECT count(*) FROM \(name)" }

    var emptying: SQL { "DELETE FROM \(name)" }

    /// With commas between them.
    static func list(_ pieces: some Sequence<SQL>) -> SQL {
        var pieces = pieces.makeIterator()
        guard var list = pieces.next() else { return "" }
        while let piece = pieces.next() { list = "\(list), \(piece)" }
        return list
    }

    /// As many as the widest table has columns, and one.
    static let places: [SQL] = [
        "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$16", "$17",
        "$18", "$19", "$20", "$21", "$22", "$23", "$24",
    ]
}
