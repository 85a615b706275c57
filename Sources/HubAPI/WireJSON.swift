package import FoundationEssentials

/// JSON as it travels and is kept. The same value is the same bytes in every process: keys come in the order of their
/// names, not in that of a hash whose seed each process draws anew.
package enum WireJSON {
    package static func bytes(of value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(value)
    }

    package static func text(of value: some Encodable) throws -> String {
        String(decoding: try bytes(of: value), as: UTF8.self)
    }
}
