internal import GRDB
internal import Loyalty
internal import Vocabulary

/// Statements are prepared once per connection and kept: an upload runs a handful of them thousands of times.
extension Database {
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func row(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    func rows(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    func integer(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int64 {
        try Int64.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? 0
    }

    /// The next version of the feed; whoever takes it gives it to one member.
    func nextVersion() throws -> Int64 {
        try run("UPDATE hub SET version = version + 1")
        return try integer("SELECT version FROM hub")
    }

    /// Puts these members at the end of the feed, in the order of their ids, so that every kiosk fetches them again.
    func touch(_ members: some Collection<MemberID>) throws {
        guard !members.isEmpty else { return }
        let members = members.sorted()
        try run("UPDATE hub SET version = version + ?", [members.count])
        let last = try integer("SELECT version FROM hub")
        for (place, member) in members.enumerated() {
            let version = last - Int64(members.count - 1 - place)
            try run("UPDATE member SET version = ? WHERE id = ?", [version, member.blob])
        }
    }

    func hubEpoch() throws -> String {
        guard let row = try row("SELECT epoch FROM hub") else { throw HubStoreError.empty }
        return row["epoch"]
    }
}

extension MemberID {
    var blob: DatabaseValue { blobValue(bytes) }
}

extension OperationID {
    var blob: DatabaseValue { blobValue(bytes) }
}

/// A text from outside, to be bound so that all of it goes in: GRDB binds a string up to its first NUL. It stands in a
/// statement as `CAST(? AS TEXT)`, which leaves a text as it is.
func wholeText(_ text: String) -> DatabaseValue {
    text.utf8.contains(0) ? blobValue(Array(text.utf8)) : text.databaseValue
}

func blobValue(_ bytes: [UInt8]) -> DatabaseValue { blobData(bytes).databaseValue }

extension Row {
    func bytes(_ column: String) -> [UInt8]? {
        let data: Blob? = self[column]
        return data.map { [UInt8]($0) }
    }

    func member(_ column: String) -> MemberID? { bytes(column).flatMap { MemberID(bytes: $0) } }
    func operation(_ column: String) -> OperationID? { bytes(column).flatMap { OperationID(bytes: $0) } }

    func card(_ column: String) -> CardID? {
        let text: String? = self[column]
        return text.flatMap { CardID($0) }
    }

    func amount(_ points: String, _ fen: String) -> Amount {
        Amount(points: self[points], fen: self[fen])
    }

    /// A word of a list. What this program has no case for is kept as it stands there.
    func code<Known>(_ column: String) -> Extensible<Known> { Extensible(rawValue: self[column]) }

    func words(_ zh: String, _ en: String) -> Bilingual { Bilingual(zh: self[zh], en: self[en]) }
}
