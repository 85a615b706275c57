internal import CardCrypto
internal import Vocabulary

/// Who a master key belongs to. The names stand in key files.
package enum KeyRole: String, Hashable, Sendable, CaseIterable {
    /// Creates files and changes keys of our application (key 0).
    case application
    /// Reads, debits, writes records (key 1). The only one a kiosk may have.
    case kiosk
    /// Writes the member file (key 2).
    case staff
    /// The card's own master key.
    case picc
}

/// One master key of 16 bytes. It never prints itself.
package struct MasterKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: AESKey

    /// - Returns: `nil` unless there are 16 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 16, let key = AESKey(bytes) else { return nil }
        self.key = key
    }

    /// This master's key for one card.
    package func diversified(_ input: [UInt8]) -> [UInt8] { Diversification.aes128(master: key, input: input) }

    /// Three bytes that tell keys apart without giving one away: the start of the CMAC of nothing.
    package var checkValue: String { Hex.text(key.cmac([]).prefix(3)) }

    package var description: String { "<master key>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Master keys by role and generation, from text: one `role generation hex32` a line, `#` starts a comment.
///
/// The generation, 1 to 127, is the key version byte on the cards. 00 is what factory keys have.
package struct KeyRing: Sendable, CustomStringConvertible, CustomReflectable {
    static let maximumKeys = 64

    private let keys: [KeyRole: [UInt8: MasterKey]]

    /// What is wrong with a key file. Never holds a part of a key.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case notThreeWords(line: Int)
        case unknownRole(line: Int)
        case badGeneration(line: Int)
        case badKey(line: Int)
        case repeated(line: Int)
        case tooMany
        case missing(KeyRole)
        case notForKiosks(KeyRole)

        package var description: String {
            switch self {
            case .notThreeWords(let line): "line \(line): expected: role generation key"
            case .unknownRole(let line):
                "line \(line): the role is one of \(KeyRole.allCases.map(\.rawValue).joined(separator: ", "))"
            case .badGeneration(let line): "line \(line): the generation is a number from 1 to 127"
            case .badKey(let line): "line \(line): the key has 32 hexadecimal digits"
            case .repeated(let line): "line \(line): this role and generation came before"
            case .tooMany: "more than \(KeyRing.maximumKeys) keys"
            case .missing(let role): "no \(role.rawValue) key in the file"
            case .notForKiosks(let role): "a kiosk must not hold the \(role.rawValue) key; give it the kiosk role only"
            }
        }
    }

    package init(text: String) throws(Problem) {
        var keys: [KeyRole: [UInt8: MasterKey]] = [:]
        // Some editors begin a file with a byte order mark.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            if words.isEmpty { continue }
            let (role, generation, key) = try Self.entry(words, line: index + 1)
            guard keys[role]?[generation] == nil else { throw .repeated(line: index + 1) }
            keys[role, default: [:]][generation] = key
            guard keys.values.reduce(0, { $0 + $1.count }) <= Self.maximumKeys else { throw .tooMany }
        }
        self.keys = keys
    }

    package var roles: [KeyRole] { KeyRole.allCases.filter { keys[$0] != nil } }

    /// Ascending.
    package func generations(of role: KeyRole) -> [UInt8] { (keys[role] ?? [:]).keys.sorted() }

    package func key(_ role: KeyRole, generation: UInt8) -> MasterKey? { keys[role]?[generation] }

    package var description: String { "<keys: \(roles.map(\.rawValue).joined(separator: ", "))>" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func entry(
        _ words: [Substring], line: Int
    ) throws(Problem) -> (KeyRole, UInt8, MasterKey) {
        guard words.count == 3 else { throw .notThreeWords(line: line) }
        guard let role = KeyRole(rawValue: String(words[0])) else { throw .unknownRole(line: line) }
        guard let generation = UInt8(words[1]), (1...127).contains(generation) else {
            throw .badGeneration(line: line)
        }
        guard let key = Hex.bytes(words[2]).flatMap(MasterKey.init) else { throw .badKey(line: line) }
        return (role, generation, key)
    }
}

/// What a kiosk holds: its own master key, by generation, and nothing else.
package struct KioskKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private let ring: KeyRing

    /// - Throws: also `notForKiosks` when the file holds more than the kiosk's role.
    package init(text: String) throws(KeyRing.Problem) {
        let ring = try KeyRing(text: text)
        if let foreign = ring.roles.first(where: { $0 != .kiosk }) { throw .notForKiosks(foreign) }
        try self.init(ring)
    }

    /// Takes the kiosk's role out of a desk's ring.
    package init(_ ring: KeyRing) throws(KeyRing.Problem) {
        guard ring.roles.contains(.kiosk) else { throw .missing(.kiosk) }
        self.ring = ring
    }

    var generations: [UInt8] { ring.generations(of: .kiosk) }

    /// Key 1 of one card.
    func key(generation: UInt8, _ diversification: [UInt8]) -> AESKey? {
        ring.key(.kiosk, generation: generation).flatMap { AESKey($0.diversified(diversification)) }
    }

    package var description: String { "<kiosk keys: generations \(generations)>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
