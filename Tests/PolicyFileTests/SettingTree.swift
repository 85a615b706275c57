import Foundation

/// A part of a JSON document, to change one value of.
indirect enum JSONPart: Codable, Hashable {
    case null
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([JSONPart])
    case object([String: JSONPart])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONPart].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONPart].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let list): try container.encode(list)
        case .object(let members): try container.encode(members)
        }
    }

    static func read(_ text: String) throws -> JSONPart {
        try JSONDecoder().decode(JSONPart.self, from: Data(text.utf8))
    }

    func written() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    subscript(_ key: String) -> JSONPart? { if case .object(let members) = self { members[key] } else { nil } }
    var members: [String: JSONPart] { if case .object(let members) = self { members } else { [:] } }
    var elements: [JSONPart] { if case .list(let list) = self { list } else { [] } }
    var words: String? { if case .text(let text) = self { text } else { nil } }

    /// The same with another value at a path; without it where there is none. Elements of lists are named by number.
    func replacing(_ path: ArraySlice<String>, by value: JSONPart?) -> JSONPart {
        guard let key = path.first else { return value ?? .null }
        let isLast = path.count == 1
        switch self {
        case .object(var members):
            members[key] = isLast ? value : members[key]?.replacing(path.dropFirst(), by: value)
            return .object(members)
        case .list(var list):
            guard let index = Int(key), list.indices.contains(index) else { return self }
            if isLast, value == nil {
                list.remove(at: index)
            } else {
                list[index] = list[index].replacing(path.dropFirst(), by: value)
            }
            return .list(list)
        default: return self
        }
    }
}

/// A JSON Schema as far as the policy's uses it.
struct SchemaNode {
    let node: JSONPart
    let definitions: JSONPart?

    init(_ schema: JSONPart) { self.init(schema, schema["$defs"]) }

    private init(_ node: JSONPart, _ definitions: JSONPart?) {
        self.definitions = definitions
        let name = node["$ref"]?.words?.split(separator: "/").last.map(String.init)
        self.node = name.flatMap { definitions?[$0] } ?? node
    }

    func at(_ node: JSONPart) -> SchemaNode { SchemaNode(node, definitions) }

    /// Without the choice of none; of several forms the first.
    var some: SchemaNode {
        guard let choices = node["anyOf"]?.elements else { return self }
        return choices.map(at).first { $0.node["type"] != .text("null") }?.some ?? self
    }

    var mayBeNull: Bool { node["anyOf"]?.elements.contains { $0["type"] == .text("null") } ?? false }
    var element: SchemaNode? { node["items"].map(at) }

    /// What every key of a map holds.
    var entry: SchemaNode? {
        guard case .object(_)? = node["additionalProperties"] else { return nil }
        return node["additionalProperties"].map(at)
    }

    /// Keys with the kind that they belong to, if there are several: `amount of amountOff`.
    var keys: [(key: String, kind: String?, node: SchemaNode)] {
        let common = (node["properties"]?.members ?? [:]).map { ($0.key, String?.none, at($0.value)) }
        let others = (node["oneOf"]?.elements ?? []).flatMap { variant in
            let properties = variant["properties"]?.members ?? [:]
            let kind = properties["kind"]?["const"]?.words
            return properties.filter { $0.key != "kind" }.map { ($0.key, kind, at($0.value)) }
        }
        return common + others
    }
}

/// One setting of a document, and where it stands.
struct Setting {
    /// Without the ids of things: `offers.*.effect.amount of amountOff`.
    var kind: String
    var path: [String]
    var schema: SchemaNode
    var value: JSONPart
}

extension SchemaNode {
    /// The kinds of all settings below.
    func kinds(_ path: String = "") -> Set<String> {
        let some = some
        var kinds: Set<String> = path.isEmpty ? [] : [path]
        if let entry = some.entry { kinds.formUnion(entry.kinds(Self.path(path, "*"))) }
        for (key, kind, node) in some.keys { kinds.formUnion(node.kinds(Self.path(path, key, kind))) }
        if let element = some.element, !element.keys.isEmpty { kinds.formUnion(element.kinds(Self.path(path, "#"))) }
        return kinds
    }

    /// All settings of a document of this schema.
    func settings(of value: JSONPart, _ kind: String = "", _ path: [String] = []) -> [Setting] {
        let some = some
        var settings = path.isEmpty ? [] : [Setting(kind: kind, path: path, schema: self, value: value)]
        if let entry = some.entry {
            for (key, member) in value.members.sorted(by: { $0.key < $1.key }) {
                settings += entry.settings(of: member, Self.path(kind, "*"), path + [key])
            }
        }
        for (key, ofKind, node) in some.keys where ofKind == nil || value["kind"]?.words == ofKind {
            guard let member = value[key] else { continue }
            settings += node.settings(of: member, Self.path(kind, key, ofKind), path + [key])
        }
        if let element = some.element, !element.keys.isEmpty {
            for (index, member) in value.elements.enumerated() {
                settings += element.settings(of: member, Self.path(kind, "#"), path + ["\(index)"])
            }
        }
        return settings
    }

    private static func path(_ path: String, _ key: String, _ kind: String? = nil) -> String {
        (path.isEmpty ? "" : path + ".") + key + (kind.map { " of \($0)" } ?? "")
    }
}
