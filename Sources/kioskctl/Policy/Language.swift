import ArgumentParser
import Identity

/// In which words a command answers.
enum Language: String, ExpressibleByArgument, CaseIterable {
    case zh, en

    func of(_ words: Bilingual) -> String { self == .zh ? words.zh : words.en }
}
