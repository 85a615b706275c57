package import Database
internal import HubAPI
package import Vocabulary

// How the values of the field stand in columns.

extension MemberID: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .blob(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self.init(bytes: bytes)
    }
}

extension OperationID: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .blob(bytes) }

    package init?(sqlValue: SQLValue) {
        guard case .blob(let bytes) = sqlValue else { return nil }
        self.init(bytes: bytes)
    }
}

extension CardID: SQLBindable, SQLReadable {
    package var sqlValue: SQLValue { .text(description) }

    package init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}

extension CardUID: SQLBindable {
    package var sqlValue: SQLValue { .text(description) }
}

/// A word that this program has no case for is kept as it stands there.
extension Extensible: SQLBindable, SQLReadable {}

extension Row {
    func amount(_ points: String, _ fen: String) throws -> Amount {
        try Amount(points: self[points], fen: self[fen])
    }

    func words(_ zh: String, _ en: String) throws -> Bilingual { try Bilingual(zh: self[zh], en: self[en]) }
}
