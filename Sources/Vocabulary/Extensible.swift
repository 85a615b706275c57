/// A value of a list that a newer peer may have made longer. What is not known here is kept as it came, so that it is
/// stored and sent on unchanged; in JSON it is the plain string.
package enum Extensible<Known: RawRepresentable & Hashable & Sendable>: Hashable, Sendable, RawRepresentable, Codable
where Known.RawValue == String {
    case known(Known)
    case unknown(String)

    package init(rawValue: String) { self = Known(rawValue: rawValue).map(Self.known) ?? .unknown(rawValue) }

    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws { try rawValue.encode(to: encoder) }

    package var rawValue: String {
        switch self {
        case .known(let value): value.rawValue
        case .unknown(let text): text
        }
    }

    /// `nil` for what is not known here.
    package var known: Known? { if case .known(let value) = self { value } else { nil } }
}
