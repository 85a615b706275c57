internal import GRDB
internal import HubAPI

/// How a member is called where others can hear or read it: surname and title, never the given name.
enum MemberName {
    /// From a row with `surname_zh`, `surname_en` and `title`.
    static func addressed(_ row: Row) -> BilingualText {
        let title: String = row["title"]
        let zh: String = row["surname_zh"]
        let en: String = row["surname_en"]
        return switch title {
        case "ms": BilingualText(zh: zh + "女士", en: "Ms \(en)")
        case "mr": BilingualText(zh: zh + "先生", en: "Mr \(en)")
        default: BilingualText(zh: zh, en: en)
        }
    }
}
