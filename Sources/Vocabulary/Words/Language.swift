/// The two languages of the people.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case zh, en

    package var other: Language { self == .zh ? .en : .zh }
}

extension Bilingual {
    package subscript(language: Language) -> String { language == .zh ? zh : en }
}
