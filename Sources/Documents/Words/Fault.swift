package import Vocabulary

/// What is wrong with a value, a key or a text: a code and figures for programs, a sentence in both languages for
/// people.
package struct Fault: Hashable, Sendable {
    /// Stable: `value.range`.
    package var code: String
    /// What the sentence was made with: what was written, what was meant.
    package var figures: [String]
    package var words: Bilingual

    package init(_ code: String, _ figures: [String] = [], zh: String, en: String) {
        self.code = code
        self.figures = figures
        words = Bilingual(zh: zh, en: en)
    }

    /// The same with a remark at its end.
    func adding(_ remark: Bilingual?) -> Fault {
        guard let remark else { return self }
        var fault = self
        fault.words.zh += remark.zh
        fault.words.en += remark.en
        return fault
    }
}

extension Bilingual {
    /// What somebody may have meant, to be put behind what is wrong.
    package static func didYouMean(_ word: String?) -> Bilingual? {
        word.map { Bilingual(zh: "；是不是想写 \($0)？", en: "; did you mean \($0)?") }
    }
}
