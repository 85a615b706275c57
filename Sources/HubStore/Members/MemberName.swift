internal import Database
internal import Vocabulary

/// How a member is called where others can hear or read it: surname and title, never the given name.
enum MemberName {
    /// From a row with `surname_zh`, `surname_en` and `title`.
    static func addressed(_ row: Row) throws -> Bilingual {
        let name = try row.words("surname_zh", "surname_en")
        let title: Extensible<Title> = try row["title"]
        return switch title.known {
        case .ms: Bilingual(zh: name.zh + "女士", en: "Ms \(name.en)")
        case .mr: Bilingual(zh: name.zh + "先生", en: "Mr \(name.en)")
        case .some(.none), nil: name
        }
    }
}
