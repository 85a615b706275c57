import Vocabulary

extension Bilingual {
    static func enumerated(_ names: [Bilingual]) -> Bilingual {
        Bilingual(zh: names.map(\.zh).joined(separator: "、"), en: names.map(\.en).joined(separator: ", "))
    }
}
