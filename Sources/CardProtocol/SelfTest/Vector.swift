internal import FoundationEssentials
internal import Vocabulary

/// One published known answer: inputs, and what must come out of them.
package struct Vector: Sendable {
    package let id: String
    package let group: String
    package let name: String
    /// Values as text: hexadecimal, or a decimal number, or words.
    package var inputs: [String: String]
    package var outputs: [String: String]
    /// Whether somebody recomputed the outputs from the inputs before they were written down.
    package let verified: Bool
    package let note: String

    /// Above any vector file there is.
    package static let maximumFileBytes = 4 * 1024 * 1024

    package struct Unreadable: Error, CustomStringConvertible {
        package let description: String
    }

    /// All vectors of one file of the form `{"vectors": [{"id", "group", "inputs", "outputs", "verified"} …]}`.
    package static func list(json: [UInt8]) throws(Unreadable) -> [Vector] {
        guard json.count <= maximumFileBytes else { throw Unreadable(description: "larger than any vector file") }
        do {
            return try JSONDecoder().decode(File.self, from: Data(json)).vectors.map(\.vector)
        } catch {
            throw Unreadable(description: "not a vector file: \(error)")
        }
    }

    private struct File: Decodable { let vectors: [Entry] }

    private struct Entry: Decodable {
        let id: String
        let group: String
        let name: String?
        let inputs: [String: Value]
        let outputs: [String: Value]
        let verified: Bool
        let note: String?

        var vector: Vector {
            Vector(
                id: id, group: group, name: name ?? "", inputs: inputs.compactMapValues(\.text),
                outputs: outputs.compactMapValues(\.text), verified: verified, note: note ?? "")
        }
    }

    private struct Value: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = nil
            } else if let number = try? container.decode(Int64.self) {
                text = String(number)
            } else if let flag = try? container.decode(Bool.self) {
                text = flag ? "True" : "False"
            } else {
                text = try container.decode(String.self)
            }
        }
    }
}

/// Why a vector could not be evaluated.
enum VectorProblem: Error {
    /// The vector is damaged: it fails.
    case damaged(String)
    /// There is no rule for this kind of vector: nothing can be said.
    case noRule(String)
}

/// Typed access to the inputs of a vector.
struct VectorInputs {
    let vector: Vector

    func has(_ name: String) -> Bool { vector.inputs[name] != nil }

    func text(_ name: String) throws(VectorProblem) -> String {
        guard let text = vector.inputs[name] else { throw .damaged("input \(name) is missing") }
        return text
    }

    /// - Parameter count: how many bytes there must be; `nil` for any number.
    func hex(_ name: String, count: Int? = nil) throws(VectorProblem) -> [UInt8] {
        guard let bytes = Hex.bytes(try text(name)) else { throw .damaged("input \(name) is not hexadecimal") }
        if let count, bytes.count != count { throw .damaged("input \(name) has not \(count) bytes") }
        return bytes
    }

    /// Empty when it is not there.
    func optionalHex(_ name: String) throws(VectorProblem) -> [UInt8] { has(name) ? try hex(name) : [] }

    func number(_ name: String) throws(VectorProblem) -> UInt32 {
        guard let number = UInt32(try text(name)) else { throw .damaged("input \(name) is not a number") }
        return number
    }

    func byte(_ name: String) throws(VectorProblem) -> UInt8 {
        guard let byte = UInt8(exactly: try number(name)) else { throw .damaged("input \(name) is above 255") }
        return byte
    }
}

/// What a rule computed from the inputs: the outputs, and those inputs that follow from others.
struct Computed {
    private(set) var values: [String: String] = [:]

    subscript(name: String) -> [UInt8]? {
        get { values[name].flatMap { Hex.bytes($0) } }
        set { values[name] = newValue.map { Hex.text($0) } }
    }

    mutating func set(_ name: String, text: String) { values[name] = text }
}
