/// How a single value is written.
package enum DocumentKind: String, Sendable {
    /// Free words; what YAML would take for something else needs quotes.
    case text, path, url
    /// Words with a form of their own.
    case word, choice, duration, size
    case integer, flag

    /// What reference pages call it.
    package var name: String { self == .word ? "text" : rawValue }

    /// Whether YAML takes every value of it for what it is.
    var isPlain: Bool {
        switch self {
        case .choice, .duration, .size, .integer, .flag: true
        case .text, .path, .url, .word: false
        }
    }
}
