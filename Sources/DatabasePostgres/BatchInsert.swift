internal import CPQ
internal import Database

/// `INSERT INTO t (a, b) VALUES ($1, $2)` for thousands of rows at once: `INSERT INTO t (a, b) SELECT v.p1, v.p2 FROM
/// unnest($1::bigint[], $2::text[]) AS v (p1, p2)`, each parameter an array with one column of all rows. That is more
/// than twice as fast as executing the single form in a pipeline.
struct BatchInsert {
    let text: String

    /// Bounds the memory that the arrays take.
    static let rowsAtOnce = 4096

    /// - Parameter types: of the parameters of the single form.
    /// - Returns: `nil` for other statements, and for those that would do something else in this form: `DO UPDATE` may
    ///   change a row twice only in two statements.
    init?(_ single: String, _ types: [Oid]) {
        let arrays = types.compactMap { TypeID.arrays[$0] }
        guard !types.isEmpty, arrays.count == types.count, single.hasPrefix("INSERT INTO "),
            let values = single.firstRange(of: "VALUES (")
        else { return nil }
        guard let end = Self.closing(single[values.upperBound...]) else { return nil }
        let tail = single[single.index(after: end)...].drop { $0.isWhitespace }
        guard tail.isEmpty || tail.hasPrefix("ON CONFLICT"), !tail.contains("DO UPDATE"), !tail.contains("RETURNING"),
            !tail.contains("$"), !single[values.upperBound..<end].contains("'")
        else { return nil }
        let wanted = arrays.enumerated().map { "$\($0.offset + 1)::\($0.element)" }.joined(separator: ", ")
        let names = arrays.indices.map { "p\($0 + 1)" }.joined(separator: ", ")
        text = """
            \(single[..<values.lowerBound])SELECT \
            \(single[values.upperBound..<end].replacing("$", with: "v.p")) \
            FROM unnest(\(wanted)) AS v (\(names)) \(tail)
            """
    }

    /// - Returns: where the parenthesis ends that was opened before `text`.
    private static func closing(_ text: Substring) -> String.Index? {
        var depth = 1
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
