import ArgumentParser
import Foundation
import Vocabulary

/// In which words a command answers.
extension Language: ExpressibleByArgument {
    /// The terminal's: Chinese where the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says anything names it.
    static let ofTerminal: Language = {
        let environment = ProcessInfo.processInfo.environment
        let named = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return named?.lowercased().hasPrefix("zh") == true ? .zh : .en
    }()
}
