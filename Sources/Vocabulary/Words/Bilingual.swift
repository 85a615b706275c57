/// Words in the two languages of the people.
package struct Bilingual: Hashable, Sendable, Codable {
    package var zh: String
    package var en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// The same in both languages: figures and ids.
    package init(both text: String) { self.init(zh: text, en: text) }
}
