import Foundation
import HubAPI
import Testing

/// One value of a shape that travels, under the name of the file that holds its JSON.
struct WireSample: Sendable, CustomTestStringConvertible {
    var name: String
    /// Whether today's code writes these bytes. What another version writes only has to be read.
    var isOurs: Bool
    var encoded: @Sendable () throws -> Data
    /// Whether these bytes decode to the value.
    var isDecoded: @Sendable (Data) throws -> Bool
    /// Full names of the types that the value is made of.
    var types: @Sendable () -> Set<String>

    init<Value: Codable & Equatable & Sendable>(_ name: String, isOurs: Bool = true, _ value: Value) {
        self.name = name
        self.isOurs = isOurs
        encoded = {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(value) + Data("\n".utf8)
        }
        isDecoded = { try JSONDecoder().decode(Value.self, from: $0) == value }
        types = { Self.types(in: value) }
    }

    /// What another version writes, and what is read from it.
    static func foreign<Value: Codable & Equatable & Sendable>(_ name: String, _ value: Value) -> WireSample {
        WireSample(name, isOurs: false, value)
    }

    private static func types(in value: Any) -> Set<String> {
        let mirror = Mirror(reflecting: value)
        return mirror.children.reduce(into: [String(reflecting: mirror.subjectType)]) { names, child in
            names.formUnion(types(in: child.value))
        }
    }

    var testDescription: String { name }
}

/// The files of samples: they lie in the source, so that one that is missing can be put there.
enum WireFiles {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "Tests/HubAPITests/Fixtures/v1")
}
