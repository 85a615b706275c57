internal import FoundationEssentials
internal import Database
internal import HubAPI
internal import Vocabulary

/// One member with all that is the member's, to be copied.
struct MemberPattern: Sendable {
    let names: [CopiedName]
    /// By table, in the order of `MemberTable.all`.
    let rows: [[RowPattern]]
    let lines: [JournalPattern]

    /// All members that a hub has.
    static func all(_ tx: Transaction) throws -> [MemberPattern] {
        let lines = try JournalPattern.Line.all(tx)
        let members = try tx.rows("SELECT id, number FROM member ORDER BY number")
        return try members.map { row in
            let (id, number): (MemberID, String) = try (row["id"], row["number"])
            return try MemberPattern(id, number, lines[id] ?? [], tx)
        }
    }

    private init(_ member: MemberID, _ number: String, _ lines: [JournalPattern.Line], _ tx: Transaction) throws {
        let names = CutNames(try Self.names(of: member, number, lines, tx))
        self.names = names.names
        self.lines = lines.map { JournalPattern($0, names) }
        rows = try MemberTable.all.map { table in
            try tx.rows(table.selection, [member]).map { row in
                RowPattern(try table.columns.map { try row.value($0.text) }, of: table, names)
            }
        }
    }

    private static func names(
        of member: MemberID, _ number: String, _ lines: [JournalPattern.Line], _ tx: Transaction
    ) throws -> [CopiedName] {
        let spends: [OperationID] = try tx.rows("SELECT id FROM spend WHERE member = $1", [member]).column("id")
        let operations = Set(spends + lines.map(\.entry)).sorted()
        let cards: [CardID] = try tx.rows("SELECT id FROM card WHERE member = $1", [member]).column("id")
        let codes: [String] = try tx.rows(
            "SELECT code FROM claim WHERE member = $1 UNION SELECT code FROM entry_claim WHERE member = $1", [member]
        ).column("code")
        return [.id(member.bytes), .number(number)] + operations.map { .id($0.bytes) }
            + Set(cards.map(\.uid.description)).sorted().compactMap { CardUID(hex: $0).map { .plastic($0) } }
            + codes.sorted().map { .claimCode($0) }
    }
}

/// A line of a journal that is about one member.
struct JournalPattern: Sendable {
    let line: Line
    private let body: TextPattern?
    private let entry: Int?

    struct Line: Sendable {
        let epoch: Int64
        let sequence: Int64
        let body: String
        let entry: OperationID
        let atMs: Int64
        let receivedAtMs: Int64

        /// By member, in the order of the journals.
        static func all(_ tx: Transaction) throws -> [MemberID: [Line]] {
            let rows = try tx.rows(
                """
                SELECT epoch, sequence, body, entry, at_ms, received_at_ms FROM journal WHERE verdict = 'held'
                ORDER BY epoch, sequence
                """)
            var lines: [MemberID: [Line]] = [:]
            for row in rows {
                let line = try Line(
                    epoch: row["epoch"], sequence: row["sequence"], body: row["body"], entry: row["entry"],
                    atMs: row["at_ms"], receivedAtMs: row["received_at_ms"])
                let entry = try JSONDecoder().decode(JournalEntry.self, from: Data(line.body.utf8))
                if let member = entry.member { lines[member, default: []].append(line) }
            }
            return lines
        }
    }

    init(_ line: Line, _ names: CutNames) {
        self.line = line
        body = names.cut(line.body)
        entry = names.place(of: line.entry.bytes)
    }

    func body(_ filling: RowPattern.Filling) -> String { body?.text(with: filling.texts) ?? line.body }

    func entry(_ filling: RowPattern.Filling) -> SQLValue {
        guard let entry, case .id(let bytes) = filling.names[entry] else { return .null }
        return .blob(bytes)
    }
}
