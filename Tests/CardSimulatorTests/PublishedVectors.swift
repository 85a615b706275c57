import Foundation
import Testing
import Vocabulary

/// One published exchange or calculation, as the fixtures write it down.
struct PublishedVector: Decodable, Sendable, CustomStringConvertible {
    enum Entry: Decodable, Sendable {
        case text(String)
        case number(Int)
        case nothing

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .nothing
            } else if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    let id: String
    let inputs: [String: Entry]
    let outputs: [String: Entry]

    var description: String { id }

    /// Bytes under a name, looked up among the outputs first; `nil` if there are none.
    func bytes(_ name: String) -> [UInt8]? {
        guard case .text(let text) = outputs[name] ?? inputs[name] else { return nil }
        return Hex.bytes(text)
    }

    func number(_ name: String) -> Int? {
        guard case .number(let number) = outputs[name] ?? inputs[name] else { return nil }
        return number
    }

    /// Bytes that a test cannot do without.
    func need(_ name: String) throws -> [UInt8] { try #require(bytes(name), "\(id) has no \(name)") }

    func needNumber(_ name: String) throws -> Int { try #require(number(name), "\(id) has no \(name)") }

    private struct File: Decodable { let vectors: [PublishedVector] }

    /// All of a fixture, by id.
    static func load(_ name: String) throws -> [String: PublishedVector] {
        let url = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).json")
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
        return Dictionary(uniqueKeysWithValues: file.vectors.map { ($0.id, $0) })
    }
}
