package import Vocabulary

/// One thing that is wrong in a document, said so that it can be mended without the manual.
package struct DocumentProblem: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Both from 1; columns count Unicode scalars.
    package var line: Int
    package var column: Int
    /// Dotted path, such as `hub.url`; empty for the file as a whole.
    package var key: String
    package var fault: Fault
    /// What would be right, in words; `nil` when the fault says it all.
    package var allowed: Bilingual?

    /// What is wrong, in English.
    package var message: String { fault.words.en }

    /// `file:line:column: key: what is wrong; allowed: what is`, in English.
    package var description: String { words.en }

    /// The whole line.
    package var words: Bilingual {
        let place = "\(file):\(line):\(column): " + (key.isEmpty ? "" : "\(key): ")
        return Bilingual(
            zh: place + fault.words.zh + (allowed.map { "；可以写：\($0.zh)" } ?? ""),
            en: place + fault.words.en + (allowed.map { "; allowed: \($0.en)" } ?? ""))
    }
}

/// All that is wrong in a document, in its order. Never empty.
package struct DocumentProblems: Error, Hashable, Sendable, CustomStringConvertible {
    /// `EX_CONFIG` of sysexits.h: what programs end with after printing this.
    package static let exitCode: Int32 = 78

    package var problems: [DocumentProblem]

    /// In English.
    package var description: String { words.en }

    /// One a line.
    package var words: Bilingual {
        let lines = problems.map(\.words)
        return Bilingual(
            zh: lines.map(\.zh).joined(separator: "\n"), en: lines.map(\.en).joined(separator: "\n"))
    }
}

extension DocumentProblems {
    /// One, about a file as a whole.
    package init(file: String, fault: Fault) {
        problems = [DocumentProblem(file: file, line: 1, column: 1, key: "", fault: fault)]
    }
}
